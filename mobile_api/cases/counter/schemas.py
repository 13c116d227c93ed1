"""Bodies of the counter's routes."""

from pydantic import Field

from mobile_api.cases.content_checks import ContentFlag
from mobile_api.cases.counter.queue.schemas import ClaimView
from mobile_api.cases.shapes import CounterMove, FaultTarget, Key, Sentence
from mobile_api.cases.states import DecisionOutcome
from mobile_api.cases.status.schemas import CaseContent
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


class MoveOffered(AnswerBody):
    """A move from where the case stands. `follows`: what happens when it is made; `why_not`: why
    this member cannot make it now, empty where they can."""

    move: CounterMove
    name: str
    why_not: str | None
    follows: str


class StaffCaseView(CaseContent):
    """A case as the counter sees it: personal values masked. `claim`: who works on it now."""

    applicant_masked: str
    id_number_masked: str
    phone_masked: str
    content_flags: list[ContentFlag]
    claim: ClaimView | None
    moves: list[MoveOffered]
