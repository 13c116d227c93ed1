"""Bodies of the credit routes."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from mobile_api.agency_supermarket.agencies.states import SanctionKind
from mobile_api.agency_supermarket.credit.states import CreditKind, EffectOutcome, LiftedBy
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, Day, RequestBody

_Reason = Annotated[str, StringConstraints(min_length=4, max_length=300)]
_Statement = Annotated[str, StringConstraints(min_length=4, max_length=1000)]


class EntryRequest(RequestBody):
    """记分 by the desk: `reference` is the number of the paper that proves it."""

    kind: CreditKind
    reason: _Reason
    reference: Annotated[str, StringConstraints(min_length=4, max_length=80)]


class CreditObjection(RequestBody):
    """What an agency says against an entry, once."""

    text: _Statement


class CreditAnswer(RequestBody):
    """The desk's answer; with `upheld` the entry never counted."""

    upheld: bool
    answer: _Reason


class RepairRequest(RequestBody):
    """信用修复: what was done about it; `file_id` is the proof, uploaded before."""

    statement: _Statement
    file_id: UUID


class RepairDecision(RequestBody):
    """With `granted` the entry counts no longer; `reason` is told to the agency."""

    granted: bool
    reason: _Reason


class HearingStatement(RequestBody):
    """陈述申辩."""

    text: _Statement


class EffectDecision(RequestBody):
    """Whether to `order` what is proposed; a suspension needs its last day."""

    order: bool
    reason: _Reason
    last_day: Day | None = None


class CreditQuery(RequestBody):
    """A page of entries, the newest first."""

    cursor: str | None = None
    limit: PageSize = 20


class DeskWork(StrEnum):
    """What waits for the desk."""

    objections = "objections"
    repairs = "repairs"
    hearings = "hearings"


class CreditQueueQuery(RequestBody):
    """Which work, the longest waiting first."""

    what: DeskWork = DeskWork.objections
    cursor: str | None = None
    limit: PageSize = 20


class CreditEntryView(AnswerBody):
    """An entry as anybody sees it: never what the agency said against it."""

    id: UUID
    kind: CreditKind
    kind_name: str
    points: int
    reason: str
    entered_at: Instant
    counts_from: date
    told_until: date
    counts_until: date
    counts_now: bool
    objected: bool
    answer: str
    lifted_by: LiftedBy | None
    lifted_name: str


class YearView(AnswerBody):
    """年度信用评价."""

    year: int
    score: int
    grade: str
    grade_name: str


class CreditView(AnswerBody):
    """The credit of an agency as anybody sees it today."""

    agency_id: UUID
    agency_name: str
    on: date
    score: int
    grade: str
    grade_name: str
    entries: list[CreditEntryView]
    years: list[YearView]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None


class RepairView(AnswerBody):
    """An application for repair."""

    id: UUID
    statement: str
    asked_at: Instant
    answer_by: date
    granted: bool | None
    reason: str


class OwnEntryView(CreditEntryView):
    """An entry as its agency and the desk see it, with what can be done till when."""

    reference: str
    objection: str
    object_by: date
    repair_from: date | None
    repairs: list[RepairView]
    can: list[str]


class EffectView(AnswerBody):
    """What too few points led to, or may lead to."""

    id: UUID
    kind: SanctionKind
    kind_name: str
    score: int
    below: int
    opened_at: Instant
    hear_by: date
    statement: str
    outcome: EffectOutcome | None
    outcome_name: str
    reason: str
    can: list[str]


class OwnCreditView(AnswerBody):
    """The credit of an agency as its own people and the desk see it."""

    agency_id: UUID
    agency_name: str
    on: date
    score: int
    grade: str
    grade_name: str
    entries: list[OwnEntryView]
    effects: list[EffectView]
    years: list[YearView]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None


class CreditTask(AnswerBody):
    """Something that waits for the desk: an objection, a repair or a hearing, by its `id`."""

    what: DeskWork
    id: UUID
    agency_id: UUID
    agency_name: str
    title: str
    text: str
    waits_since: Instant
    answer_by: date | None


class CreditQueue(AnswerBody):
    """The desk's work, the longest waiting first."""

    tasks: list[CreditTask]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None
