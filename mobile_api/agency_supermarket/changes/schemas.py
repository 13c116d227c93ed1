"""Bodies of the routes of changes; money in 分 (1/100 yuan)."""

from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from mobile_api.agency_supermarket.needs.schemas import MOST_BUDGET_FEN, JudgingRequest
from mobile_api.agency_supermarket.selection.rules import Method
from mobile_api.enterprises.schemas import SocialCreditCode
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody, RequestBody


class ChangeRequest(RequestBody):
    """What is different from now on, and why; what is left out stays.

    The deadline is never moved forward; where it would leave less than the notice period it is put
    off by itself. Another service is another need: cancel this one and publish that. `big_list`
    and `small_list` belong to credit_weighted, `price_percent` and `judging` to proposal; they have
    to be said when it becomes the method.
    """

    reason: Annotated[str, StringConstraints(min_length=2, max_length=200)] = Field(
        examples=["补充了两处需要评估的附属用房"]
    )
    description: Annotated[str, StringConstraints(min_length=4, max_length=2000)] | None = None
    method: Method | None = None
    budget_fen: int | None = Field(
        None, ge=1, le=MOST_BUDGET_FEN, strict=True, description="最高限价,分"
    )
    big_list: int | None = Field(None, ge=1, le=100)
    small_list: int | None = Field(None, ge=1, le=100)
    price_percent: int | None = Field(None, ge=0, le=100, strict=True)
    judging: JudgingRequest | None = None
    avoided: list[SocialCreditCode] | None = Field(None, max_length=50)
    bids_close_at: AwareDatetime | None = Field(None, description="报价截止时间,只能延后")


class ChangedPartView(AnswerBody):
    """One part as it was and as it is."""

    part: str
    before: str
    after: str


class NeedChangeView(AnswerBody):
    """One change; everybody may read it."""

    number: int
    changed_at: Instant
    reason: str
    parts: list[ChangedPartView]
    voids_bids: bool = Field(description="变更前提交的报价是否须重新提交")


class NeedChangesView(AnswerBody):
    """Every change of a need, the first one first."""

    changes: list[NeedChangeView]
