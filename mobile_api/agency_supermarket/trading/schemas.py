"""What the board's routes answer; money in 分 (1/100 yuan)."""

from datetime import date
from uuid import UUID

from pydantic import Field

from mobile_api.agency_supermarket.trading.states import (
    NoticeKind,
    NoticeStatus,
    ProjectStatus,
    TradingClass,
)
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody


class NoticeLink(AnswerBody):
    """A file or a status in the system of record."""

    title: str
    url: str


class NoticeLine(AnswerBody):
    """A line of the board."""

    id: UUID
    project_id: UUID
    number: str | None
    trading_class: TradingClass
    class_name: str
    kind: NoticeKind
    kind_name: str
    title: str
    amount_fen: int | None
    saved_fen: int | None
    winner_name: str
    closes_at: Instant | None
    published_at: Instant | None


class NoticeView(NoticeLine):
    """One notice, with its words. `sha256` binds it into the history of its project."""

    text: str
    links: list[NoticeLink]
    changes: str | None
    sha256: str


class NoticeDraftView(NoticeView):
    """One notice as the desk sees it. `may_publish`: the caller wrote none of it.

    `version`: of all that would go out with it; whoever publishes it says which one they read.
    """

    status: NoticeStatus
    changes_id: UUID | None
    may_publish: bool
    version: str


class NoticePage(AnswerBody):
    """Notices, the newest first."""

    notices: list[NoticeLine]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None


class ProjectLine(AnswerBody):
    """A project in a list; `saved_fen`: saved, or in a class that earns gained."""

    id: UUID
    number: str | None
    trading_class: TradingClass
    class_name: str
    title: str
    buyer_name: str
    agent_name: str
    status: ProjectStatus
    status_name: str
    budget_fen: int | None
    deal_fen: int | None
    saved_fen: int | None
    winner_name: str
    closes_at: Instant | None
    published_at: Instant | None


class ProjectPage(AnswerBody):
    """Projects, the newest first."""

    projects: list[ProjectLine]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None


class ProjectFact(AnswerBody):
    """One fact of the history."""

    at: Instant
    text: str


class ProjectView(ProjectLine):
    """What anybody may know of a project."""

    record_url: str
    shown_until: date | None
    notices: list[NoticeView]
    history: list[ProjectFact]


class ProjectDraftView(ProjectView):
    """A project as the desk sees it, with its drafts."""

    drafts: list[NoticeDraftView]


class ClassWeek(AnswerBody):
    """One class in a week: how many notices of each kind, and the money of tenders and results."""

    trading_class: TradingClass
    class_name: str
    tenders: int
    changes: int
    results: int
    terminated: int
    budget_fen: int
    deal_fen: int
    saved_fen: int


class TradingWeek(AnswerBody):
    """A week of the board; the totals are those of all classes, `saved_fen` with what was gained.

    `notices` are the newest of the week, 100 at most; `more`: that there are others.
    """

    week: str
    first_day: date
    last_day: date
    classes: list[ClassWeek]
    results: int
    deal_fen: int
    saved_fen: int
    notices: list[NoticeLine]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    more: bool
