"""A notice goes out, by somebody who wrote none of it, and the project follows it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.trading import panels
from mobile_api.agency_supermarket.trading.drafting import changed_notice, check_draft
from mobile_api.agency_supermarket.trading.errors import NoticeFourEyes, NoticeNotReady
from mobile_api.agency_supermarket.trading.history import (
    TRADING_LOG,
    check_version,
    digest_of,
    move,
)
from mobile_api.agency_supermarket.trading.models import TradingNotice, TradingProject
from mobile_api.agency_supermarket.trading.rules import RULES, ClassRules
from mobile_api.agency_supermarket.trading.scope import locked_notice
from mobile_api.agency_supermarket.trading.states import (
    ANNOUNCE,
    CHANGE,
    CLOSE,
    CONCLUDE,
    CORRECT,
    KIND_NAMES,
    OPEN_PROJECTS,
    TERMINATE,
    NoticeKind,
    NoticeStatus,
    ProjectMove,
    ProjectStatus,
)
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of
from mobile_api.shared.callers import Staff
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.errors import FieldFault
from mobile_api.shared.history.moves import SYSTEM, actor_of
from mobile_api.shared.history.writing import check_allowed
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.shared.serial_numbers import next_number

PROJECTS = DueTable(
    model=TradingProject, lease=timedelta(minutes=1), at_once=1, claim_size=20, retry=OWN_WORK
)
_MOVES = {
    NoticeKind.tender: ANNOUNCE,
    NoticeKind.change: CHANGE,
    NoticeKind.result: CONCLUDE,
    NoticeKind.terminated: TERMINATE,
}
_TOO_SHORT = "公告期不足:截止日期最早为{day},请改晚后再发布。"
_CHANGE_TOO_LATE = "变更离截止太近,须同时把截止时间顺延到{day}或以后。"
_EARLIER = "截止时间只能延后,不能提前,请改晚。"
_OVER_BUDGET = "成交价高于预算(最高限价),请核对;确实超出的,应当终止。"
_BELOW_RESERVE = "成交价低于底价(起始价),请核对;确实低于的,应当终止。"
_ONLY_OPEN = "结果已经公布,更正公告不能再改截止时间,请去掉这一项。"
_ONLY_RESULT = "结果还没有公布,变更公告不写成交人,请去掉这一项。"


async def publish(
    caller: Staff, notice_id: UUID, seen: str
) -> tuple[TradingProject, TradingNotice]:
    """Publish a draft; the budget, deadline, deal and state of its project follow.

    `seen`: the version (`history.version_of`) that the caller has read. Raises NotAtTheDesk,
    NoticeNotFound, NoticePublished (somebody was first), NoticeFourEyes, NoticeChanged,
    ProjectMoveNotAllowed, PanelUnderWay, and NoticeNotReady with every fault.
    """
    project, notice = await locked_notice(caller, notice_id)
    check_draft(notice)
    _check_four_eyes(caller, project, notice)
    check_version(project, notice, seen)
    if project.status in OPEN_PROJECTS and project.is_over:
        # The worker is late; what it would do comes first all the same.
        await close(project)
    made = _move_of(project, notice)
    check_allowed(TRADING_LOG, project, made)
    await _check_ready(project, notice)
    await _go_out(project, notice)
    changes = await _changes(project, notice)
    said = {"notice": notice.number, "sha256": notice.sha256}
    text = f"发布{KIND_NAMES[notice.kind]} {notice.number},摘要 {notice.sha256}。"
    await move(project, made, actor_of(caller), text, said, **changes)
    await panels.follow(caller, project)
    await wake(TradingProject._meta.db_table)
    return project, notice


def _check_four_eyes(caller: Staff, project: TradingProject, notice: TradingNotice) -> None:
    is_first = notice.kind is NoticeKind.tender
    if caller.staff_id in (*notice.written_by, *(project.written_by if is_first else ())):
        raise NoticeFourEyes()


def _move_of(project: TradingProject, notice: TradingNotice) -> ProjectMove:
    if notice.kind is NoticeKind.change and project.status is ProjectStatus.result:
        return CORRECT
    return _MOVES[notice.kind]


async def _check_ready(project: TradingProject, notice: TradingNotice) -> None:
    faults = [*await _faults_of_deadline(project, notice), *_faults_of_money(project, notice)]
    if faults:
        raise NoticeNotReady(faults)
    if notice.kind is NoticeKind.result:
        await panels.check_drawn(project)


async def _faults_of_deadline(project: TradingProject, notice: TradingNotice) -> list[FieldFault]:
    rules = rules_of(project)
    if notice.kind is NoticeKind.tender:
        earliest = await last_day_of(rules.notice.limit)
        if notice.closes_at is None or clock.beijing_date(notice.closes_at) < earliest:
            text = _TOO_SHORT.format(day=earliest)
            return [FieldFault("/closes_at", "notice_too_short", text)]
        return []
    if notice.kind is not NoticeKind.change:
        return []
    if project.status is ProjectStatus.result:
        is_said = notice.closes_at is not None
        return [FieldFault("/closes_at", "closed_already", _ONLY_OPEN)] if is_said else []
    return await _faults_of_change(project, notice, await last_day_of(rules.change.limit))


async def _faults_of_change(
    project: TradingProject, notice: TradingNotice, earliest: date
) -> list[FieldFault]:
    faults = []
    closes_at = notice.closes_at or project.closes_at
    if closes_at is None or (project.closes_at is not None and closes_at < project.closes_at):
        faults.append(FieldFault("/closes_at", "earlier_than_told", _EARLIER))
    elif clock.beijing_date(closes_at) < earliest:
        text = _CHANGE_TOO_LATE.format(day=earliest)
        faults.append(FieldFault("/closes_at", "change_too_late", text))
    if notice.winner_name:
        faults.append(FieldFault("/winner_name", "no_result_yet", _ONLY_RESULT))
    return faults


def _faults_of_money(project: TradingProject, notice: TradingNotice) -> Iterator[FieldFault]:
    deal, budget = notice.amount_fen, project.budget_fen
    if not _is_deal(project, notice) or deal is None or budget is None:
        return
    money = rules_of(project).money
    if money == "spends" and deal > budget:
        yield FieldFault("/amount_fen", "over_budget", _OVER_BUDGET)
    if money == "earns" and deal < budget:
        yield FieldFault("/amount_fen", "below_reserve", _BELOW_RESERVE)


def _is_deal(project: TradingProject, notice: TradingNotice) -> bool:
    """Whether its amount is the price of the deal: of a result, or of what corrects one."""
    corrects = notice.kind is NoticeKind.change and project.status is ProjectStatus.result
    return notice.kind is NoticeKind.result or corrects


async def _go_out(project: TradingProject, notice: TradingNotice) -> None:
    now = clock.now()
    if project.number is None:
        day, region = clock.beijing_date(now), SETTINGS.here().region_code
        project.number = "T" + await next_number("trading_sequence", region, day)
    if notice.kind is NoticeKind.result and notice.amount_fen is not None:
        notice.saved_fen = saved(project, notice.amount_fen)
    notice.number = f"{project.number}-{project.notice_count + 1:02}"
    notice.status, notice.published_at = NoticeStatus.published, now
    notice.sha256 = digest_of(project, notice)
    await notice.save(update_fields=["number", "status", "published_at", "saved_fen", "sha256"])


async def _changes(project: TradingProject, notice: TradingNotice) -> dict[str, Any]:
    """The columns of the project that this notice changes."""
    changes: dict[str, Any] = {"notice_count": project.notice_count + 1}
    if notice.kind is NoticeKind.tender:
        changes |= {"number": project.number, "published_at": notice.published_at}
    if notice.closes_at is not None:
        changes |= {"closes_at": notice.closes_at, "due_at": notice.closes_at}
    if notice.amount_fen is not None:
        column = "deal_fen" if _is_deal(project, notice) else "budget_fen"
        changes[column] = notice.amount_fen
    if notice.winner_name:
        changes["winner_name"] = notice.winner_name
    if notice.kind is NoticeKind.terminated:
        changes["due_at"] = None
    if notice.kind is NoticeKind.result:
        changes["shown_until"] = await last_day_of(rules_of(project).shown.limit)
    if notice.changes_id is not None:
        await changed_notice(project, notice.changes_id)
    return changes


def saved(project: TradingProject, deal_fen: int) -> int | None:
    """What a deal saves against the budget, or gains above the reserve; None without a budget."""
    if project.budget_fen is None:
        return None
    difference: int = project.budget_fen - deal_fen
    return difference if rules_of(project).money == "spends" else -difference


def rules_of(project: TradingProject) -> ClassRules:
    """Those of its class on the day on which it was announced, or of today before."""
    day = clock.beijing_date(project.published_at) if project.published_at else clock.today()
    return RULES.here().classes.on(day).of(project.trading_class)


async def close(project: TradingProject) -> None:
    """截止: no more offers. Raises ProjectMoveNotAllowed."""
    await move(project, CLOSE, SYSTEM, "截止时间已到,等待结果。", due_at=None)


async def run_out(held: Held[TradingProject]) -> str:
    """The deadline of a project has come, if it was not moved meanwhile."""
    async with in_transaction():
        project = await held.locked()
        if project.status not in OPEN_PROJECTS:
            await held.record(due_at=None)
            return "over_before"
        if not project.is_over:
            await held.record(due_at=project.closes_at)
            return "later"
        await held.record(due_at=None)
        project.due_at = None
        await close(project)
        return "closed"
