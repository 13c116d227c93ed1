"""Bodies of the custody log, for the counter of either city and for the person."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from mobile_api.addresses.schemas import Line
from mobile_api.handoff.custody.words import has_number
from mobile_api.handoff.states import CustodyPlace, CustodyStep, HandoffSide, PaperFound, ReturnedTo
from mobile_api.handoff.wire.custody import MOST_PAPERS
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody, RequestBody
from notifications.post.schemas import WaybillNumber


class StaffStep(StrEnum):
    """What staff write; the rest is the carrier's word."""

    collected = "collected"
    sealed = "sealed"
    posted = "posted"
    received = "received"
    returned = "returned"
    handed_over = "handed_over"
    lost = "lost"
    corrected = "corrected"


def _without_number(name: str) -> str:
    if has_number(name):
        raise PydanticCustomError(
            "paper_number_told", "只写证件或材料的名称,不要写上面的号码,请删去号码。"
        )
    return name


PaperName = Annotated[
    Line, StringConstraints(min_length=2, max_length=30), AfterValidator(_without_number)
]


class GivenPaper(RequestBody):
    """A paper that was taken: a material of the guide by `key`, or any other by `name`."""

    key: str | None = Field(None, max_length=64, examples=["old-passport"])
    name: PaperName | None = Field(None, examples=["户口簿"])
    count: int = Field(ge=1, le=99)


class PaperFinding(RequestBody):
    """How a paper of the envelope was found; `name` as the log has it."""

    name: str = Field(min_length=1, max_length=40)
    found: PaperFound


# What a step needs, and what it may have besides; `note` goes with every one.
_NEEDS: Final[Mapping[StaffStep, frozenset[str]]] = {
    StaffStep.collected: frozenset({"papers"}),
    StaffStep.sealed: frozenset(),
    StaffStep.posted: frozenset({"waybill_number"}),
    StaffStep.received: frozenset({"findings"}),
    StaffStep.returned: frozenset({"waybill_number", "to"}),
    StaffStep.handed_over: frozenset(),
    StaffStep.lost: frozenset({"note"}),
    StaffStep.corrected: frozenset({"corrects", "note"}),
}
_MAY_HAVE: Final[Mapping[StaffStep, frozenset[str]]] = {
    StaffStep.sealed: frozenset({"seal_number"}),
    StaffStep.posted: frozenset({"carrier_code"}),
    StaffStep.returned: frozenset({"carrier_code"}),
}


class CustodyStepRequest(RequestBody):
    """One step. `after`: the last entry that was read, nothing where there is none yet; where
    there is another one since, the answer is 409."""

    step: StaffStep
    after: UUID | None = None
    papers: list[GivenPaper] = Field([], max_length=MOST_PAPERS, validate_default=True)
    findings: list[PaperFinding] = Field([], max_length=MOST_PAPERS, validate_default=True)
    waybill_number: WaybillNumber | None = Field(
        None, validate_default=True, examples=["1100000000001"]
    )
    carrier_code: str = Field("", pattern=r"^[a-z0-9]{0,30}$", examples=["ems"])
    seal_number: str = Field("", pattern=r"^[A-Za-z0-9-]{0,30}$", examples=["F-0081"])
    to: ReturnedTo | None = Field(None, validate_default=True)
    corrects: UUID | None = Field(None, validate_default=True)
    note: str = Field("", max_length=300, validate_default=True, description="不对外公开。")

    @field_validator(
        "papers",
        "findings",
        "waybill_number",
        "carrier_code",
        "seal_number",
        "to",
        "corrects",
        "note",
    )
    @classmethod
    def _as_the_step_needs(cls, value: object, info: ValidationInfo) -> object:
        step, name = info.data.get("step"), info.field_name
        if step is None:
            return value
        needs = _NEEDS[step]
        if name in needs and not value:
            raise PydanticCustomError("missing", "登记这一步必须填写这一项。")
        if value and name != "note" and name not in needs | _MAY_HAVE.get(step, frozenset()):
            raise PydanticCustomError("extra_forbidden", "登记这一步不需要这一项,请去掉。")
        return value


class PaperView(AnswerBody):
    """Papers of one name."""

    key: str | None
    name: str
    count: int
    found: PaperFound | None


class CustodyStepView(AnswerBody):
    """One step as the person sees it: by whom is not told, but in which city."""

    step: str
    step_name: str
    city: HandoffSide
    at: Instant
    text: str
    papers: list[PaperView]
    waybill_number: str
    is_struck: bool


class OwnCustody(AnswerBody):
    """Where the person's paper originals are, and how they came there."""

    place: CustodyPlace
    place_name: str
    papers: list[PaperView]
    steps: list[CustodyStepView]


class CustodyEntryView(CustodyStepView):
    """One entry for staff. `by`: the caller key of staff of this city, `partner`, `carrier`.

    `message_state`: of an entry of this city, whether the other one has it; `message_code`: why it
    was refused there.
    """

    id: UUID
    sequence: int
    by: str
    carrier: str
    seal_number: str
    note: str | None
    corrects: UUID | None
    is_out_of_turn: bool
    message_id: UUID
    message_state: str
    message_code: str


class CustodyView(AnswerBody):
    """The log of one handoff. `next_steps`: what this city may write now."""

    handoff_row_id: UUID
    place: CustodyPlace
    place_name: str
    papers: list[PaperView]
    problem: str
    problem_text: str
    next_steps: list[CustodyStep]
    last: UUID | None
    entries: list[CustodyEntryView]
