"""Shapes the board for those who look at it."""

from datetime import timedelta
from typing import Any

from mobile_api.agency_supermarket.trading import queries
from mobile_api.agency_supermarket.trading.history import events_of, version_of
from mobile_api.agency_supermarket.trading.models import TradingNotice, TradingProject
from mobile_api.agency_supermarket.trading.publishing import saved
from mobile_api.agency_supermarket.trading.requests import monday_of
from mobile_api.agency_supermarket.trading.schemas import (
    ClassWeek,
    NoticeDraftView,
    NoticeLine,
    NoticeLink,
    NoticeView,
    ProjectDraftView,
    ProjectFact,
    ProjectLine,
    ProjectView,
    TradingWeek,
)
from mobile_api.agency_supermarket.trading.scope import notices_of
from mobile_api.agency_supermarket.trading.states import (
    CLASS_NAMES,
    KIND_NAMES,
    OPEN_PROJECTS,
    PROJECT_STATUS_NAMES,
    NoticeKind,
    NoticeStatus,
    ProjectStatus,
    TradingClass,
)
from mobile_api.shared.callers import Staff
from mobile_api.shared.json_columns import shown


def line(notice: TradingNotice) -> NoticeLine:
    return NoticeLine(**_line(notice))


def _line(notice: TradingNotice) -> dict[str, Any]:
    return {
        "id": notice.id,
        "project_id": notice.project_id,
        "number": notice.number,
        "trading_class": notice.trading_class,
        "class_name": CLASS_NAMES[notice.trading_class],
        "kind": notice.kind,
        "kind_name": KIND_NAMES[notice.kind],
        "title": notice.title,
        "amount_fen": notice.amount_fen,
        "saved_fen": notice.saved_fen,
        "winner_name": notice.winner_name,
        "closes_at": notice.closes_at,
        "published_at": notice.published_at,
    }


def _notice(notice: TradingNotice, numbers: dict[Any, str | None]) -> dict[str, Any]:
    return _line(notice) | {
        "text": notice.text,
        "links": [NoticeLink(title=one.title, url=one.url) for one in notice.links],
        "changes": numbers.get(notice.changes_id),
        "sha256": notice.sha256,
    }


def summary(project: TradingProject) -> ProjectLine:
    return ProjectLine(**_summary(project))


def _summary(project: TradingProject) -> dict[str, Any]:
    deal = project.deal_fen
    return {
        "id": project.id,
        "number": project.number,
        "trading_class": project.trading_class,
        "class_name": CLASS_NAMES[project.trading_class],
        "title": project.title,
        "buyer_name": project.buyer_name,
        "agent_name": project.agent_name,
        "status": project.status,
        "status_name": status_name(project),
        "budget_fen": project.budget_fen,
        "deal_fen": deal,
        "saved_fen": None if deal is None else saved(project, deal),
        "winner_name": project.winner_name,
        "closes_at": project.closes_at,
        "published_at": project.published_at,
    }


def status_name(project: TradingProject) -> str:
    """In words, with what the clock has done to it meanwhile."""
    is_over = project.status in OPEN_PROJECTS and project.is_over
    return PROJECT_STATUS_NAMES[ProjectStatus.closed if is_over else project.status]


async def view(project: TradingProject) -> ProjectView:
    """One project, as anybody sees it."""
    return ProjectView(**await _view(project))


async def _view(project: TradingProject) -> dict[str, Any]:
    published = await notices_of(project.id)
    numbers = {one.id: one.number for one in published}
    history = await events_of(project.id)
    return _summary(project) | {
        "record_url": project.record_url,
        "shown_until": project.shown_until,
        "notices": [NoticeView(**_notice(one, numbers)) for one in published],
        "history": [ProjectFact(at=event.at, text=event.public_text) for event in history],
    }


async def desk_view(project: TradingProject, caller: Staff) -> ProjectDraftView:
    """One project with its drafts, as the desk sees it."""
    drafts = [
        one for one in await notices_of(project.id, drafts=True) if one.status is NoticeStatus.draft
    ]
    views = [await draft_view(project, one, caller) for one in drafts]
    return ProjectDraftView(**await _view(project), drafts=views)


async def draft_view(
    project: TradingProject, notice: TradingNotice, caller: Staff
) -> NoticeDraftView:
    """A notice in whatever state, as the desk sees it."""
    numbers = {one.id: one.number for one in await notices_of(project.id)}
    wrote = (*notice.written_by, *project.written_by * (notice.kind is NoticeKind.tender))
    is_draft = notice.status is NoticeStatus.draft
    return NoticeDraftView(
        **_notice(notice, numbers),
        status=notice.status,
        changes_id=notice.changes_id,
        may_publish=is_draft and caller.staff_id not in wrote,
        version=version_of(project, notice),
    )


async def week(named: str) -> TradingWeek:
    """What one ISO week came to."""
    sums = await queries.sums_of_week(named)
    found = await queries.of_week(named)
    classes = [_class(one, sums) for one in TradingClass]
    first = monday_of(named)
    newest = found[: queries.MOST_OF_WEEK]
    lines, unreadable = shown(newest, line)
    return TradingWeek(
        week=named,
        first_day=first,
        last_day=first + timedelta(days=6),
        classes=classes,
        results=sum(one.results for one in classes),
        deal_fen=sum(one.deal_fen for one in classes),
        saved_fen=sum(one.saved_fen for one in classes),
        notices=lines,
        unreadable=unreadable,
        more=len(found) > len(newest),
    )


def _class(trading_class: TradingClass, sums: Any) -> ClassWeek:
    def of(kind: NoticeKind, what: str) -> int:
        row = sums.get((trading_class.value, kind.value))
        return int(row[what]) if row else 0

    return ClassWeek(
        trading_class=trading_class,
        class_name=CLASS_NAMES[trading_class],
        tenders=of(NoticeKind.tender, "notices"),
        changes=of(NoticeKind.change, "notices"),
        results=of(NoticeKind.result, "notices"),
        terminated=of(NoticeKind.terminated, "notices"),
        budget_fen=of(NoticeKind.tender, "amount"),
        deal_fen=of(NoticeKind.result, "amount"),
        saved_fen=of(NoticeKind.result, "saved"),
    )
