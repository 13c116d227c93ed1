"""The board of public trading for everybody: projects, one of them, notices, a week."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.showing.trading.queries import (
    NoticesQuery,
    ProjectsQuery,
    WeekQuery,
    complaint_counts,
    is_first_week,
    monday_of,
    notice_list,
    project_list,
    project_shown,
    week_shown,
)
from mobile_api.agency_supermarket.trading.errors import ProjectNotFound
from mobile_api.agency_supermarket.trading.states import (
    CLASS_NAMES,
    KIND_NAMES,
    PROJECT_STATUS_NAMES,
    PUBLIC_PROJECTS,
)
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.frame.rendering import HTML, page
from mobile_api.web.frame.requests import address, with_query

BOARD = "/market/trading"
NOTICES, WEEK = f"{BOARD}/notices", f"{BOARD}/week"
_FEED = "/api/v1/market/trading/feed"
_SHORTEST = 2
_TOO_SHORT = "请至少写两个字。现在显示的是全部项目。"
_Link = tuple[str, str, bool]


class ProjectsPageQuery(ProjectsQuery):
    """Which projects, and whatever else stands in the link; `words` as they were typed."""

    model_config = ConfigDict(extra="ignore")

    words: str | None = None


class NoticesPageQuery(NoticesQuery):
    """Which notices, and whatever else stands in the link."""

    model_config = ConfigDict(extra="ignore")


class WeekPageQuery(WeekQuery):
    """Which week, and whatever else stands in the link."""

    model_config = ConfigDict(extra="ignore")


def _chips(
    path: str, asked: BaseModel, name: str, names: Iterable[tuple[StrEnum, str]]
) -> list[_Link]:
    """All, or one of them, with what else is asked for; a list begins anew."""
    chosen = getattr(asked, name)
    kept = asked.model_dump(mode="json", exclude_defaults=True, exclude={"cursor", name})
    every = [("全部", with_query(path, kept), chosen is None)]
    return every + [
        (told, with_query(path, kept | {name: one.value}), chosen is one) for one, told in names
    ]


def _further(path: str, asked: BaseModel, cursor: str | None) -> str | None:
    return address(path, asked.model_copy(update={"cursor": cursor})) if cursor else None


@endpoint("网页:公共资源交易项目", caller=Anyone, query=ProjectsPageQuery, media=HTML)
async def show_projects(request: Request, query: ProjectsPageQuery) -> HTTPResponse:
    words = (query.words or "").strip()[:40]
    is_short = 0 < len(words) < _SHORTEST
    query = query.model_copy(update={"words": None if is_short else words or None})
    found = await project_list(query)
    statuses = [one for one in PROJECT_STATUS_NAMES.items() if one[0] in PUBLIC_PROJECTS]
    return page(
        request,
        "trading.html",
        address(BOARD, query),
        found=found,
        words=words,
        problem=_TOO_SHORT if is_short else "",
        kept=query.model_dump(mode="json", include={"trading_class", "status"}, exclude_none=True),
        classes=_chips(BOARD, query, "trading_class", CLASS_NAMES.items()),
        statuses=_chips(BOARD, query, "status", statuses),
        counts=await complaint_counts(),
        further=_further(BOARD, query, found.next_cursor),
    )


@endpoint("网页:一个交易项目", caller=Anyone, media=HTML, errors=(ProjectNotFound,))
async def show_project(request: Request, project_id: UUID) -> HTTPResponse:
    found = await project_shown(project_id)
    return page(
        request,
        "trading_project.html",
        f"{BOARD}/projects/{project_id}",
        project=found.project,
        panels=found.panels,
    )


@endpoint("网页:公共资源交易公告", caller=Anyone, query=NoticesPageQuery, media=HTML)
async def show_notices(request: Request, query: NoticesPageQuery) -> HTTPResponse:
    found = await notice_list(query)
    chosen = {"trading_class": query.trading_class.value} if query.trading_class else {}
    return page(
        request,
        "trading_notices.html",
        address(NOTICES, query),
        found=found,
        classes=_chips(NOTICES, query, "trading_class", CLASS_NAMES.items()),
        kinds=_chips(NOTICES, query, "kind", KIND_NAMES.items()),
        feed=with_query(_FEED, chosen),
        further=_further(NOTICES, query, found.next_cursor),
    )


@endpoint("网页:公共资源交易周报", caller=Anyone, query=WeekPageQuery, media=HTML)
async def show_week(request: Request, query: WeekPageQuery) -> HTTPResponse:
    found = await week_shown(query.week)
    before = monday_of(found.week) - timedelta(days=7)
    is_first = await is_first_week(found.week)
    return page(
        request,
        "trading_week.html",
        address(WEEK, query),
        found=found,
        # Nobody pages through the weeks of a board that was not there yet.
        before="" if is_first else with_query(WEEK, {"week": f"{before:%G-W%V}"}),
    )
