"""Bodies of the ratings' routes."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from mobile_api.agency_supermarket.contracts.states import Side
from mobile_api.agency_supermarket.ratings.models import Suspicion, TextState
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, RequestBody


class RateRequest(RequestBody):
    """评价: `scores` by the keys of the dimensions, 1 (worst) to 5, every one of them."""

    scores: dict[Annotated[str, StringConstraints(max_length=40)], int] = Field(
        min_length=1, max_length=10
    )
    text: Annotated[str, StringConstraints(max_length=500)] = ""


class ReplyRequest(RequestBody):
    """回复, once."""

    text: Annotated[str, StringConstraints(min_length=2, max_length=500)]


class LookRequest(RequestBody):
    """What the desk says of a rating: whether its texts are shown and whether it counts.

    What is not said stays as it is. Both sides read the reason.
    """

    shows_text: bool | None = Field(None, strict=True)
    shows_reply: bool | None = Field(None, strict=True)
    counts: bool | None = Field(None, strict=True)
    reason: Annotated[str, StringConstraints(min_length=2, max_length=300)]

    @model_validator(mode="after")
    def _says_something(self) -> "LookRequest":
        if self.shows_text is None and self.shows_reply is None and self.counts is None:
            raise PydanticCustomError("nothing_said", "请说明文字是否公开,或者评价是否计分。")
        return self


class RatingsQuery(RequestBody):
    """The ratings of an agency, the newest first."""

    cursor: str | None = None
    limit: PageSize = 20


class RatingDeskQuery(RequestBody):
    """The desk's queue, the longest waiting first."""

    cursor: str | None = None
    limit: PageSize = 20


class DimensionView(AnswerBody):
    """A dimension that one may rate."""

    key: str
    name: str


class DimensionAverage(DimensionView):
    """Its average of 1 to 5; empty while there are too few ratings."""

    average: float | None


class PublicRating(AnswerBody):
    """A counted rating as everybody reads it; texts that the desk has let pass."""

    id: UUID
    rated_on: date
    scores: dict[str, int]
    text: str
    reply: str


class RatingPage(AnswerBody):
    """What owners say of an agency. Nobody is rated by default: who did not rate is not counted."""

    votes: int
    least_votes: int
    dimensions: list[DimensionAverage]
    ratings: list[PublicRating]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None


class RatingView(AnswerBody):
    """A rating as both sides of its contract see it."""

    id: UUID
    by: Side
    rated_at: Instant
    scores: dict[str, int]
    text: str
    text_state: TextState
    reply: str
    reply_state: TextState
    is_counted: bool
    judgement: str


class ContractRatings(AnswerBody):
    """Both ratings of a contract, and what one may still do."""

    rate_until: date | None
    dimensions: list[DimensionView]
    ratings: list[RatingView]
    can: list[str] = Field(description="您现在可以做的事:rate、reply")


class SuspicionView(AnswerBody):
    """Why a rating does not count by itself."""

    code: Suspicion
    reason: str


class DeskRating(RatingView):
    """A rating as the desk sees it."""

    contract_id: UUID
    contract_number: str
    agency_name: str
    owner_name: str
    price_fen: int | None
    suspicions: list[SuspicionView]


class DeskRatingPage(AnswerBody):
    """Ratings that wait for the desk."""

    ratings: list[DeskRating]
    unreadable: int = Field(description="本页中暂时无法显示的条数,内容没有丢失")
    next_cursor: str | None
