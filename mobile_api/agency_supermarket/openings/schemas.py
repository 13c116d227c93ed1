"""Bodies of the openings' routes."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.selection.schemas import (
    ExclusionReason,
    OutcomeKind,
    SelectionStep,
)
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody, RequestBody


class OpenRequest(RequestBody):
    """The owner's key: as the owner kept it (AGE-SECRET-KEY-...), or the passphrase it is under."""

    identity: Annotated[str, StringConstraints(max_length=100)] | None = None
    passphrase: str | None = Field(None, max_length=200)


class ChooseRequest(RequestBody):
    """Which bid the owner chooses of those listed, and why: public."""

    bid_id: UUID
    reason: Annotated[str, StringConstraints(min_length=4, max_length=300)] = Field(
        examples=["报价合理,承诺工期最短。"]
    )


class JudgedCriterionView(AnswerBody):
    """What a panel gave a proposal by one criterion: points of all experts from low to high, and
    all their reasons in an order that says nothing."""

    name: str
    points: int
    scores: list[int]
    reasons: list[str]


class JudgedView(AnswerBody):
    """What a panel gave a proposal; nothing says who gave what."""

    label: int
    scores: list[int]
    criteria: list[JudgedCriterionView]


class OpenedBid(AnswerBody):
    """A bid as it was opened; anybody can open its `sealed` text again with the two keys.

    Of a need with proposals neither is public, for these may hold secrets of the trade.
    """

    bid_id: UUID
    agency_id: UUID
    agency_name: str
    price_fen: int | None
    days: int | None
    note: str
    excluded: ExclusionReason | None
    fault: str
    sealed_here: bool
    sealed: str = Field(description="密封的报价,base64;方案择优的不公布")
    judged: JudgedView | None


class ExclusionView(AnswerBody):
    """Why a bid is out, exactly: for the desk."""

    bid_id: UUID
    agency_id: UUID
    agency_name: str
    excluded: ExclusionReason
    excluded_text: str


class ExclusionsView(AnswerBody):
    """The bids of a need that were screened out at its opening, or since."""

    exclusions: list[ExclusionView]


class AwardView(AnswerBody):
    """选取结果."""

    bid_id: UUID
    agency_id: UUID
    agency_name: str
    price_fen: int | None
    awarded_at: Instant
    shown_until: date


class OpeningView(AnswerBody):
    """The opening and its reasoned record, public at once; where experts score proposals, once they
    have.

    `owner_identity` and `platform_identity` are the secret keys, which have no other use any more.
    """

    number: str
    status: NeedStatus
    status_name: str
    opened_at: Instant
    owner_identity: str
    platform_identity: str
    bids: list[OpenedBid]
    outcome: OutcomeKind | None
    steps: list[SelectionStep] = Field(description="选取过程的逐条理由")
    choices: list[UUID] = Field(description="采购人可以从中选定的报价")
    award: AwardView | None
