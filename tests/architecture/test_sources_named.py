"""What a docstring cites can be looked up: a law, a standard, an address, a page of ours."""

import re

from tests.architecture.sources import ROOT, sources

# Chapters of notes that were never part of the repository.
_NOWHERE = re.compile(r"\bdomain \d")
_DECISION = re.compile(r"docs/decisions/(\d{4})")


def test_nothing_cites_a_chapter_that_nobody_can_read() -> None:
    pages = [*sources(), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    assert [str(page) for page in pages if _NOWHERE.search(page.read_text())] == []


def test_every_decision_that_is_cited_is_there() -> None:
    cited = {one for page in sources() for one in _DECISION.findall(page.read_text())}
    known = {page.name[:4] for page in (ROOT / "docs" / "decisions").glob("*.md")}
    assert cited
    assert cited <= known
