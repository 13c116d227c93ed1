"""Bodies of the routes of scoring; points in hundredths (1/100 point)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from mobile_api.agency_supermarket.selection.judging import Criterion
from mobile_api.agency_supermarket.selection.schemas import FULL_SCORE
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody, RequestBody


class MarkRequest(RequestBody):
    """What a proposal gets by one criterion, and why; reasons are public with the result, without
    anybody's name."""

    hundredths: int = Field(ge=0, le=FULL_SCORE, strict=True, examples=[2650])
    reason: Annotated[str, StringConstraints(min_length=4, max_length=200)]


class MarkedProposal(RequestBody):
    """The marks of one proposal, one for each criterion in their order."""

    label: int = Field(ge=1, le=1000, strict=True)
    marks: list[MarkRequest] = Field(min_length=1, max_length=10)


class ScoresRequest(RequestBody):
    """Every proposal, all at once and for good."""

    proposals: list[MarkedProposal] = Field(min_length=1, max_length=90)


class ProposalView(AnswerBody):
    """A proposal by its number; where its author is named in it, the name is blotted out."""

    label: int
    text: str


class JudgingTask(AnswerBody):
    """What an expert has to judge: nobody's name beside a proposal, and no price.

    `bidders`: who bid, by name and in no relation to the numbers, so that the expert can step back.
    """

    seat_id: UUID
    need_number: str
    need_title: str
    description: str
    criteria: list[Criterion]
    bidders: list[str]
    proposals: list[ProposalView]
    score_by: Instant | None
    scored_at: Instant | None


class ScoresReceived(AnswerBody):
    """That the scores are there, and since when."""

    seat_id: UUID
    scored_at: Instant
