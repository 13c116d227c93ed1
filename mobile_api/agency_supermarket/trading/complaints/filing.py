"""投诉 by anybody who is signed in, within the days of the law; and taken back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.trading.complaints.history import COMPLAINT_LOG, move
from mobile_api.agency_supermarket.trading.complaints.models import (
    BiddingComplaint,
    ComplaintFile,
)
from mobile_api.agency_supermarket.trading.complaints.schemas import (
    ComplaintRequest,
    ComplaintsQuery,
    OwnComplaintsQuery,
)
from mobile_api.agency_supermarket.trading.complaints.scope import (
    complaints_at_the_desk,
    locked_complaint,
    own_complaints,
)
from mobile_api.agency_supermarket.trading.complaints.states import OPEN_COMPLAINTS, WITHDRAW
from mobile_api.agency_supermarket.trading.errors import (
    ComplaintThere,
    ComplaintTooLate,
    NoticeNotFound,
    TooManyComplaints,
    TooManyComplaintsToday,
)
from mobile_api.agency_supermarket.trading.models import TradingNotice, TradingProject
from mobile_api.agency_supermarket.trading.publishing import rules_of
from mobile_api.agency_supermarket.trading.rules import RULES
from mobile_api.agency_supermarket.trading.scope import public_notices, public_projects
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.clock import end_of, start_of
from mobile_api.shared.database import fetch, one_at_a_time
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.history import writing
from mobile_api.shared.history.moves import actor_of
from mobile_api.shared.http.pagination import sorted_after
from mobile_api.shared.json_columns import read_each
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.shared.serial_numbers import next_number
from uploads.service import clean_files

_COUNTS = """
SELECT status, outcome, count(*) AS complaints, count(*) FILTER (WHERE is_overdue) AS overdue
FROM bidding_complaint
WHERE received_at >= $1 AND received_at < $2 AND status <> 'withdrawn'
GROUP BY status, outcome
"""


async def complain(caller: Citizen, given: ComplaintRequest) -> BiddingComplaint:
    """A new complaint about a published notice.

    Raises NoticeNotFound, ComplaintTooLate, ComplaintThere (one's own about that project is under
    way), TooManyComplaints, TooManyComplaintsToday, and what `uploads.service.clean_files` raises.
    """
    notice = await public_notices().get_or_none(id=given.notice_id)
    if notice is None:
        raise NoticeNotFound()
    project = await public_projects().get(id=notice.project_id)
    await _check_in_time(project, notice)
    await one_at_a_time(f"complaints of {caller.person_id}")
    await _check_room(caller, project)
    paths = [f"/file_ids/{place}" for place in range(len(given.file_ids))]
    files = await clean_files(caller.key, given.file_ids, paths=paths)
    complaint = await _create(caller, project, given)
    await ComplaintFile.bulk_create(
        ComplaintFile(complaint_id=complaint.id, file_id=one.id) for one in files
    )
    text = "收到投诉。"
    await writing.append(COMPLAINT_LOG, complaint, "receive", actor_of(caller), public_text=text)
    await wake(BiddingComplaint._meta.db_table)
    return complaint


async def _check_in_time(project: TradingProject, notice: TradingNotice) -> None:
    published = notice.published_at or notice.drafted_at
    last = await last_day_of(rules_of(project).complaint.limit, clock.beijing_date(published))
    if clock.today() > last:
        raise ComplaintTooLate()


async def _check_room(caller: Citizen, project: TradingProject) -> None:
    today = clock.today()
    # Also those taken back: each costs the desk a look, and a number.
    begun = start_of(today)
    filed = await own_complaints(caller).filter(received_at__gte=begun).count()
    if filed >= RULES.here().complaints_a_day.on(today).amount:
        raise TooManyComplaintsToday()
    under_way = own_complaints(caller).filter(status__in=OPEN_COMPLAINTS)
    if await under_way.filter(project_id=project.id).exists():
        raise ComplaintThere()
    if await under_way.count() >= RULES.here().open_complaints.on(today).amount:
        raise TooManyComplaints()


async def _create(
    caller: Citizen, project: TradingProject, given: ComplaintRequest
) -> BiddingComplaint:
    now, region = clock.now(), SETTINGS.here().region_code
    today = clock.beijing_date(now)
    review_by = await last_day_of(RULES.here().complaint_review.on(today).limit, today)
    return await BiddingComplaint.create(
        number="C" + await next_number("trading_sequence", region, today),
        project_id=project.id,
        notice_id=given.notice_id,
        person_id=caller.person_id,
        text=given.text,
        received_at=now,
        review_by=review_by,
        due_at=end_of(review_by),
    )


async def withdraw(caller: Citizen, complaint_id: UUID) -> BiddingComplaint:
    """Raises ComplaintNotFound, ComplaintMoveNotAllowed."""
    complaint = await locked_complaint(own_complaints(caller), complaint_id)
    now = clock.now()
    await move(complaint, WITHDRAW, actor_of(caller), "投诉人撤回投诉。", ended_at=now, due_at=None)
    return complaint


async def complaints_of(caller: Citizen, asked: OwnComplaintsQuery) -> Sequence[BiddingComplaint]:
    """`limit + 1` of one's own, the newest first."""
    found = own_complaints(caller)
    found = sorted_after(found, "-received_at", asked.cursor)
    ordered = found.prefetch_related("project")
    return await read_each(ordered.limit(asked.limit + 1))


async def queue(caller: Staff, asked: ComplaintsQuery) -> Sequence[BiddingComplaint]:
    """`limit + 1` in a status, the longest waiting first. Raises NotAtTheDesk."""
    found = complaints_at_the_desk(caller).filter(status=asked.status)
    found = sorted_after(found, "received_at", asked.cursor)
    ordered = found.prefetch_related("project")
    return await read_each(ordered.limit(asked.limit + 1))


async def counts_of(year: int) -> Sequence[Mapping[str, Any]]:
    """By status and outcome, without those taken back: `complaints`, and of them `overdue`."""
    first, last = start_of(date(year, 1, 1)), start_of(date(year + 1, 1, 1))
    return await fetch(_COUNTS, first, last)
