"""Bodies of the counter's routes."""

from pydantic import Field

from mobile_api.cases.shapes import FaultTarget, Key, Sentence
from mobile_api.cases.states import CaseStatus, DecisionOutcome
from mobile_api.cases.status.schemas import QueueEntry
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, RequestBody


class CorrectionFault(RequestBody):
    """One fault, said so that the applicant knows what to do."""

    target: FaultTarget
    key: Key = Field(examples=["photo"])
    reason: Sentence = Field(examples=["照片模糊,看不清文字。"])
    advice: Sentence = Field(examples=["请在光线充足处重新拍摄,四角完整、文字清晰。"])


class CorrectionRequest(RequestBody):
    """一次性告知: every fault of the case at once."""

    faults: list[CorrectionFault] = Field(min_length=1, max_length=100)


class DecisionRequest(RequestBody):
    """The decision; a refusal needs a reason (行政许可法 38)."""

    outcome: DecisionOutcome
    reason: Sentence | None = None


class QueueQuery(RequestBody):
    """The counter's queue, oldest first."""

    status: CaseStatus = CaseStatus.submitted
    cursor: str | None = Field(None, max_length=300)
    limit: PageSize = 20


class QueuePage(AnswerBody):
    """A page of the queue."""

    cases: list[QueueEntry]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None
