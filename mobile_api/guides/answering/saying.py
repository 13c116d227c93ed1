"""What is asked of a guide and what is said of it."""

from dataclasses import dataclass

from mobile_api.guides.catalogue.places import Counter, ServiceHall
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.search.questions import AskedAbout


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
