"""Bodies of the register's routes, and what they answer."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from mobile_api.agency_supermarket.experts.rules import Specialty
from mobile_api.agency_supermarket.experts.states import ExpertStatus
from mobile_api.enterprises.schemas import SocialCreditCode
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, AsTyped, RequestBody

BodyName = Annotated[str, StringConstraints(min_length=2, max_length=100)]
ExpertPhone = Annotated[str, AsTyped, StringConstraints(pattern=r"^1[3-9][0-9]{9}$")]
# A body by its code or, where it has none, by its name as it is registered.
Body = BodyName


class ExpertRequest(RequestBody):
    """An expert as the desk registers them; giving it again replaces what was said."""

    name: Annotated[str, StringConstraints(min_length=2, max_length=60)]
    phone: ExpertPhone
    employer_name: BodyName
    employer_code: SocialCreditCode | None = None
    specialties: list[Specialty] = Field(min_length=1, max_length=10)
    avoided: list[Body] = Field(default_factory=list, max_length=50)


class ExpertStatusRequest(RequestBody):
    """暂停、恢复、出库, with the reason."""

    status: ExpertStatus
    reason: Annotated[str, StringConstraints(min_length=4, max_length=300)]


class AvoidedRequest(RequestBody):
    """Bodies that an expert declares not to judge for, besides their own employer."""

    avoided: list[Body] = Field(max_length=50)


class ExpertsQuery(RequestBody):
    """Experts in a status, the newest first."""

    status: ExpertStatus = ExpertStatus.active
    cursor: str | None = None
    limit: PageSize = 20


class ExpertDetailsRequest(RequestBody):
    """Why name and phone are looked at; it stays in the audit trail."""

    reason: Annotated[str, StringConstraints(min_length=4, max_length=300)]


class ExpertLine(AnswerBody):
    """An expert in the register's list; name and phone are masked."""

    id: UUID
    number: str
    name_masked: str
    phone_masked: str
    employer_name: str
    specialties: list[str]
    status: ExpertStatus
    status_name: str
    status_reason: str
    status_since: Instant
    has_account: bool


class ExpertPage(AnswerBody):
    """Experts, the newest first; `unreadable`: how many cannot be shown."""

    experts: list[ExpertLine]
    unreadable: int
    next_cursor: str | None


class ExpertFact(AnswerBody):
    """One fact of the history."""

    at: Instant
    text: str


class ExpertView(ExpertLine):
    """One expert as the desk sees them."""

    employer_code: str
    avoided: list[str]
    history: list[ExpertFact]


class ExpertDetails(AnswerBody):
    """Name and phone in full."""

    number: str
    name: str
    phone: str
