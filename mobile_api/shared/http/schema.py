"""The base of every request and answer body."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, field_validator
from pydantic_core import PydanticCustomError

from mobile_api.shared.text.amounts import NoSuchDay, day_of
from mobile_api.shared.text.characters import has_visible, normalised


def _day(value: object) -> object:
    try:
        return (day_of(value) or value) if isinstance(value, str) else value
    except NoSuchDay:
        raise PydanticCustomError("no_such_day", "没有这一天,请核对年、月、日。") from None


# A day and a code as people type them, in whatever digits.
AsDay = BeforeValidator(_day)
Day = Annotated[date, AsDay]
AsTyped = BeforeValidator(lambda value: normalised(value) if isinstance(value, str) else value)


class RequestBody(BaseModel):
    """Unknown fields are refused, so that a misspelt one is told and not lost.

    A text of which nothing can be seen is an empty one.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _seen(cls, value: object) -> object:
        return "" if isinstance(value, str) and not has_visible(value) else value


class AnswerBody(BaseModel):
    """What we send; frozen, because it may be shared between requests."""

    model_config = ConfigDict(frozen=True)


class Problem(AnswerBody):
    """RFC 9457 problem document; some codes bring members of their own."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    errors: list["ProblemField"]
    request_id: str


class ProblemField(AnswerBody):
    """One invalid field of a problem document."""

    path: str
    code: str
    message: str
