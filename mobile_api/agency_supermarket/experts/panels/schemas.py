"""Bodies of the panels' routes, and what they answer."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from mobile_api.agency_supermarket.experts.panels.states import (
    CandidateState,
    PanelStatus,
    ReplaceReason,
)
from mobile_api.agency_supermarket.experts.rules import MOST_MEMBERS, Specialty
from mobile_api.agency_supermarket.experts.schemas import Body
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody, RequestBody

Because = Annotated[str, StringConstraints(min_length=4, max_length=200)]


class GroupRequest(RequestBody):
    """So many seats for a specialty, and so many alternates behind them."""

    specialty: Specialty
    seats: int = Field(ge=1, le=MOST_MEMBERS, strict=True)
    alternates: int = Field(ge=0, le=MOST_MEMBERS, strict=True)


class PanelRequest(RequestBody):
    """A panel: `members` in all (an odd number), and of them the experts who are drawn.

    `avoided`: codes or names of bodies (bidders, and who is bound to them) whose people must not be
    drawn; those of the buyer and the agent never are. `avoided_experts`: numbers of experts.
    """

    members: int = Field(ge=1, le=MOST_MEMBERS, strict=True)
    groups: list[GroupRequest] = Field(min_length=1, max_length=10)
    avoided: list[Body] = Field(default_factory=list, max_length=200)
    avoided_experts: list[Annotated[str, StringConstraints(pattern=r"^Z[0-9A-Z]{21}$")]] = Field(
        default_factory=list, max_length=200
    )


class CancelPanelRequest(RequestBody):
    """取消 before anybody knows who would be drawn; the reason is public."""

    reason: Because


class ReplaceRequest(RequestBody):
    """更换: why a seat is to pass on to the next alternate, once a second person confirms it."""

    reason: ReplaceReason


class MembersRequest(RequestBody):
    """Why names and phones of a panel are looked at; it stays in the audit trail."""

    reason: Because


class SeatView(AnswerBody):
    """Who was drawn at that place: a digest, and after the result of those who sat their name.

    Anybody repeats: `entry` is the SHA-256 of "number of the panel:expert's number:nonce".
    """

    id: UUID
    place: int
    entry: str
    state: CandidateState
    state_name: str
    reason: str
    expert_number: str | None
    name: str | None
    employer_name: str | None
    nonce: str | None


class GroupView(AnswerBody):
    """A specialty, its draw, and who was drawn in order."""

    specialty: str
    specialty_name: str
    seats: int
    alternates: int
    draw_number: str
    drawn: list[SeatView]


class PanelFact(AnswerBody):
    """One fact of the history."""

    at: Instant
    text: str


class PanelView(AnswerBody):
    """A panel as anybody sees it."""

    id: UUID
    number: str
    subject_number: str
    subject_title: str
    status: PanelStatus
    status_name: str
    members: int
    names_rule: str = Field(description="何时公布姓名,及其依据")
    groups: list[GroupView]
    history: list[PanelFact]


class PanelList(AnswerBody):
    """Every panel of a subject, the first one first."""

    panels: list[PanelView]


class MemberView(AnswerBody):
    """A member as the desk has to reach them; `leaving`: why somebody asked to replace them."""

    seat_id: UUID
    number: str
    name: str
    phone: str
    employer_name: str
    specialty: str
    leaving: str


class MemberList(AnswerBody):
    """Those who sit; `unreadable`: how many cannot be shown."""

    members: list[MemberView]
    unreadable: int


class OwnSeat(AnswerBody):
    """A panel for which an expert was drawn."""

    seat_id: UUID
    panel_number: str
    subject_title: str
    status: PanelStatus
    state: CandidateState
    state_name: str
    may_decline: bool


class OwnExpert(AnswerBody):
    """What an expert sees of themselves."""

    number: str
    status_name: str
    employer_name: str
    avoided: list[str]
    seats: list[OwnSeat]
