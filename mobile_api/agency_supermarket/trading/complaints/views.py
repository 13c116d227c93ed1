"""Shapes complaints: for their authors, for the desk, and as numbers for everybody."""

from typing import Any

from mobile_api.agency_supermarket.trading.complaints import filing
from mobile_api.agency_supermarket.trading.complaints.history import events_of
from mobile_api.agency_supermarket.trading.complaints.models import (
    BiddingComplaint,
    ComplaintFile,
)
from mobile_api.agency_supermarket.trading.complaints.schemas import (
    ComplaintCounts,
    ComplaintFact,
    ComplaintLine,
    ComplaintView,
)
from mobile_api.agency_supermarket.trading.complaints.states import (
    COMPLAINT_OUTCOME_NAMES,
    COMPLAINT_STATUS_NAMES,
    OPEN_COMPLAINTS,
    ComplaintOutcome,
    ComplaintStatus,
)


def line(complaint: BiddingComplaint) -> ComplaintLine:
    """`project` is fetched."""
    return ComplaintLine(**_line(complaint))


def _line(complaint: BiddingComplaint) -> dict[str, Any]:
    outcome = complaint.outcome
    return {
        "id": complaint.id,
        "number": complaint.number,
        "project_id": complaint.project_id,
        "project_title": complaint.project.title,
        "status": complaint.status,
        "status_name": COMPLAINT_STATUS_NAMES[complaint.status],
        "received_at": complaint.received_at,
        "review_by": complaint.review_by,
        "decide_by": complaint.decide_by,
        "is_overdue": complaint.is_overdue,
        "outcome": outcome,
        "outcome_name": COMPLAINT_OUTCOME_NAMES[outcome] if outcome else "",
    }


async def view(complaint: BiddingComplaint, *, is_own: bool) -> ComplaintView:
    """One complaint, as its author or the desk sees it."""
    await complaint.fetch_related("project")
    files = await ComplaintFile.filter(complaint_id=complaint.id).order_by("id")
    history = await events_of(complaint.id)
    return ComplaintView(
        **_line(complaint),
        notice_id=complaint.notice_id,
        text=complaint.text,
        file_ids=[one.file_id for one in files],
        reply=complaint.reply,
        history=[ComplaintFact(at=event.at, text=event.public_text) for event in history],
        can=["withdraw"] if is_own and complaint.status in OPEN_COMPLAINTS else [],
    )


async def counts(year: int) -> ComplaintCounts:
    """What anybody may know of the complaints of a year."""
    rows = await filing.counts_of(year)
    by_status: dict[str, int] = {}
    by_outcome: dict[str, int] = {}
    for row in rows:
        by_status[row["status"]] = by_status.get(row["status"], 0) + row["complaints"]
        if row["outcome"]:
            by_outcome[row["outcome"]] = row["complaints"]
    return ComplaintCounts(
        year=year,
        received=sum(by_status.values()),
        under_way=sum(by_status.get(one.value, 0) for one in OPEN_COMPLAINTS),
        refused=by_status.get(ComplaintStatus.refused.value, 0),
        not_upheld=by_outcome.get(ComplaintOutcome.not_upheld.value, 0),
        rectified=by_outcome.get(ComplaintOutcome.rectified.value, 0),
        penalties=by_outcome.get(ComplaintOutcome.penalty.value, 0),
        overdue=sum(row["overdue"] for row in rows),
    )
