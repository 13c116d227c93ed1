"""The pages that people find their way with say what is true: the map and the decision records."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, product, sources

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
_HEADER = re.compile(
    r"# (?P<number>\d+)\. .+\n\n- Date: \d{4}-\d\d-\d\d\n"
    r"- Status: (accepted|superseded by \d+)\n- Enforced by: (?P<tests>.+)\n"
)
_MAPPED = re.compile(r"^\| `([a-z_0-9/]+)/` \|", re.MULTILINE)
_NAMED_FILE = re.compile(r"`((?:mobile_api|wechat|uploads|notifications|tests|docs)/[\w/.-]+)`")
_NOWHERE = re.compile(r"\bdomain \d")
_CITED = re.compile(r"docs/decisions/(\d{4})")


def rooms() -> set[str]:
    """Every folder with Python files of the product, but the two that hold no room of their own."""
    folders = {str(path.parent.relative_to(ROOT)) for path in product()}
    return {folder for folder in folders if "/" in folder or folder != "mobile_api"}


def test_every_room_is_on_the_map() -> None:
    mapped = set(_MAPPED.findall((ROOT / "docs" / "map.md").read_text()))
    beside = {
        "tests",
        "benchmarks",
        "docker",
        "docs",
        "mobile_api/migrations",
        "wechat/miniprogram",
    }
    assert mapped - beside == rooms()


@pytest.mark.parametrize(
    "page",
    [
        "CONTRIBUTING.md",
        "README.md",
        "README.zh-CN.md",
        "SECURITY.md",
        "docker/README.md",
        *(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")),
    ],
)
def test_every_place_that_a_page_names_is_there(page: str) -> None:
    named = _NAMED_FILE.findall((ROOT / page).read_text())
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name)
def test_a_decision_says_since_when_and_which_test_enforces_it(page: Path) -> None:
    header = _HEADER.match(page.read_text())
    assert header is not None
    assert page.name.startswith(f"{int(header['number']):04d}-")
    defined = "\n".join(path.read_text() for path in sources() if path.name.startswith("test_"))
    named = re.split(r",\s*", header["tests"])
    assert [name for name in named if f"def {name}(" not in defined] == []


def test_nothing_cites_a_chapter_that_nobody_can_read() -> None:
    """Such as those of notes that were never part of the repository."""
    pages = [*sources(), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    assert [str(page) for page in pages if _NOWHERE.search(page.read_text())] == []


def test_every_decision_that_is_cited_is_there() -> None:
    cited = {one for page in sources() for one in _CITED.findall(page.read_text())}
    assert cited
    assert cited <= {page.name[:4] for page in DECISIONS}
