"""Bodies of the queue's routes."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from mobile_api.cases.shapes import Key
from mobile_api.cases.states import CaseStatus
from mobile_api.cases.status.schemas import QueueEntry
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, RequestBody


class Whose(StrEnum):
    """Which cases of the department: all, those that nobody has claimed, one's own claims."""

    all = "all"
    free = "free"
    mine = "mine"


class QueueQuery(RequestBody):
    """The counter's queue, longest waiting first.

    `number`: the whole number of a case, whatever its status. `due_by`: what is due on that day or
    before, by what was told.
    """

    status: CaseStatus | None = None
    whose: Whose = Whose.all
    item_key: Key | None = None
    number: Annotated[str, Field(max_length=40)] | None = None
    due_by: date | None = None
    cursor: str | None = Field(None, max_length=300)
    limit: PageSize = 20


class ClaimView(AnswerBody):
    """Who works on a case now."""

    staff_id: UUID
    name: str
    is_mine: bool
    claimed_at: Instant


class QueueLine(QueueEntry):
    """One case of the queue. `due_on` is by when somebody has to act, as it was told."""

    due_on: date | None
    claim: ClaimView | None


class QueuePage(AnswerBody):
    """A page of the queue."""

    cases: list[QueueLine]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None


class StatusCount(AnswerBody):
    """How many cases of the department wait in a status; `overdue`: their day is over."""

    status: CaseStatus
    status_name: str
    waiting: int
    free: int
    overdue: int


class QueueCounts(AnswerBody):
    """`mine`: how many the caller has claimed."""

    mine: int
    statuses: list[StatusCount]


class NextRequest(RequestBody):
    """Of which item; of any where it is not said."""

    item_key: Key | None = None


class HandToRequest(RequestBody):
    """To which colleague a claim goes."""

    staff_id: UUID
