"""Bodies of the taking city's routes."""

from uuid import UUID

from pydantic import Field

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.states import CustodyPlace, HandoffSide, HandoffStatus, ReceiptKind
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, RequestBody


class PlacesQuery(RequestBody):
    """Of which item."""

    item_key: str = Field(min_length=1, max_length=64)


class PlaceView(AnswerBody):
    """A region that the item may be handed to today."""

    region_code: str
    city: str
    mode: HandoffMode
    mode_name: str
    agreement: str


class Places(AnswerBody):
    """Every region that the item may be handed to today; empty where there is none.

    `text` says what handing on is, or what else to do; `consent` what one agrees to by choosing.
    """

    places: list[PlaceView]
    text: str
    consent: str


class PlaceChoice(RequestBody):
    """Where a case is meant to go. Without `mode`: the one that costs the person least."""

    region_code: str = Field(pattern=r"^\d{6}$", examples=["990100"])
    mode: HandoffMode | None = None


class HandOffRequest(RequestBody):
    """The window hands a case off: to where it was meant to go, or to this region."""

    region_code: str | None = Field(None, pattern=r"^\d{6}$", examples=["990100"])
    mode: HandoffMode | None = None


class HandoffReason(RequestBody):
    """An act that must be given a reason."""

    reason: str = Field(min_length=2, max_length=300, examples=["已与属地电话核对"])


class ReceiptView(AnswerBody):
    """A receipt of the home city, and when it was signed."""

    kind: ReceiptKind
    kind_name: str
    at: Instant


class HandoffView(AnswerBody):
    """How a case stands with the other city. `problem_text` says in words what `problem` is;
    `custody_place`: who holds paper originals, where some were ever collected."""

    id: UUID
    handoff_id: UUID
    case_id: UUID | None
    side: HandoffSide
    city: str
    region_code: str
    mode: HandoffMode
    mode_name: str
    agreement: str
    status: HandoffStatus
    status_name: str
    their_number: str | None
    receipts: list[ReceiptView]
    withdrawal_asked_at: Instant | None
    problem: str
    problem_text: str
    custody_place: CustodyPlace | None
    changed_at: Instant


class HandoffsQuery(RequestBody):
    """The department's handoffs, newest first."""

    side: HandoffSide | None = None
    status: HandoffStatus | None = None
    has_problem: bool | None = None
    custody_place: CustodyPlace | None = None
    cursor: str | None = Field(None, max_length=300)
    limit: PageSize = 20


class HandoffPage(AnswerBody):
    """A page of handoffs."""

    handoffs: list[HandoffView]
    next_cursor: str | None
