"""What a search answers with."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from mobile_api.guides.search.documents import DocumentKind
from mobile_api.guides.search.emergencies import Emergency


class SearchOutcome(StrEnum):
    """What a search came to; the API answers each in its own way."""

    FOUND = "found"
    NOTHING = "nothing"
    EMERGENCY = "emergency"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer. `why`: the words of its name or aliases that the query met."""

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
