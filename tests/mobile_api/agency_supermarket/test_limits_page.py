"""docs/limits.md names every limit of the market that the program sets, with its amount."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from types import ModuleType
from typing import Any

from annotated_types import MaxLen

from mobile_api.shared.http.rate_limits import RateLimit
from tests.architecture.sources import ROOT, tree_of

MARKET = ROOT / "mobile_api" / "agency_supermarket"
_ROW = re.compile(r"^\| [^|]+ \| ([^|]+) \| `([a-z_/]+\.py)` \| `([A-Za-z_.]+)` \|$", re.MULTILINE)
_LIMIT = re.compile(r"_?(MOST|LONGEST|SHORTEST|LARGEST)(_[A-Z_]+)?")
# Nobody who uses the market meets these.
INTERNAL = {
    ("sealing/passphrases.py", "_LARGEST"): "of the file that keeps a key, which we made ourselves",
    ("sealing/passphrases.py", "_MOST_WORK"): "of the same file",
    ("sealing/offers.py", "_MOST_FEN"): "of what is opened; the one of bids is lower",
    ("bids/schemas.py", "_MOST_CHANGES"): "`need_changes` is far lower",
    ("bids/schemas.py", "_LONGEST"): "the size of a sealed bid, in base64",
    ("finding/name_words.py", "_MOST"): "of a weight in the ranking",
    ("finding/naming.py", "MOST_NEW"): "of names between two readings of them all",
    ("figures/views.py", "_MOST"): "of a table that has a row for each trade",
    ("contracts/views.py", "_MOST_FILES"): "of a page of those that were let in",
    ("ratings/rules.py", "MOST"): "of a scale",
    ("agencies/practitioners/service.py", "MOST_DOUBLED"): "of a page of the desk",
}


def told() -> dict[tuple[str, str], str]:
    page = (ROOT / "docs" / "limits.md").read_text()
    return {(file, name): amount for amount, file, name in _ROW.findall(page)}


def module_of(file: str) -> ModuleType:
    return import_module(f"mobile_api.agency_supermarket.{file[:-3].replace('/', '.')}")


def in_code() -> Iterator[tuple[str, str]]:
    """Every limit that a file of the market sets: by its name, or as a rate."""
    for path in sorted(MARKET.rglob("*.py")):
        file = str(path.relative_to(MARKET))
        for node in tree_of(path).body:
            if isinstance(node, ast.Assign):
                for one in ast.walk(node.targets[0]):
                    if isinstance(one, ast.Name) and _is_limit(file, one.id):
                        yield file, one.id


def _is_limit(file: str, name: str) -> bool:
    is_rate = name.isupper() and isinstance(getattr(module_of(file), name, None), RateLimit)
    return is_rate or _LIMIT.fullmatch(name) is not None


def amounts_of(file: str, name: str) -> list[Any]:
    model, _, field = name.partition(".")
    found = getattr(module_of(file), model)
    if field:
        said = found.model_fields[field].metadata
        return [one.max_length for one in said if isinstance(one, MaxLen)]
    if isinstance(found, RateLimit):
        return [found.times, found.seconds]
    if isinstance(found, dict):
        return list(found.values())
    return [found.days if isinstance(found, timedelta) else found]


def test_every_limit_of_the_market_stands_on_the_page() -> None:
    known = set(told()) | set(INTERNAL)
    found = set(in_code())
    assert found - known == set(), "docs/limits.md, “At the market, by the program”"
    assert set(INTERNAL) <= found


def test_the_page_says_the_amounts_that_hold() -> None:
    page = told()
    assert len(page) > 30
    for (file, name), amount in page.items():
        numbers = [int(one) for one in re.findall(r"\d+", amount)]
        assert numbers == amounts_of(file, name) != [], (file, name)
