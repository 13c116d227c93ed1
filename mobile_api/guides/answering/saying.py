"""What is asked of a guide and what is said of it."""

from dataclasses import dataclass
from enum import StrEnum

from mobile_api.guides.answering.elsewhere import OtherCity
from mobile_api.guides.catalogue.places import Counter, ServiceHall
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.search.documents import DocumentKind
from mobile_api.guides.search.emergencies import Emergency
from mobile_api.guides.search.engine import Hit
from mobile_api.guides.search.questions import AskedAbout, Topic


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and, where it announces one, the list under it."""

    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GuideAsked:
    """A guide with the windows that handle it, and what is asked of it."""

    guide: ServiceGuide
    question: AskedAbout
    places: tuple[tuple[Counter, ServiceHall], ...]


class AnswerOutcome(StrEnum):
    """What a question came to."""

    ANSWERED = "answered"
    CARD = "card"
    NOT_PUBLISHED = "not_published"
    WHICH_ITEM = "which_item"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Source:
    """The guide or theme that an answer was taken from, in this catalogue version."""

    id: str
    name: str
    version: int
    kind: DocumentKind = "item"


@dataclass(frozen=True, slots=True)
class TopicTold:
    """What is told of one more topic: a sentence, and where it announces one the list under it."""

    topic: Topic
    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComposedAnswer:
    """One short sentence for people, perhaps a list under it, and where it comes from.

    `topics` are those that were asked for, in that order; `text` and `lines` answer the first,
    `more` the others. `phone` is whom to call when the answer is missing; `choices` the items to
    choose from. In danger `ordinary` is what would have been answered otherwise. `elsewhere` is
    another city that was named.
    """

    outcome: AnswerOutcome
    text: str
    lines: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    more: tuple[TopicTold, ...] = ()
    source: Source | None = None
    phone: str | None = None
    choices: tuple[Hit, ...] = ()
    emergency: Emergency | None = None
    ordinary: "ComposedAnswer | None" = None
    elsewhere: OtherCity | None = None

    @property
    def topic(self) -> Topic | None:
        """The first that was asked for."""
        return next(iter(self.topics), None)
