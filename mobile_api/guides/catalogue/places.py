"""Halls, counters and the words about them: the part of a catalogue that the centre shows."""

import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from mobile_api.guides.catalogue.elements import (
    Element,
    Key,
    Name,
    RegionCode,
    TelephoneNumber,
    Text,
)
from mobile_api.guides.catalogue.vocabulary import Labelled

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class ArticleKind(Labelled):
    """Kinds of published text."""

    NEWS = "news", "中心新闻"
    BULLETIN = "bulletin", "中心简报"
    ANNOUNCEMENT = "announcement", "公告公示"


class Phone(Element):
    """咨询电话 with what it is for."""

    number: TelephoneNumber
    purpose: Name


class MapPoint(Element):
    """A point of WeChat's map (GCJ-02 degrees)."""

    longitude: float = Field(ge=73, le=136)
    latitude: float = Field(ge=3, le=54)


class OpeningHours(Element):
    """办公时间 on some weekdays (1 Monday to 7 Sunday), local time."""

    weekdays: list[Annotated[int, Field(ge=1, le=7)]] = Field(min_length=1)
    opens: ClockTime
    closes: ClockTime


class HoursException(Element):
    """One date that differs: closed, or open at other hours."""

    on: datetime.date
    is_closed: bool
    opens: ClockTime | None = None
    closes: ClockTime | None = None
    reason: Text


class ServiceHall(Element):
    """政务大厅."""

    key: Key
    name: Name
    region_code: RegionCode
    address: Text
    transport: Text
    map_point: MapPoint
    phones: list[Phone] = Field(min_length=1)
    facilities: list[Name] = Field(default_factory=list)


class Counter(Element):
    """窗口: where a person goes, when it is open and who answers the phone."""

    key: Key
    name: Name
    hall: Key
    place: Name
    departments: list[Key] = Field(min_length=1)
    phones: list[Phone] = Field(min_length=1)
    hours: list[OpeningHours] = Field(min_length=1)
    open_on_holidays: bool = False
    exceptions: list[HoursException] = Field(default_factory=list)


class BoardFunction(Element):
    """One function of a board: a path of this service, or text to read."""

    key: Key
    name: Name
    path: Annotated[str, StringConstraints(pattern=r"^/[a-z0-9/_?=&-]*$")] | None = None
    text: Text | None = None


class Board(Element):
    """板块: 办事服务, 中心概况 or 互动交流."""

    key: Key
    name: Name
    functions: list[BoardFunction] = Field(min_length=1)


class Article(Element):
    """A piece of news, a bulletin or an announcement."""

    key: Key
    kind: ArticleKind
    title: Name
    published_on: datetime.date
    region_code: RegionCode
    issue: Name | None = None
    paragraphs: list[Text] = Field(min_length=1)
