"""How well the search answers the people of a city that it was not made for.

`python -m benchmarks.city CATALOGUE.json SEARCHES.json` measures one, with `--meaning` also by
meaning, with `--meaning=FILE` by the model in a file; `docs/search.md` describes the two files and
says what was measured.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mobile_api.guides.meaning.texts import meant_by
from mobile_api.guides.search import Further, SearchDocument, SearchEngine
from mobile_api.guides.search.text import has_han, normalise
from mobile_api.guides.search.voices.meaning import Near

FIRST = 3
MEANING = "--meaning"
# Of one core, by meaning.
SECONDS_PER_ITEM, SECONDS_PER_SEARCH = 0.17, 0.04
# What of a person's own words is near in meaning; None: nobody was asked.
Nearness = Callable[[str], Near | None]
CORRECTED = ("slip", "pinyin")


def documents_of(catalogue: dict[str, Any]) -> list[SearchDocument]:
    """The items of a catalogue file as what can be found."""
    return [
        SearchDocument(
            kind="item",
            id=item["key"],
            name=item["name"],
            aliases=tuple(item["aliases"]),
            related=(item["result"],),
            further=Further(
                questions=tuple(
                    text for one in item["questions"] for text in (one["question"], one["answer"])
                ),
                conditions=tuple(item["conditions"]),
                materials=tuple(item["materials"]),
                department=(item["department"],),
                legal_basis=tuple(item["legal_basis"]),
            ),
        )
        for item in catalogue["items"]
    ]


@dataclass
class Measured:
    """Numbers of searches by style: all, right at first place, right among the first three.

    `hits`: how many were shown for all of them together, at most ten for each.
    `lacking_found`, `lacking_asked`: searches for what the city does not have that showed
    something, as found or as a question. `told`: corrections that were told; `told_right`: those
    of searches that were written with a slip or in pinyin.
    """

    all: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    three: Counter[str] = field(default_factory=Counter)
    hits: int = 0
    lacking: int = 0
    lacking_found: int = 0
    lacking_asked: int = 0
    told: int = 0
    told_right: int = 0

    @property
    def share_first(self) -> float:
        return self.first.total() / self.all.total()

    @property
    def share_three(self) -> float:
        return self.three.total() / self.all.total()

    @property
    def hits_each(self) -> float:
        return self.hits / self.all.total()

    def lines(self) -> Iterable[str]:
        """The measurement in words, a line for each style."""
        for style, number in self.all.items():
            first, three = self.first[style] / number, self.three[style] / number
            yield f"{style:12} {number:4}  first {first:6.1%}  first three {three:6.1%}"
        yield f"{'all':12} {self.all.total():4}  first {self.share_first:6.1%}  " + (
            f"first three {self.share_three:6.1%}"
        )
        yield f"hits of each search {self.hits_each:.2f}"
        yield f"lacking {self.lacking}: found {self.lacking_found}, asked {self.lacking_asked}"
        yield f"corrections told {self.told}, of a slip or of pinyin {self.told_right}"


def by_meaning(documents: Sequence[SearchDocument], file: str = "") -> Nearness:
    """By the model that is installed, or the one in `file`, in this process; a sixth of a second
    per document."""
    # Only who asks for it has the packages.
    from mobile_api.guides.meaning.embedder import make_embedder
    from mobile_api.guides.meaning.nearest import NearestDocuments
    from mobile_api.shared.settings.model_file import usable_model

    try:
        embedder = make_embedder(usable_model(file))
    except ValueError as fault:
        raise SystemExit(f"{MEANING}={file} {fault}") from None
    if embedder is None:
        raise SystemExit("yiwang[meaning] is not installed")
    nearest = NearestDocuments(embedder)
    vectors = [nearest.vector_of(meant_by(one).texts) for one in documents]
    nearest.take(range(len(documents)), b"".join(vectors), len(vectors[0]))

    def near(text: str) -> Near | None:
        query = normalise(text)
        return nearest.near(query) if has_han(query) else None

    return near


def _nobody(text: str) -> Near | None:
    return None


def measure(engine: SearchEngine, searches: dict[str, Any], near: Nearness = _nobody) -> Measured:
    """Every search of a file; `also` counts like `right`."""
    measured = Measured(lacking=len(searches["lacking"]))
    for one in searches["searches"]:
        wanted = {*one["right"], *one["also"]}
        result = engine.search(one["q"], near=near(one["q"]))
        hits = [hit.id for hit in result.hits[:FIRST]]
        measured.hits += len(result.hits)
        measured.told += result.understood_as is not None
        measured.told_right += result.understood_as is not None and one["style"] in CORRECTED
        measured.all[one["style"]] += 1
        measured.first[one["style"]] += bool(wanted.intersection(hits[:1]))
        measured.three[one["style"]] += bool(wanted.intersection(hits))
    for one in searches["lacking"]:
        result = engine.search(one["q"], near=near(one["q"]))
        measured.lacking_found += bool(result.hits) and not result.perhaps
        measured.lacking_asked += bool(result.hits) and result.perhaps
    return measured


def read(path: Path) -> dict[str, Any]:
    """A file of a city."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def _how_long(items: int, searches: int) -> str:
    seconds = items * SECONDS_PER_ITEM + searches * SECONDS_PER_SEARCH
    what = f"{items} items and {searches} searches by meaning"
    return f"{what}: about {seconds:.0f} s, on a busy host twice that\n"


if __name__ == "__main__":
    paths = [Path(one) for one in sys.argv[1:] if not one.startswith(MEANING)]
    catalogue, asked = map(read, paths)
    known = documents_of(catalogue)
    wanted = [one for one in sys.argv[1:] if one.startswith(MEANING)]
    if wanted:
        sys.stderr.write(_how_long(len(known), len(asked["searches"]) + len(asked["lacking"])))
    told = by_meaning(known, wanted[0].partition("=")[2]) if wanted else _nobody
    found = measure(SearchEngine.build(known), asked, told)
    sys.stdout.write("\n".join(found.lines()) + "\n")
