"""A query broken into units: what the citizen means, and how much each part weighs."""

import functools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mobile_api.guides.search.concepts import Lexicon, Span
from mobile_api.guides.search.text import cutter, is_han, wording

UNKNOWN_NOUN = 1.0
UNKNOWN_WORD = 0.35
MOST_UNKNOWN = 2.0
_TOKEN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """One part of what is asked.

    `concepts`: which concepts answer it, with a share from 0 to 1; empty for a plain word,
    which is then looked for in the text. `cost`: what it takes away when nothing answers.
    `is_foreign`: it names a matter that nothing in the catalogue is about; `noise` is which.
    """

    text: str
    weight: float
    cost: float
    concepts: Mapping[str, float]
    is_object: bool = False
    is_foreign: bool = False
    noise: str | None = None


@dataclass(frozen=True, slots=True)
class QueryVocabulary:
    """The words of the catalogue with the number of documents that hold each, its concepts.

    `held`: words of the dictionaries that stand in a name or are said for what is loaded, whatever
    the dictionaries take them for.
    """

    counts: Mapping[str, int]
    concepts: frozenset[str]
    documents: int
    held: frozenset[str] = frozenset()

    def has(self, word: str) -> bool:
        """Whether something that is loaded is called so."""
        return word in self.counts or word in self.held

    def weight(self, word: str) -> float:
        """Weight of a word that is no concept: the rarer in the catalogue, the heavier."""
        count = self.counts.get(word, 0)
        if not count:
            return 0.0
        return min(2.2, 0.5 + 0.4 * math.log(max(self.documents, 1) / count))


def units_of(text: str, lexicon: Lexicon, vocabulary: QueryVocabulary) -> list[Unit]:
    """The units of a normalised query, each meaning once; empty if it says nothing."""
    found: dict[str, Unit] = {}
    at = 0
    for span in lexicon.spans(text):
        for unit in _between(text[at : span.start], lexicon, vocabulary):
            found.setdefault(unit.text, unit)
        unit_of_span = _known(span, lexicon, vocabulary)
        if unit_of_span:
            found.setdefault(unit_of_span.text, unit_of_span)
        at = span.end
    for unit in _between(text[at:], lexicon, vocabulary):
        found.setdefault(unit.text, unit)
    patterns = list(_patterns(text, lexicon, list(found.values())))
    # 坐公交车不要钱 as a whole is no question about the bus.
    kept = [unit for unit in found.values() if not (unit.noise and _is_in(unit, patterns))]
    units = _without_repeats([*kept, *patterns])
    units = _forgiving(units)
    return units + list(_combined(units, lexicon))


def units_of_initials(
    groups: Sequence[Sequence[str]], lexicon: Lexicon, vocabulary: QueryVocabulary
) -> list[Unit]:
    """One unit for each part of some initials: any of the words that it may stand for."""
    units = []
    for words in groups:
        concepts = tuple(
            each
            for word in words
            for each in lexicon.words.get(word, ())
            if lexicon.concepts[each].kind != "noise"
        )
        unit = _known(Span(0, 0, words[0], concepts), lexicon, vocabulary)
        if unit:
            units.append(replace(unit, cost=max(unit.cost, 1.0)))
    return units


def _patterns(text: str, lexicon: Lexicon, found: Sequence[Unit]) -> Iterator[Unit]:
    for concept in lexicon.with_pattern:
        seen = concept.pattern and concept.pattern.search(text)
        # 开药店 names its matter already: the pattern for any shop has nothing to add.
        named = [unit for unit in found if unit.is_object and not unit.noise]
        if seen and not any(unit.text in seen.group() for unit in named):
            is_object = concept.kind == "object"
            yield Unit(seen.group(), concept.weight, 0.0, concept.answers, is_object)


def _is_in(unit: Unit, others: Sequence[Unit]) -> bool:
    return any(unit.text in other.text for other in others)


def _known(span: Span, lexicon: Lexicon, vocabulary: QueryVocabulary) -> Unit | None:
    if not span.concepts:
        return None
    concepts = [lexicon.concepts[each] for each in span.concepts]
    if concepts[0].kind == "noise":
        weight, foreign = concepts[0].weight, not vocabulary.has(span.word)
        noise = concepts[0].id if foreign else None
        return Unit(span.word, weight, weight, {}, True, is_foreign=foreign, noise=noise)
    answers: dict[str, float] = {}
    for concept in concepts:
        for answer, share in concept.answers.items():
            answers[answer] = max(share, answers.get(answer, 0.0))
    is_object = any(concept.kind == "object" for concept in concepts)
    return Unit(
        text=span.word,
        weight=max(concept.weight for concept in concepts),
        cost=max(concept.cost for concept in concepts),
        concepts=answers,
        is_object=is_object,
        is_foreign=is_object
        and vocabulary.concepts.isdisjoint(answers)
        and span.word not in vocabulary.held,
    )


def _between(text: str, lexicon: Lexicon, vocabulary: QueryVocabulary) -> Iterator[Unit]:
    for run in _TOKEN.findall(text):
        for word, tag in cutter().tag(run):
            concepts = lexicon.words.get(word)
            if concepts is not None:
                unit = _known(Span(0, len(word), word, concepts), lexicon, vocabulary)
                if unit:
                    yield unit
            elif len(word) > 1:
                yield _plain(word, tag, vocabulary)


def _plain(word: str, tag: str, vocabulary: QueryVocabulary) -> Unit:
    weight = vocabulary.weight(word)
    if weight:
        return Unit(word, weight, weight, {}, is_object=len(word) > 2)
    is_noun = tag[:1] in "nijl" or not is_han(word[0])
    cost = UNKNOWN_NOUN if is_noun and tag != "nr" else UNKNOWN_WORD
    return Unit(word, cost, cost, {})


def _forgiving(units: list[Unit]) -> list[Unit]:
    """A long story with many unknown words may cost no more than `MOST_UNKNOWN`."""
    unknown = sum(unit.cost for unit in units if _is_plain(unit))
    if unknown <= MOST_UNKNOWN:
        return units
    scale = MOST_UNKNOWN / unknown
    return [replace(unit, cost=unit.cost * scale) if _is_plain(unit) else unit for unit in units]


def _is_plain(unit: Unit) -> bool:
    return not unit.concepts and not unit.is_object


def _without_repeats(units: list[Unit]) -> list[Unit]:
    """Said twice is meant once: 房子 ... 房产 counts as one house."""
    kept: list[Unit] = []
    for unit in sorted(units, key=lambda each: -each.weight):
        main = _main(unit)
        if main is None or all(main != _main(other) for other in kept):
            kept.append(unit)
    return kept


def _main(unit: Unit) -> str | None:
    return next(iter(unit.concepts), unit.noise)


def _combined(units: list[Unit], lexicon: Lexicon) -> Iterator[Unit]:
    present = frozenset(
        concept for unit in units for concept, share in unit.concepts.items() if share == 1.0
    )
    for combination in lexicon.combinations:
        if combination.all <= present:
            answers = dict(combination.then)
            weight = max(lexicon.concepts[each].weight for each in answers)
            yield Unit("", weight, 0.0, answers, is_object=True)


@functools.cache
def _denials() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(wording()["denied_before"]), re.compile(wording()["denied_after"])


def without_denied(text: str, lexicon: Lexicon) -> str:
    """A normalised query without the matter that it says it is not about.

    不是护照,是身份证 and 要身份证,不是护照 both ask for the 身份证; 不是本地人 denies no matter.
    """
    before, after = _denials()
    found = before.search(text)
    if found and lexicon.names_matter(found["meant"]):
        return f"{text[: found.start()]} {found['meant']}".strip()
    found = after.search(text)
    if found and all(map(lexicon.names_matter, (found["denied"], text[: found.start()]))):
        return text[: found.start()].strip()
    return text


@functools.cache
def _forgery() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(wording()["forgery"]), re.compile(wording()["not_forgery"])


def asks_for_forgery(text: str) -> bool:
    """Whether a normalised query asks for a false document."""
    wanted, unless = _forgery()
    compact = text.replace(" ", "")
    return bool(wanted.search(compact)) and not unless.search(compact)
