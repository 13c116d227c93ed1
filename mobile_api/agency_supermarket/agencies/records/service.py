"""Records of agencies: read for lists, armed when something changed, written when counted."""

from collections.abc import Sequence
from uuid import UUID

from mobile_api.agency_supermarket.agencies.records.models import AgencyRecord
from mobile_api.agency_supermarket.agencies.records.schemas import (
    OnTimeShare,
    RatedBy,
    RecordView,
)
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.ids import new_id

_ARM = """
INSERT INTO agency_record (id, agency_id, due_at) VALUES ($1, $2, $3)
ON CONFLICT (agency_id) DO UPDATE SET due_at = excluded.due_at, attempts = 0
"""
# Those that offer something; there is one record for all that an agency offers.
_ARM_UNCOUNTED = """
INSERT INTO agency_record (id, agency_id, due_at)
SELECT gen_random_uuid(), offered.agency_id, $1
FROM (SELECT DISTINCT agency_id FROM agency_service) AS offered
WHERE NOT EXISTS (SELECT 1 FROM agency_record AS known WHERE known.agency_id = offered.agency_id)
LIMIT 1000 ON CONFLICT (agency_id) DO NOTHING
"""
_NO_RATING = "还没有评价"
_TOO_FEW_RATINGS = "评价不足{least}条"
_NOTHING_FINISHED = "还没有完成的合同"
_TOO_FEW_FINISHED = "已完成的合同不足{least}份"


async def records_of(agency_ids: Sequence[UUID]) -> dict[UUID, AgencyRecord]:
    """By agency; one that was never counted is not there."""
    found = await AgencyRecord.filter(agency_id__in=list(agency_ids))
    return {one.agency_id: one for one in found}


async def arm(agency_id: UUID) -> None:
    """Something in it has changed: it is counted anew by the worker."""
    await fetch(_ARM, new_id(), agency_id, clock.now())
    await wake(AgencyRecord._meta.db_table)


async def begin_records() -> int:
    """Agencies that have no record yet get one that is due: those from before there were records,
    and new ones, some of many at a time. Answers 0: the rest has time until the next look."""
    await fetch(_ARM_UNCOUNTED, clock.now())
    return 0


def record_view(found: AgencyRecord | None) -> RecordView:
    """`found` None: nothing is known yet."""
    one = found or AgencyRecord()
    return RecordView(on_time=_on_time(one), rating=_rating(one))


def _on_time(one: AgencyRecord) -> OnTimeShare:
    percent = None
    if not one.finished:
        text = _NOTHING_FINISHED
    elif not one.on_time_rank:
        text = _TOO_FEW_FINISHED.format(least=one.least_finished)
    else:
        # Down, so that 100% is said of nobody who was late.
        percent = one.on_time * 100 // one.finished
        text = f"{one.finished}份合同,按时完成{percent}%"
    return OnTimeShare(finished=one.finished, on_time=one.on_time, percent=percent, text=text)


def _rating(one: AgencyRecord) -> RatedBy:
    average = None
    if not one.votes:
        text = _NO_RATING
    elif not one.rating_rank:
        text = _TOO_FEW_RATINGS.format(least=one.least_votes)
    else:
        average = one.average / 100
        text = f"{average:.2f}分,{one.votes}条评价"
    return RatedBy(votes=one.votes, average=average, text=text)
