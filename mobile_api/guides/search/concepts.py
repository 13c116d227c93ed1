"""What people mean: the words of each concept, read once from `dictionary/*.json`."""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mobile_api.guides.search.text import FOLDER, normalise, read_json, wording

# How much one concept says about what is wanted, unless its entry gives a weight.
WEIGHTS = {"object": 3.0, "action": 1.5, "detail": 0.8, "person": 0.5, "hint": 0.4, "noise": 2.5}


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning with the official and the everyday words for it.

    `kind`: `object` is what a matter is about, `action` what is done to it, `detail` and
    `person` only colour it. A `hint` helps when it fits and costs nothing when it does not.
    `noise` are words that a search should know without taking one for another (天气, 诗).
    `pattern` finds in a query what no list of words can hold (开...店).
    `implies`: other concepts that also answer a query for this one, with a share from 0 to 1.
    """

    id: str
    kind: str
    weight: float
    words: tuple[str, ...]
    implies: Mapping[str, float] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None

    @property
    def cost(self) -> float:
        """What leaving this concept unanswered takes away."""
        return 0.0 if self.kind == "hint" else self.weight

    @property
    def answers(self) -> dict[str, float]:
        """Concepts that answer this one, itself first."""
        return {self.id: 1.0, **self.implies}


@dataclass(frozen=True, slots=True)
class Combination:
    """Concepts that together mean something more: 房子 and 改名 are a transfer of ownership."""

    all: frozenset[str]
    then: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that is a known word; `concepts` is empty for a filler."""

    start: int
    end: int
    word: str
    concepts: tuple[str, ...]


class Lexicon:
    """Every known word with its concepts; immutable after building, shared by all threads."""

    def __init__(
        self, concepts: Iterable[Concept], combinations: Iterable[Combination], fillers: str
    ) -> None:
        self.concepts = {concept.id: concept for concept in concepts}
        self.combinations = tuple(combinations)
        self.with_pattern = [each for each in self.concepts.values() if each.pattern]
        self.words: dict[str, tuple[str, ...]] = {normalise(word): () for word in fillers.split()}
        for concept in self.concepts.values():
            for word in concept.words:
                known = self.words.get(word, ())
                if concept.id not in known:
                    self.words[word] = (*known, concept.id)
        self._noise = frozenset(c.id for c in self.concepts.values() if c.kind == "noise")
        self._lengths: dict[str, tuple[int, ...]] = {}
        for first in {word[0] for word in self.words}:
            lengths = {len(word) for word in self.words if word[0] == first}
            self._lengths[first] = tuple(sorted(lengths, reverse=True))

    def _starting_at(self, text: str, start: int) -> Iterator[Span]:
        for length in self._lengths.get(text[start], ()):
            word = text[start : start + length]
            concepts = self.words.get(word)
            if concepts is not None and len(word) == length:
                yield Span(start, start + length, word, concepts)

    def spans(self, text: str) -> list[Span]:
        """The known words of two or more characters that cover `text` best, not overlapping."""
        best: list[tuple[int, Span | None]] = [(0, None)] * (len(text) + 1)
        for start in range(len(text) - 1, -1, -1):
            best[start] = (best[start + 1][0], None)
            for span in self._starting_at(text, start):
                # Squares: one long word is a better reading than two short ones.
                worth = best[span.end][0] + (span.end - start) ** 2
                if span.end - start > 1 and worth > best[start][0]:
                    best[start] = (worth, span)
        return list(_walk(best))

    def mentioned(self, text: str) -> frozenset[str]:
        """Concepts of every known word inside `text`, also of words inside longer words.

        Words of one character are left out: inside a name they are chance.
        """
        found: set[str] = set()
        for start, first in enumerate(text):
            for length in self._lengths.get(first, ()):
                if length > 1:
                    found.update(self.words.get(text[start : start + length], ()))
        return frozenset(found - self._noise)

    def names_matter(self, text: str) -> bool:
        """Whether a word of `text` is what a matter is about (护照), no action or filler."""
        concepts = (each for span in self.spans(text) for each in span.concepts)
        return any(self.concepts[each].kind == "object" for each in concepts)

    def is_filler(self, word: str) -> bool:
        """Whether the word is known to mean nothing here (请问, 怎么办)."""
        return self.words.get(word) == ()

    def is_noise(self, word: str) -> bool:
        """Whether the word is known to be about nothing that is offered here (天气)."""
        concepts = self.words.get(word, ())
        return bool(concepts) and self._noise.issuperset(concepts)

    def weight(self, word: str) -> float:
        """The weight of the heaviest concept of a word, 0 for a filler."""
        return max((self.concepts[each].weight for each in self.words.get(word, ())), default=0.0)


def _walk(best: list[tuple[int, Span | None]]) -> Iterator[Span]:
    at = 0
    while at < len(best) - 1:
        span = best[at][1]
        at = span.end if span else at + 1
        if span:
            yield span


def _concept(entry: dict[str, Any]) -> Concept:
    return Concept(
        id=entry["id"],
        kind=entry["kind"],
        weight=entry.get("weight", WEIGHTS[entry["kind"]]),
        words=tuple(normalise(word) for word in entry["words"].split()),
        implies=entry.get("implies", {}),
        pattern=re.compile(entry["pattern"]) if "pattern" in entry else None,
    )


@functools.cache
def default_lexicon() -> Lexicon:
    """The lexicon of the data files, read once per process."""
    files = sorted((FOLDER / "dictionary").glob("*.json"))
    entries = [
        entry
        for file in files
        if file.stem != "combinations"
        for entry in read_json(f"dictionary/{file.name}")
    ]
    combinations = [
        Combination(frozenset(entry["all"]), entry["then"])
        for entry in read_json("dictionary/combinations.json")
    ]
    return Lexicon(map(_concept, entries), combinations, wording()["fillers"])
