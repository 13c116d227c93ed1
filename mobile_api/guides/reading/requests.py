"""What the guide routes are asked with, and how the handlers reach the published catalogue."""

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, Field, StringConstraints, ValidationError
from sanic import Request

from mobile_api.guides.catalogue.elements import Key
from mobile_api.guides.reading.published import CATALOGUE
from mobile_api.guides.reading.snapshot import Snapshot
from mobile_api.shared.errors import InvalidInput
from mobile_api.shared.http.faults import faults_of_query
from mobile_api.shared.http.query_string import query_values
from mobile_api.shared.http.schema import RequestBody

Query = TypeVar("Query", bound=BaseModel)
GivenAnswers = Annotated[
    dict[Key, Key], Field(max_length=50, description="Question key -> option key.")
]


class SituationRequest(RequestBody):
    """Answers so far; none at all asks for the first question."""

    answers: GivenAnswers = Field(default_factory=dict)


class ThemePlanRequest(RequestBody):
    """Answers to the theme's questions, and per service item to its own."""

    answers: GivenAnswers = Field(default_factory=dict)
    item_answers: Annotated[
        dict[Key, GivenAnswers], Field(max_length=50, description="Item key -> its answers.")
    ] = Field(default_factory=dict)


class QrQuery(RequestBody):
    """`channel` names the place where the code hangs, for counting."""

    channel: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,20}$")] = "qr"


class FormLinkQuery(RequestBody):
    """The parts of a signed link to a printable form."""

    version: int = Field(ge=1, le=2**31 - 1)
    expires: int = Field(ge=0, le=2**53, description="Unix time at which the link ends.")
    signature: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


FormKindText = Literal["blank", "sample"]


def snapshot_of(request: Request) -> Snapshot:
    """The catalogue in force; take it once per request. Raises NoCatalogue."""
    return CATALOGUE.of(request).current


def query_of(model: type[Query], request: Request) -> Query:
    """The query string as a model. Raises InvalidInput with every fault, MalformedBody."""
    try:
        return model.model_validate(query_values(model, request))
    except ValidationError as error:
        raise InvalidInput(faults_of_query(error)) from None
