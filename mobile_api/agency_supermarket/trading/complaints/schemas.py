"""Bodies of the complaints' routes, and what they answer."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from mobile_api.agency_supermarket.trading.complaints.states import (
    ComplaintOutcome,
    ComplaintStatus,
)
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, RequestBody

Reply = Annotated[str, StringConstraints(min_length=4, max_length=1000)]


class ComplaintRequest(RequestBody):
    """投诉: about which notice of a project, what is wrong with it, and what is asked for."""

    notice_id: UUID
    text: Annotated[str, StringConstraints(min_length=10, max_length=2000)]
    file_ids: list[UUID] = Field(default_factory=list, max_length=10)


class ComplaintReview(RequestBody):
    """受理或不予受理, with the reason that the complainant reads."""

    accepted: bool
    reply: Reply


class ComplaintDecision(RequestBody):
    """处理决定, with its reasons for the complainant."""

    outcome: ComplaintOutcome
    reply: Reply


class ComplaintsQuery(RequestBody):
    """Complaints in a status, the longest waiting first."""

    status: ComplaintStatus = ComplaintStatus.received
    cursor: str | None = None
    limit: PageSize = 20


class OwnComplaintsQuery(RequestBody):
    """One's own complaints, the newest first."""

    cursor: str | None = None
    limit: PageSize = 20


class ComplaintCountsQuery(RequestBody):
    """Of which year; this one without words."""

    year: int | None = Field(None, ge=2004, le=2999)


class ComplaintDetailsRequest(RequestBody):
    """Why a complaint is read; it stays in the audit trail."""

    reason: Annotated[str, StringConstraints(min_length=4, max_length=300)]


class ComplaintLine(AnswerBody):
    """A complaint in the desk's list: never who made it."""

    id: UUID
    number: str
    project_id: UUID
    project_title: str
    status: ComplaintStatus
    status_name: str
    received_at: Instant
    review_by: date
    decide_by: date | None
    is_overdue: bool
    outcome: ComplaintOutcome | None
    outcome_name: str


class ComplaintPage(AnswerBody):
    """The desk's list; `unreadable`: how many cannot be shown."""

    complaints: list[ComplaintLine]
    unreadable: int
    next_cursor: str | None


class ComplaintFact(AnswerBody):
    """One fact of the history."""

    at: Instant
    text: str


class ComplaintView(ComplaintLine):
    """One complaint, as its author and the desk see it."""

    notice_id: UUID
    text: str
    file_ids: list[UUID]
    reply: str
    history: list[ComplaintFact]
    can: list[str]


class ComplaintCounts(AnswerBody):
    """What became of the complaints that were received in a year."""

    year: int
    received: int
    under_way: int
    refused: int
    not_upheld: int
    rectified: int
    penalties: int
    overdue: int
