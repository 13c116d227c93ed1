"""Bodies of what people see across the enterprises that they act for."""

from datetime import date
from uuid import UUID

from pydantic import Field

from mobile_api.enterprises.schemas import EnterpriseView
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, RequestBody


class PowerView(AnswerBody):
    """One enterprise that the caller may act for, by X-Acting-For with its id."""

    enterprise: EnterpriseView
    is_representative: bool
    role_name: str
    item_keys: list[str] | None
    item_names: list[str] | None
    ends_on: date | None
    open_cases: int


class PowerList(AnswerBody):
    """Every enterprise that the caller may act for now, by name."""

    enterprises: list[PowerView]


class ActivityQuery(RequestBody):
    """Paging of what was done for an enterprise."""

    cursor: str | None = Field(None, max_length=300)
    limit: PageSize = 20


class ActivityEntry(AnswerBody):
    """One act of a person for the enterprise; their name is masked, unless it is the caller."""

    id: UUID
    at: Instant
    who: str
    role_name: str
    is_caller: bool
    case_id: UUID
    number: str | None
    item_name: str
    text: str


class ActivityPage(AnswerBody):
    """A page of acts, the latest first."""

    entries: list[ActivityEntry]
    next_cursor: str | None
