"""What people read on the pages of public trading: the board, and their own complaints."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from mobile_api.agency_supermarket.experts.panels.schemas import PanelView
from mobile_api.agency_supermarket.trading import panels, queries, views
from mobile_api.agency_supermarket.trading.complaints import filing
from mobile_api.agency_supermarket.trading.complaints import views as complaints
from mobile_api.agency_supermarket.trading.complaints.schemas import (
    ComplaintCounts,
    ComplaintPage,
    ComplaintView,
    OwnComplaintsQuery,
)
from mobile_api.agency_supermarket.trading.complaints.scope import own_complaints
from mobile_api.agency_supermarket.trading.errors import (
    ComplaintNotFound,
    NoticeNotFound,
    ProjectNotFound,
)
from mobile_api.agency_supermarket.trading.requests import NoticesQuery as NoticesQuery
from mobile_api.agency_supermarket.trading.requests import ProjectsQuery as ProjectsQuery
from mobile_api.agency_supermarket.trading.requests import WeekQuery as WeekQuery
from mobile_api.agency_supermarket.trading.requests import monday_of as monday_of
from mobile_api.agency_supermarket.trading.schemas import (
    NoticeLine,
    NoticePage,
    ProjectPage,
    ProjectView,
    TradingWeek,
)
from mobile_api.agency_supermarket.trading.scope import public_notices, public_projects
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown


@dataclass(frozen=True, slots=True)
class ProjectShown:
    """A project with its notices, and every panel that was asked for it."""

    project: ProjectView
    panels: Sequence[PanelView]


async def project_list(asked: ProjectsQuery) -> ProjectPage:
    """Raises InvalidInput (cursor)."""
    found = await queries.projects(asked)
    page, cursor = page_of(found, asked.limit, at=queries.announced_at)
    lines, unreadable = shown(page, views.summary)
    return ProjectPage(projects=lines, unreadable=unreadable, next_cursor=cursor)


async def notice_list(asked: NoticesQuery) -> NoticePage:
    """Raises InvalidInput (cursor)."""
    found = await queries.notices(asked)
    page, cursor = page_of(found, asked.limit, at=queries.out_at)
    lines, unreadable = shown(page, views.line)
    return NoticePage(notices=lines, unreadable=unreadable, next_cursor=cursor)


async def project_shown(project_id: UUID) -> ProjectShown:
    """Raises ProjectNotFound."""
    found = await public_projects().get_or_none(id=project_id)
    if found is None:
        raise ProjectNotFound()
    return ProjectShown(await views.view(found), await panels.of(found))


async def notice_line(notice_id: UUID) -> NoticeLine:
    """Raises NoticeNotFound."""
    found = await public_notices().get_or_none(id=notice_id)
    if found is None:
        raise NoticeNotFound()
    return views.line(found)


async def week_shown(week: str | None) -> TradingWeek:
    """This week without words."""
    return await views.week(week or f"{clock.today():%G-W%V}")


async def is_first_week(week: str) -> bool:
    """Whether nothing was published before it."""
    begins, _ = queries.instants_of(week)
    return not await public_notices().filter(published_at__lt=begins).exists()


async def complaint_counts() -> ComplaintCounts:
    """Of this year."""
    return await complaints.counts(clock.today().year)


async def own_complaint_list(caller: Citizen, asked: OwnComplaintsQuery) -> ComplaintPage:
    """Raises InvalidInput (cursor)."""
    found = await filing.complaints_of(caller, asked)
    page, cursor = page_of(found, asked.limit, at=lambda one: one.received_at)
    lines, unreadable = shown(page, complaints.line)
    return ComplaintPage(complaints=lines, unreadable=unreadable, next_cursor=cursor)


async def own_complaint(caller: Citizen, complaint_id: UUID) -> ComplaintView:
    """Raises ComplaintNotFound."""
    found = await own_complaints(caller).get_or_none(id=complaint_id)
    if found is None:
        raise ComplaintNotFound()
    return await complaints.view(found, is_own=True)
