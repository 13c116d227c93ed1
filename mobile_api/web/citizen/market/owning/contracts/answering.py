"""Yes, or no with a reason: how one side answers what the other asked."""

from typing import Any

from pydantic import BaseModel, Field
from sanic import Request

from mobile_api.web.citizen.market.owning.asking import READ, InputLine, number_read
from mobile_api.web.frame.visitor import typed

_LONGEST = 300
_WORDS = {"true": True, "false": False}


class AgreeingForm(BaseModel):
    """`agreed`: true or false."""

    agreed: str = Field(max_length=5)
    reason: str = Field("", max_length=300)
    read: str = Field("", max_length=9, description="看的是哪一次")


def answer_lines(yes: str, no: str) -> tuple[InputLine, ...]:
    """The fields, with these words for either answer."""
    options = [("true", yes, ""), ("false", no, "")]
    return (
        InputLine("agreed", "您的答复", "radio", options=options),
        InputLine("reason", "原因(不同意时要写)", "area", most=_LONGEST),
    )


def answer_of(request: Request) -> tuple[dict[str, str], dict[str, Any]]:
    """The fields as they were typed, and as the API takes them."""
    values = {name: typed(request, name, _LONGEST + 1) for name in ("agreed", "reason", READ)}
    said: dict[str, Any] = {"reason": values["reason"]}
    if values["agreed"] in _WORDS:
        said["agreed"] = _WORDS[values["agreed"]]
    if (number := number_read(request)) is not None:
        said["number"] = number
    return values, said
