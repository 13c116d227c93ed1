"""What waits for the caller's department, page by page, and how much of it."""

from collections.abc import Sequence

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from mobile_api.cases.counter.queue.duties import WAITING
from mobile_api.cases.counter.queue.schemas import (
    ClaimView,
    QueueCounts,
    QueueLine,
    QueuePage,
    QueueQuery,
    StatusCount,
    Whose,
)
from mobile_api.cases.models import Case, CaseClaim
from mobile_api.cases.numbers import is_case_number
from mobile_api.cases.scope import scoped
from mobile_api.cases.states import CaseStatus
from mobile_api.cases.status.views import queue_entries
from mobile_api.cases.words import WORDS
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff
from mobile_api.shared.database import fetch
from mobile_api.shared.http.pagination import page_of, sorted_after
from mobile_api.shared.json_columns import read_each
from mobile_api.shared.text.identity_numbers import normalised


async def queue_page(caller: Staff, asked: QueueQuery) -> QueuePage:
    """The cases of the caller's department, longest waiting first. Raises InvalidInput (cursor)."""
    query = sorted_after(_asked(caller, asked), "touched_at", asked.cursor)
    found = await read_each(query.limit(asked.limit + 1))
    page, cursor = page_of(found, asked.limit, at=lambda case: case.touched_at)
    entries, unreadable = await queue_entries(page)
    claims, due = await claims_of(caller, page), {case.id: case.due_on for case in page}
    lines = [
        QueueLine(**dict(one), due_on=due[one.id], claim=claims.get(one.id)) for one in entries
    ]
    return QueuePage(cases=lines, unreadable=unreadable, next_cursor=cursor)


def _asked(caller: Staff, asked: QueueQuery) -> QuerySet[Case]:
    query = scoped(caller)
    if asked.number:
        number = normalised(asked.number)
        return query.filter(number=number) if is_case_number(number) else query.filter(id__in=[])
    if asked.status:
        query = query.filter(status=asked.status)
    elif asked.whose is not Whose.mine:
        query = query.filter(status__in=WAITING)
    if asked.whose is Whose.mine:
        query = query.filter(claim__staff_id=caller.staff_id)
    elif asked.whose is Whose.free:
        query = query.filter(Q(claim__id=None) | Q(claim__staff__is_active=False))
    if asked.item_key:
        query = query.filter(item_key=asked.item_key)
    return query.filter(due_on__lte=asked.due_by) if asked.due_by else query


async def claims_of(caller: Staff, cases: Sequence[Case]) -> dict[object, ClaimView]:
    """By the id of its case, who works on it; a member who has left works on nothing."""
    found = CaseClaim.filter(case_id__in=[one.id for one in cases], staff__is_active=True)
    return {
        one.case_id: ClaimView(
            staff_id=one.staff_id,
            name=one.staff.display_name,
            is_mine=one.staff_id == caller.staff_id,
            claimed_at=one.claimed_at,
        )
        for one in await found.select_related("staff")
    }


_COUNTS = """
SELECT status, count(*) AS waiting, count(*) FILTER (WHERE due_on < $2) AS overdue
FROM case_file WHERE department_key = $1 AND number IS NOT NULL AND status = ANY($3::text[])
GROUP BY status
"""
_CLAIMED = """
SELECT f.status, count(*) AS claimed, count(*) FILTER (WHERE c.staff_id = $2) AS mine
FROM case_claim c JOIN case_file f ON f.id = c.case_id JOIN staff_member s ON s.id = c.staff_id
WHERE f.department_key = $1 AND s.is_active GROUP BY f.status
"""


async def queue_counts(caller: Staff) -> QueueCounts:
    """How much waits in the caller's department; its cost grows with what waits, not with what is
    over."""
    wanted = sorted(one.value for one in WAITING)
    rows = await fetch(_COUNTS, caller.department_key, clock.today(), wanted)
    claimed = {
        row["status"]: row for row in await fetch(_CLAIMED, caller.department_key, caller.staff_id)
    }
    counted = {row["status"]: row for row in rows}
    return QueueCounts(
        mine=sum(row["mine"] for row in claimed.values()),
        statuses=[
            _count(CaseStatus(one), counted[one], claimed.get(one))
            for one in wanted
            if one in counted
        ],
    )


def _count(status: CaseStatus, row: dict[str, int], claimed: dict[str, int] | None) -> StatusCount:
    return StatusCount(
        status=status,
        status_name=WORDS.statuses[status],
        waiting=row["waiting"],
        overdue=row["overdue"],
        free=row["waiting"] - (claimed["claimed"] if claimed else 0),
    )
