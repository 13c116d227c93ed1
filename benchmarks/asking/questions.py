"""How well the questions of a city's people are understood: which item, and what about it.

`python -m benchmarks.asking.questions CATALOGUE.json QUESTIONS.json` measures one; `docs/search.md`
describes the two files and says what was measured.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.city import documents_of, read
from mobile_api.guides.answering.answers import answer
from mobile_api.guides.catalogue.places import Counter as Window
from mobile_api.guides.catalogue.places import ServiceHall
from mobile_api.guides.catalogue.schemas import ServiceGuide, Theme
from mobile_api.guides.search import SearchEngine


@dataclass(frozen=True)
class PublishedCity:
    """A catalogue file as a question is answered from it: what the file does not say is filled in
    alike for every item, for only what is understood is measured."""

    search: SearchEngine
    guides: Mapping[str, ServiceGuide]
    own_places: tuple[str, ...]
    version: int = 1
    counters: Mapping[str, Window] = field(default_factory=dict)
    halls: Mapping[str, ServiceHall] = field(default_factory=dict)
    themes: Mapping[str, Theme] = field(default_factory=dict)


def published_of(catalogue: dict[str, Any]) -> PublishedCity:
    """The items of a catalogue file, ready to be asked about."""
    guides = {item["key"]: _guide(item) for item in catalogue["items"]}
    engine = SearchEngine.build(documents_of(catalogue))
    return PublishedCity(engine, guides, (catalogue["region_name"],))


def _guide(item: dict[str, Any]) -> ServiceGuide:
    day = {"value": 5, "unit": "working_day"}
    written = {
        "key": item["key"],
        "name": item["name"],
        "aliases": item["aliases"],
        "legal_basis": item["legal_basis"],
        "eligibility": [{"text": text} for text in item["conditions"]],
        "materials": [
            {"key": f"paper-{number}", "name": name, "form": "paper", "required": True}
            for number, name in enumerate(item["materials"])
        ],
        "result": {"kind": "证照", "name": item["result"]},
        "questions": item["questions"],
    }
    alike = {
        "audience": ["natural_person"],
        "region_code": "999900",
        "department": "one",
        "basic_item_code": "1",
        "implementation_code": "1",
        "item_type": "public_service",
        "use_level": "city",
        "handle_type": "promised",
        "statutory_limit": day,
        "promised_limit": day,
        "process": [{"name": "受理", "days": 1}],
        "fee": {"charged": False},
        "online_level": "pre_review",
        "visits_required": 1,
        "four_do_class": "one_trip",
        "cross_region": {},
        "min_assurance": 0,
        "counters": ["one"],
        "appointment": {"offered": False},
        "post": {"materials": False, "result": False},
        "remedy": {"reconsideration_office": "市人民政府", "court": "人民法院"},
        "provenance": {"confidence": "low"},
    }
    return ServiceGuide.model_validate(alike | written)


@dataclass
class Understood:
    """Numbers of questions by style: all, those of which exactly the topics were heard, those of
    which the item was the one or (`asked_back`) among those asked back; and both together."""

    all: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    item: Counter[str] = field(default_factory=Counter)
    asked_back: Counter[str] = field(default_factory=Counter)
    both: Counter[str] = field(default_factory=Counter)

    def share(self, counted: Counter[str]) -> float:
        return counted.total() / self.all.total()

    def lines(self) -> Iterable[str]:
        """The measurement in words, a line for each style."""
        for style in (*self.all, "all"):
            names = ("topics", "item", "asked_back", "both")
            counts = [getattr(self, name) for name in ("all", *names)]
            number, *rest = (one.total() if style == "all" else one[style] for one in counts)
            shares = "  ".join(
                f"{name} {one / number:6.1%}" for name, one in zip(names, rest, strict=True)
            )
            yield f"{style:10} {number:4}  {shares}"


def measure(published: PublishedCity, questions: Iterable[dict[str, Any]]) -> Understood:
    """Every question of a file; `topics` in the order asked, none where it is none of ours."""
    found = Understood()
    for one in questions:
        given = answer(published, one["q"])
        given = given.ordinary or given
        style, right = one["style"], set(one["right"])
        is_topic = list(given.topics) == one["topics"]
        is_item = given.source is not None and given.source.id in right
        is_asked = not right.isdisjoint(hit.id for hit in given.choices)
        found.all[style] += 1
        found.topics[style] += is_topic
        found.item[style] += is_item
        found.asked_back[style] += is_asked
        found.both[style] += is_topic and (is_item or is_asked)
    return found


if __name__ == "__main__":
    catalogue, questions = map(read, map(Path, sys.argv[1:3]))
    lines = measure(published_of(catalogue), questions["questions"]).lines()
    sys.stdout.write("\n".join(lines) + "\n")
