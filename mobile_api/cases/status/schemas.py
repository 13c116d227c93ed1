"""Bodies of the case routes."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from mobile_api.cases.clocks import Light
from mobile_api.cases.rules import ClockKind
from mobile_api.cases.shapes import FaultTarget
from mobile_api.cases.states import ActorKind, CaseStatus, DeliveryKind, Holder
from mobile_api.cases.status.guidance import NextAction, ProgressStep
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, AsTyped, RequestBody
from uploads.models import FileState


class PageView(AnswerBody):
    """One page of a material: `state` says how far the file is, `message` what that means.

    `media_type` is known once it is clean: what a phone can open depends on it.
    """

    file_id: UUID
    state: FileState
    message: str
    media_type: str | None


class MaterialView(AnswerBody):
    """One material of the case and the pages given for it."""

    key: str
    name: str
    is_required: bool
    is_uploaded_by_applicant: bool
    file_ids: list[UUID]
    pages: list[PageView]


class FaultView(AnswerBody):
    """One fault of a correction notice."""

    target: FaultTarget
    key: str
    name: str
    reason: str
    advice: str


class CorrectionView(AnswerBody):
    """补正通知."""

    round: int
    issued_at: Instant
    answer_by: date | None
    faults: list[FaultView]


class ClockView(AnswerBody):
    """A limit: which one, till when, and how it stands."""

    kind: ClockKind
    name: str
    started_on: date
    ended_on: date | None
    due_on: date
    is_provisional: bool
    light: Light
    working_days_left: int


class PostalLeg(AnswerBody):
    """The postal leg of a case."""

    waybill_number: str | None
    state: str
    state_name: str
    updated_at: Instant | None


class CaseSummary(AnswerBody):
    """One line of a list."""

    id: UUID
    number: str | None
    item_key: str
    item_name: str
    enterprise_id: UUID | None
    status: CaseStatus
    status_name: str
    holder: Holder
    holder_name: str
    touched_at: Instant


class CaseContent(CaseSummary):
    """A case in full; in the form, numbers and what comes from the account are masked.

    `version` stands for status and content; sent as `If-Match`, a change is refused with
    `case_changed` when somebody else changed the case meanwhile.
    """

    version: str
    guide_version: int
    situation: dict[str, str]
    for_whom: str | None
    form: dict[str, str]
    delivery_kind: DeliveryKind | None
    materials: list[MaterialView]
    correction: CorrectionView | None
    clocks: list[ClockView]
    parcel: PostalLeg | None
    outcome: str | None
    reason: str | None
    remedy: str | None
    submitted_at: Instant | None
    accepted_at: Instant | None


class CaseView(CaseContent):
    """A case as its owner sees it. Masked values that are sent back as they are change nothing.

    `next_actions`: what it waits for first.
    """

    progress: list[ProgressStep]
    next_actions: list[NextAction]


class CaseFullDetails(AnswerBody):
    """The form as it was filled in, unmasked; every look is an audited act."""

    form: dict[str, str]


class CasePage(AnswerBody):
    """A page of cases."""

    cases: list[CaseSummary]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None


class CaseListQuery(RequestBody):
    """Paging of one's own cases."""

    cursor: str | None = Field(None, max_length=300)
    limit: PageSize = 20


class EventView(AnswerBody):
    """One fact of the history."""

    sequence: int
    kind: str
    actor_kind: ActorKind
    status_after: CaseStatus
    at: Instant
    text: str
    hash: str


class HistoryView(AnswerBody):
    """The whole history and whether its chain of hashes is unbroken."""

    number: str | None
    is_intact: bool
    events: list[EventView]


class StatusQuestion(RequestBody):
    """Anonymous query: the number and the last six characters of the applicant's ID number."""

    number: Annotated[str, AsTyped] = Field(
        min_length=21, max_length=30, examples=["99990020261121000001N"]
    )
    id_number_tail: Annotated[str, AsTyped] = Field(
        min_length=6, max_length=12, examples=["01001X"]
    )


class StatusStep(AnswerBody):
    """One public line of the history."""

    at: Instant
    text: str


class StatusAnswer(AnswerBody):
    """What anyone with number and second factor may know: no names, no materials."""

    number: str
    item_name: str
    status: CaseStatus
    status_name: str
    holder: Holder
    due_on: date | None
    due_name: str | None
    is_provisional: bool
    remedy: str | None
    parcel: PostalLeg | None
    steps: list[StatusStep]


class QueueEntry(AnswerBody):
    """One case in the queue, names masked."""

    id: UUID
    number: str
    item_name: str
    applicant_masked: str
    status: CaseStatus
    holder: Holder
    correction_round: int
    waiting_since: Instant
    light: Light | None


class FullApplicant(AnswerBody):
    """Personal details and the form, unmasked; every look is an audited act.

    Of an enterprise, `name` is its own; number and phone are those of the clerk.
    """

    name: str
    id_number: str
    phone: str
    social_credit_code: str
    clerk_name: str
    form: dict[str, str]
