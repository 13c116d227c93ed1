"""Bodies that say how far a case is on its way, and what its applicant may do now."""

from mobile_api.cases.shapes import ActionKey, ProgressKey, ProgressState
from mobile_api.shared.http.schema import AnswerBody


class ProgressStep(AnswerBody):
    """One step of the way of a case."""

    key: ProgressKey
    name: str
    state: ProgressState
    state_name: str


class NextAction(AnswerBody):
    """What an applicant may do with a case; `is_awaited`: it goes no further before that is done.

    `text` says what it means; where it is not possible now, `reason` says why.
    """

    key: ActionKey
    name: str
    text: str
    is_awaited: bool
    is_possible: bool
    reason: str | None
