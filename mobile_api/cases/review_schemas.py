"""Bodies of the counter's routes."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from mobile_api.cases.clocks import Light
from mobile_api.cases.schemas import CaseView, FaultTarget, Key, Sentence
from mobile_api.cases.states import CaseStatus, Holder
from mobile_api.shared.clock import Instant
from mobile_api.shared.pagination import PageSize
from mobile_api.shared.schema import AnswerBody, RequestBody
from wechat.content_models import CheckKind, CheckState


class Fault(RequestBody):
    """One fault, said so that the applicant knows what to do."""

    target: FaultTarget
    key: Key = Field(examples=["photo"])
    reason: Sentence = Field(examples=["照片模糊,看不清文字。"])
    advice: Sentence = Field(examples=["请在光线充足处重新拍摄,四角完整、文字清晰。"])


class CorrectionRequest(RequestBody):
    """一次性告知: every fault of the case at once."""

    faults: list[Fault] = Field(min_length=1, max_length=100)


class ReasonRequest(RequestBody):
    """An act that must be given a reason."""

    reason: Sentence = Field(examples=["核对申请人身份"])


class DecisionOutcome(StrEnum):
    """办理决定."""

    approved = "approved"
    refused = "refused"


class DecisionRequest(RequestBody):
    """The decision; a refusal needs a reason (行政许可法 38)."""

    outcome: DecisionOutcome
    reason: Sentence | None = None


class QueueQuery(RequestBody):
    """The counter's queue, oldest first."""

    status: CaseStatus = CaseStatus.submitted
    cursor: str | None = Field(None, max_length=300)
    limit: PageSize = 20


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


class QueuePage(AnswerBody):
    """A page of the queue."""

    cases: list[QueueEntry]
    next_cursor: str | None


class ContentFlag(AnswerBody):
    """WeChat did not let this pass; look at it yourself. It decides nothing.

    `unavailable`: WeChat could not tell. `label_name` is WeChat's word for what it suspects.
    """

    key: str = Field(description="Key of the form field or material.")
    name: str
    kind: CheckKind
    state: CheckState
    label_name: str | None


class StaffCaseView(CaseView):
    """A case as the counter sees it: personal values masked."""

    applicant_masked: str
    id_number_masked: str
    phone_masked: str
    content_flags: list[ContentFlag]


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
