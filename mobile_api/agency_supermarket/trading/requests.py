"""Bodies and queries of the board's routes; money in 分 (1/100 yuan)."""

import re
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints
from pydantic_core import PydanticCustomError

from mobile_api.agency_supermarket.trading.states import NoticeKind, ProjectStatus, TradingClass
from mobile_api.enterprises.schemas import SocialCreditCode
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import RequestBody

MOST_FEN = 10**14
Title = Annotated[str, StringConstraints(min_length=4, max_length=120)]
BodyName = Annotated[str, StringConstraints(min_length=2, max_length=100)]
RecordAddress = Annotated[str, StringConstraints(min_length=10, max_length=500)]


class LinkRequest(RequestBody):
    """A file or a status in the system of record."""

    title: Annotated[str, StringConstraints(min_length=2, max_length=60)]
    url: RecordAddress


class NoticeRequest(RequestBody):
    """A notice as it is drafted; giving it again replaces it while it is a draft.

    `amount_fen`: of a tender its budget (or the least that is asked), of a result the price of the
    deal, of a change what takes the place of either. `changes`: the notice that a change is about.
    """

    kind: NoticeKind
    title: Title
    text: Annotated[str, StringConstraints(min_length=4, max_length=8000)]
    closes_at: AwareDatetime | None = None
    amount_fen: int | None = Field(None, ge=1, le=MOST_FEN, strict=True)
    winner_name: BodyName | None = None
    changes: UUID | None = None
    links: list[LinkRequest] = Field(default_factory=list, max_length=20)


class PublishNoticeRequest(RequestBody):
    """Which version of a draft its publisher has read."""

    version: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class ProjectRequest(RequestBody):
    """A project as it is drafted: for whom, by whom, and where its system of record is."""

    trading_class: TradingClass
    title: Title
    buyer_name: BodyName
    buyer_code: SocialCreditCode | None = None
    agent_name: BodyName | None = None
    agent_code: SocialCreditCode | None = None
    record_url: RecordAddress | None = None


class DeskProjectsQuery(RequestBody):
    """The desk's projects in a status, the newest first."""

    status: ProjectStatus = ProjectStatus.draft
    cursor: str | None = None
    limit: PageSize = 20


class ProjectsQuery(RequestBody):
    """Which projects; `words` are looked for in titles of the last twelve months."""

    trading_class: TradingClass | None = None
    status: ProjectStatus | None = None
    words: Annotated[str, StringConstraints(min_length=2, max_length=40)] | None = None
    cursor: str | None = None
    limit: PageSize = 20


class NoticesQuery(RequestBody):
    """Which notices, the newest first."""

    trading_class: TradingClass | None = None
    kind: NoticeKind | None = None
    cursor: str | None = None
    limit: PageSize = 20


class FeedQuery(RequestBody):
    """Of one class alone, or of all four."""

    trading_class: TradingClass | None = None


_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


def monday_of(week: str) -> date:
    """The first day of an ISO week. Raises ValueError for what is none between 2004 and 2999."""
    found = _WEEK.fullmatch(week)
    if found is None or not 2004 <= int(found[1]) <= 2999:
        raise ValueError("no such week")
    return date.fromisocalendar(int(found[1]), int(found[2]), 1)


def _week(week: str) -> str:
    try:
        monday_of(week)
    except ValueError:
        text = "没有这一周,请按“2026-W48”的写法填写年份和周次。"
        raise PydanticCustomError("no_such_week", text) from None
    return week


class WeekQuery(RequestBody):
    """Which ISO week (Monday to Sunday in China); this one without words."""

    week: Annotated[str, AfterValidator(_week)] | None = None
