"""What waits for the desk, as lines of one shape."""

from mobile_api.agency_supermarket.agencies.states import SANCTION_NAMES
from mobile_api.agency_supermarket.credit import queries
from mobile_api.agency_supermarket.credit.answering import kind_of
from mobile_api.agency_supermarket.credit.models import CreditEffect, CreditEntry, CreditRepair
from mobile_api.agency_supermarket.credit.rules import RULES
from mobile_api.agency_supermarket.credit.schemas import (
    CreditQueue,
    CreditQueueQuery,
    CreditTask,
    DeskWork,
)
from mobile_api.agency_supermarket.credit.service import last_day_of
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff
from mobile_api.shared.http.pagination import page_of


async def queue(caller: Staff, asked: CreditQueueQuery) -> CreditQueue:
    """One page of one kind of work. Raises NotAtTheDesk."""
    size, at = asked.limit, queries.waits_since
    if asked.what is DeskWork.objections:
        entries, cursor = page_of(await queries.objections(caller, asked), size, at=at)
        return CreditQueue(tasks=[await _objection(one) for one in entries], next_cursor=cursor)
    if asked.what is DeskWork.repairs:
        asking, cursor = page_of(await queries.repairs(caller, asked), size, at=at)
        return CreditQueue(tasks=[_repair(one) for one in asking], next_cursor=cursor)
    effects, cursor = page_of(await queries.hearings(caller, asked), size, at=at)
    return CreditQueue(tasks=[_hearing(one) for one in effects], next_cursor=cursor)


async def _objection(one: CreditEntry) -> CreditTask:
    since = clock.beijing_date(queries.waits_since(one))
    return CreditTask(
        what=DeskWork.objections,
        id=one.id,
        agency_id=one.agency_id,
        agency_name=one.agency.enterprise.name,
        title=f"对“{kind_of(one).name}”记分({one.points:+d})的异议",
        text=one.objection,
        waits_since=queries.waits_since(one),
        answer_by=await last_day_of(RULES.here().answer.on(since), since),
    )


def _repair(one: CreditRepair) -> CreditTask:
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


def _hearing(one: CreditEffect) -> CreditTask:
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
