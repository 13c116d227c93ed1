"""The base of every request and answer body."""

from pydantic import BaseModel, ConfigDict


class RequestBody(BaseModel):
    """Unknown fields are refused, so that a misspelt one is told and not lost."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


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
