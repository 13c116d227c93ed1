"""Bodies of the routes of practitioners."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from mobile_api.accounts.schemas import PersonName
from mobile_api.agency_supermarket.agencies.requests import ValidUntil, certificate_number
from mobile_api.agency_supermarket.service_types.schemas import Key
from mobile_api.shared.http.schema import AnswerBody, RequestBody

MOST_PRACTITIONERS = 200


class PractitionerRequest(RequestBody):
    """One professional and their registration. `consents`: they agreed to be named here in public;
    without that nobody is entered. No `valid_until`: without an end."""

    name: PersonName = Field(examples=["周正"])
    kind: Key = Field(examples=["asset-appraiser"])
    number: Annotated[str, StringConstraints(max_length=80), AfterValidator(certificate_number)] = (
        Field(examples=["32190044"])
    )
    valid_until: ValidUntil | None = None
    consents: Literal[True] = Field(description="本人同意公开姓名和登记编号")


class PractitionerView(AnswerBody):
    """A professional as everybody sees them, like the register of their profession."""

    id: UUID
    name: str
    kind: str
    kind_name: str
    number: str
    valid_until: date | None
    is_valid: bool


class PractitionersView(AnswerBody):
    """Those of one agency."""

    practitioners: list[PractitionerView]


class DoubledAgency(AnswerBody):
    """An agency that names somebody whom another one names too."""

    agency_id: UUID
    agency_name: str
    practitioner_id: UUID


class DoubledPractitioner(AnswerBody):
    """One registration that stands at several agencies."""

    name: str
    kind_name: str
    number: str
    agencies: list[DoubledAgency]


class DoubledPractitioners(AnswerBody):
    """Registrations that stand at several agencies: for the desk to ask about."""

    practitioners: list[DoubledPractitioner]
