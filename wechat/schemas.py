"""Bodies of the routes about WeChat."""

from typing import Annotated

from pydantic import Field

from mobile_api.shared.http.schema import AnswerBody, RequestBody
from wechat.consent import ConsentAnswer

TemplateId = Annotated[str, Field(min_length=1, max_length=64)]


class SubscriptionReport(RequestBody):
    """What wx.requestSubscribeMessage returned: template id -> answer."""

    answers: dict[TemplateId, ConsentAnswer] = Field(
        min_length=1, max_length=10, examples=[{"oV7aXv0000": "accept"}]
    )


class Subscription(AnswerBody):
    """One kind of message; ask for it again when `balance` is 0."""

    event: str = Field(examples=["correction_requested"])
    template_id: str
    balance: int = Field(description="Messages that may still be sent, as far as is known.")
    is_refused: bool = Field(description="The last answer was no.")


class Subscriptions(AnswerBody):
    """Every kind of message that this mini-program can send."""

    entries: list[Subscription]
