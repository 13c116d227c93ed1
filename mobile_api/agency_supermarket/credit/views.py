"""Shapes the credit of an agency for those who look at it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.states import SANCTION_NAMES
from mobile_api.agency_supermarket.credit import queries
from mobile_api.agency_supermarket.credit.answering import kind_of, may_object, may_repair
from mobile_api.agency_supermarket.credit.models import (
    CreditEffect,
    CreditEntry,
    CreditRepair,
    CreditYear,
)
from mobile_api.agency_supermarket.credit.rules import RULES
from mobile_api.agency_supermarket.credit.schemas import (
    CreditEntryView,
    CreditQuery,
    CreditQueue,
    CreditQueueQuery,
    CreditTask,
    CreditView,
    DeskWork,
    EffectView,
    OwnCreditView,
    OwnEntryView,
    RepairView,
    YearView,
)
from mobile_api.agency_supermarket.credit.states import EffectOutcome, LiftedBy
from mobile_api.enterprises.queries import enterprise_by_id
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of
from mobile_api.shared.callers import Staff
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown

_LIFTED = {
    LiftedBy.objection: "异议成立,不予记分",
    LiftedBy.sanction_lifted: "处理决定已撤销,不予记分",
    LiftedBy.uncounted: "评价经核实不计分,不予记分",
    LiftedBy.extended: "采购人已同意延期,不予记分",
    LiftedBy.repair: "已完成信用修复",
}
_OUTCOMES = {
    EffectOutcome.ordered: "已作出处理",
    EffectOutcome.dismissed: "不予处理",
    EffectOutcome.recovered: "信用分已恢复,不再处理",
}
_WAITING = "等待陈述申辩和决定"


async def public_view(agency: Agency, asked: CreditQuery) -> CreditView:
    """What anybody may know."""
    found = await queries.entries_of(agency.id, asked)
    page, cursor = page_of(found, asked.limit, at=lambda one: one.entered_at)
    entries, unreadable = shown(page, lambda one: CreditEntryView(**_entry(one)))
    return CreditView(
        **await _known(agency), entries=entries, unreadable=unreadable, next_cursor=cursor
    )


async def own_view(agency: Agency, asked: CreditQuery) -> OwnCreditView:
    """What its own people and the desk see."""
    found = await queries.entries_of(agency.id, asked)
    page, cursor = page_of(found, asked.limit, at=lambda one: one.entered_at)
    by_entry: dict[UUID, list[CreditRepair]] = defaultdict(list)
    for repair in await queries.repairs_of(page):
        by_entry[repair.entry_id].append(repair)
    entries, unreadable = shown(page, lambda one: _own_entry(one, by_entry[one.id]))
    effects, more = shown(await queries.effects_of(agency.id), effect_view)
    return OwnCreditView(
        **await _known(agency),
        entries=entries,
        effects=effects,
        unreadable=unreadable + more,
        next_cursor=cursor,
    )


async def _known(agency: Agency) -> dict[str, Any]:
    today = clock.today()
    score = (await queries.scores_of([agency.id], today))[agency.id]
    grade = RULES.here().grades.on(today).of(score)
    return {
        "agency_id": agency.id,
        "agency_name": (await enterprise_by_id(agency.enterprise_id)).name,
        "on": today,
        "score": score,
        "grade": grade.grade,
        "grade_name": grade.name,
        "years": [_year(one) for one in await queries.years_of(agency.id)],
    }


def _year(one: CreditYear) -> YearView:
    grades = RULES.here().grades.on(clock.today())
    return YearView(
        year=one.year, score=one.score, grade=one.grade, grade_name=grades.named(one.grade)
    )


def _entry(one: CreditEntry) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "kind_name": kind_of(one).name,
        "points": one.points,
        "reason": one.reason,
        "entered_at": one.entered_at,
        "counts_from": one.counts_from,
        "told_until": one.told_until,
        "counts_until": one.counts_until,
        "counts_now": one.counts_from <= clock.today() <= one.counts_until,
        "objected": one.objected_at is not None,
        "answer": one.answer,
        "lifted_by": one.lifted_by,
        "lifted_name": _LIFTED[one.lifted_by] if one.lifted_at else "",
    }


def _own_entry(one: CreditEntry, repairs: Sequence[CreditRepair]) -> OwnEntryView:
    today = clock.today()
    waits = any(repair.decided_at is None for repair in repairs)
    most = RULES.here().repairs.on(today).amount
    asks = may_repair(one, today) and not waits and len(repairs) < most
    can = [name for name, may in (("object", may_object(one, today)), ("repair", asks)) if may]
    return OwnEntryView(
        **_entry(one),
        reference=one.reference,
        objection=one.objection,
        object_by=one.object_by,
        repair_from=one.repair_from,
        repairs=[_repair(repair) for repair in repairs],
        can=can,
    )


def _repair(one: CreditRepair) -> RepairView:
    return RepairView(
        id=one.id,
        statement=one.statement,
        asked_at=one.asked_at,
        answer_by=one.answer_by,
        granted=one.granted,
        reason=one.reason,
    )


def effect_view(one: CreditEffect) -> EffectView:
    """What too few points led to, or may lead to."""
    waits = one.decided_at is None and one.stated_at is None
    return EffectView(
        id=one.id,
        kind=one.kind,
        kind_name=SANCTION_NAMES[one.kind],
        score=one.score,
        below=one.below,
        opened_at=one.opened_at,
        hear_by=one.hear_by,
        statement=one.statement,
        outcome=one.outcome,
        outcome_name=_OUTCOMES[one.outcome] if one.decided_at else _WAITING,
        reason=one.reason,
        can=["state"] if waits and clock.today() <= one.hear_by else [],
    )


async def queue(caller: Staff, asked: CreditQueueQuery) -> CreditQueue:
    """One page of one kind of work. Raises NotAtTheDesk."""
    size, at = asked.limit, queries.waits_since
    if asked.what is DeskWork.objections:
        entries, cursor = page_of(await queries.objections(caller, asked), size, at=at)
        days = {one.id: await _answer_by(one) for one in entries}
        tasks, unreadable = shown(entries, lambda one: _objection_task(one, days[one.id]))
    elif asked.what is DeskWork.repairs:
        asking, cursor = page_of(await queries.repairs(caller, asked), size, at=at)
        tasks, unreadable = shown(asking, _repair_task)
    else:
        effects, cursor = page_of(await queries.hearings(caller, asked), size, at=at)
        tasks, unreadable = shown(effects, _hearing_task)
    return CreditQueue(tasks=tasks, unreadable=unreadable, next_cursor=cursor)


async def _answer_by(one: CreditEntry) -> date:
    since = clock.beijing_date(queries.waits_since(one))
    return await last_day_of(RULES.here().answer.on(since).limit, since)


def _objection_task(one: CreditEntry, answer_by: date) -> CreditTask:
    return CreditTask(
        what=DeskWork.objections,
        id=one.id,
        agency_id=one.agency_id,
        agency_name=one.agency.enterprise.name,
        title=f"对“{kind_of(one).name}”记分({one.points:+d})的异议",
        text=one.objection,
        waits_since=queries.waits_since(one),
        answer_by=answer_by,
    )


def _repair_task(one: CreditRepair) -> CreditTask:
    return CreditTask(
        what=DeskWork.repairs,
        id=one.id,
        agency_id=one.entry.agency_id,
        agency_name=one.entry.agency.enterprise.name,
        title=f"对“{kind_of(one.entry).name}”记分({one.entry.points:+d})的修复申请",
        text=one.statement,
        waits_since=queries.waits_since(one),
        answer_by=one.answer_by,
    )


def _hearing_task(one: CreditEffect) -> CreditTask:
    return CreditTask(
        what=DeskWork.hearings,
        id=one.id,
        agency_id=one.agency_id,
        agency_name=one.agency.enterprise.name,
        title=f"信用分{one.score},低于{one.below},拟{SANCTION_NAMES[one.kind]}",
        text=one.statement,
        waits_since=queries.waits_since(one),
        answer_by=one.hear_by,
    )
