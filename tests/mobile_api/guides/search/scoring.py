"""How the colloquial queries of `data/` are scored: right in the first three."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mobile_api.guides.search import SearchEngine

DATA = Path(__file__).parent / "data"
FIRST = 3


def read(name: str) -> Any:
    """A data file beside this module."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def is_right(engine: SearchEngine, query: dict[str, Any]) -> bool:
    """One of the right answers is in the first three; themes count where no item is expected.

    `right` names what a good counter clerk might answer, in any order (item:passport).
    """
    first = {(hit.kind, hit.id) for hit in engine.search(query["q"]).hits[:FIRST]}
    if "right" in query:
        return any(f"{kind}:{key}" in query["right"] for kind, key in first)
    if query["expect_items"]:
        return any(("item", each) in first for each in query["expect_items"])
    return any(("theme", each) in first for each in query["expect_themes"])


@dataclass
class Score:
    """Shares from 0 to 1, overall and by style, and the queries that failed."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right.total() / self.all.total()

    def of(self, style: str) -> float:
        return self.right[style] / self.all[style]


def score(engine: SearchEngine, name: str) -> Score:
    """The score of one data file."""
    result = Score()
    data = read(name)
    for query in data["queries"] if isinstance(data, dict) else data:
        style = query["style"]
        result.all[style] += 1
        if is_right(engine, query):
            result.right[style] += 1
        else:
            result.wrong.append(query["q"])
    return result
