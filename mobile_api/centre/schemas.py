"""What the centre is asked with and answers with."""

import datetime
from typing import Annotated

from pydantic import Field

from mobile_api.centre.hours import DayHours
from mobile_api.guides.catalogue.service import (
    Article,
    ArticleKind,
    Board,
    Counter,
    Key,
    Phone,
    RegionCode,
    ServiceHall,
)
from mobile_api.shared.http.schema import AnswerBody, AsDay, RequestBody


class RegionQuery(RequestBody):
    """Narrow to the halls of one region."""

    region: RegionCode | None = None


class ArticleQuery(RequestBody):
    """Narrow to one kind of text or one region."""

    kind: ArticleKind | None = None
    region: RegionCode | None = None


_Day = Annotated[
    datetime.date,
    Field(ge=datetime.date(2000, 1, 1), le=datetime.date(2199, 12, 31)),
    AsDay,
]


class HoursQuery(RequestBody):
    """From which date, and for how many days; without a date from today."""

    first: _Day | None = None
    days: int = Field(7, ge=1, le=31)


class Boards(AnswerBody):
    """The three boards: 办事服务, 中心概况, 互动交流."""

    region_name: str
    provenance: str
    boards: list[Board]


class Halls(AnswerBody):
    """Service halls with their map points."""

    halls: list[ServiceHall]


class Counters(AnswerBody):
    """Counters with their hours and phones."""

    counters: list[Counter]


class PhoneEntry(AnswerBody):
    """A line of the phone book: whose phone it is, and where they sit."""

    owner: str
    place: str | None
    phones: list[Phone]


class PhoneBook(AnswerBody):
    """Halls first, then counters, then departments."""

    entries: list[PhoneEntry]


class CounterHours(AnswerBody):
    """The hours of one counter, day by day."""

    counter: Key
    name: str
    days: list[DayHours]


class ArticleList(AnswerBody):
    """Texts, the newest first."""

    articles: list[Article]
