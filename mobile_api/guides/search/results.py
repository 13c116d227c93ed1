"""What a search answers with."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from mobile_api.guides.search.concepts import Lexicon
from mobile_api.guides.search.documents import DocumentKind
from mobile_api.guides.search.emergencies import Emergency
from mobile_api.guides.search.query import Unit
from mobile_api.guides.search.ranking import Match
from mobile_api.guides.search.voices.characters import in_common


class SearchOutcome(StrEnum):
    """What a search came to; the API answers each in its own way."""

    FOUND = "found"
    NOTHING = "nothing"
    EMERGENCY = "emergency"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer. `why`: the words of its name or aliases that the query met, or else of its other
    texts; none where only a matter is meant that both call differently."""

    kind: DocumentKind
    id: str
    name: str
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits in order. `total`: how many are worth showing, also beyond the limit.

    `understood_as` is the corrected query when the typed one was pinyin or misspelt.
    `reading` is the query as it was read to find them, told or not; what nothing was found for,
    as it was typed.
    `perhaps`: so little speaks for the hits that they are offered as a question.
    `notice` is `forgery` when a false document was asked for: then nothing is offered.
    """

    outcome: SearchOutcome
    hits: tuple[Hit, ...] = ()
    total: int = 0
    emergency: Emergency | None = None
    understood_as: str | None = None
    reading: str = ""
    perhaps: bool = False
    notice: Literal["forgery"] | None = None


def hit_of(found: Match, telling: str, lexicon: Lexicon) -> Hit:
    """What a match is shown as; `telling` is the reading that found it, without its fillers."""
    document = found.indexed.document
    why = _words_of_units(found, lexicon) or in_common(telling, found.indexed)
    return Hit(document.kind, document.id, document.name, round(found.score, 3), why)


def _words_of_units(found: Match, lexicon: Lexicon) -> tuple[str, ...]:
    names = found.indexed.names
    words: dict[str, None] = {}
    for unit in found.units:
        if unit.text and unit.text in names:
            words[unit.text] = None
        else:
            words.update(dict.fromkeys(_words_met(unit, names, lexicon)))
    return tuple(words)


def _words_met(unit: Unit, names: str, lexicon: Lexicon) -> Iterator[str]:
    for concept in unit.concepts:
        met = [word for word in lexicon.concepts[concept].words if word in names]
        if met:
            yield max(met, key=len)
            return


def told_as_typed(result: SearchResult, typed: str) -> SearchResult:
    """Who has lost somebody is not told what else that is called."""
    hits = (
        replace(hit, why=tuple(word for word in hit.why if word in typed)) for hit in result.hits
    )
    return replace(result, hits=tuple(hits), understood_as=None)
