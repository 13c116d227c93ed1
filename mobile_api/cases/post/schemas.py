"""Bodies of the postal leg of a case, for its owner and for the counter."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from mobile_api.addresses.schemas import Line, PostalAddress
from mobile_api.cases.shapes import OriginalsCondition
from mobile_api.cases.states import DeliveryKind
from mobile_api.guides.catalogue.service import Postage
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody, RequestBody
from notifications.post.schemas import MaskedContact, WaybillNumber

Reason = Annotated[Line, StringConstraints(min_length=2, max_length=300)]


class AddressChoice(RequestBody):
    """An entry of the address book, or an address for this once; saved only with `save_address`."""

    address_id: UUID | None = None
    address: PostalAddress | None = None
    save_address: bool = Field(False, description="同意把这个地址保存为常用地址。")


class DeliveryChoice(AddressChoice):
    """How the result reaches the applicant."""

    kind: DeliveryKind
    agrees_to_postage: bool = Field(False, description="同意邮费到付(指南注明到付时必须勾选)。")


class ReaddressRequest(AddressChoice):
    """What is to become of a returned result: another posting, or kept at the counter."""

    kind: DeliveryKind


class WaybillRequest(RequestBody):
    """The number of a parcel with originals that the person posted by any carrier."""

    waybill_number: WaybillNumber = Field(examples=["1100000000001"])
    carrier_code: str = Field(
        "",
        pattern=r"^[a-z0-9]{0,30}$",
        description="快递公司代码(快递100),不清楚可不填。",
        examples=["shunfeng"],
    )


class PostalTaskView(AnswerBody):
    """What waits for someone because of a parcel."""

    id: UUID
    case_id: UUID
    case_number: str
    item_name: str
    parcel_id: UUID
    kind: str
    state: str
    opened_at: Instant
    due_on: date | None


class LegEvent(AnswerBody):
    """One scan; `carrier_text` may name the courier, so it is for the owner and staff."""

    at: Instant
    text: str
    place: str
    carrier_text: str


class ParcelLeg(AnswerBody):
    """One parcel of a case; `track` is all that was scanned, the newest first."""

    id: UUID
    waybill_number: str | None
    carrier_code: str
    state: str
    state_name: str
    next_step: str
    receiver: MaskedContact
    latest: LegEvent | None
    track: list[LegEvent]
    delivered_at: Instant | None
    is_cancellable: bool


class CarrierView(AnswerBody):
    """A carrier that is known by name; an empty code is for any other."""

    code: str
    name: str


class HallAddress(AnswerBody):
    """Where originals are sent to, as one writes it on a parcel."""

    name: str
    phone: str
    address: str


class DeliveryView(AnswerBody):
    """The postal leg in both directions; oldest parcel first."""

    kind: DeliveryKind | None
    postage: Postage
    agrees_to_postage: bool
    receiver: MaskedContact | None
    is_address_change_pending: bool
    result: list[ParcelLeg]
    originals: list[ParcelLeg]
    may_post_originals: bool
    hall: HallAddress | None
    carriers: list[CarrierView]
    task: PostalTaskView | None
    may_post_again: bool


class OriginalsPosted(AnswerBody):
    """A registered number; `advice` is a doubt about it that does not stop anything."""

    parcel_id: UUID
    advice: str


class StaffReaddress(RequestBody):
    """Done for the person, for instance on the phone; the reason is kept in the audit trail."""

    kind: DeliveryKind
    address: PostalAddress | None = None
    reason: Reason = Field(examples=["电话核实新地址"])


class StaffAddress(RequestBody):
    """An act at a parcel, with a corrected receiver if one is given."""

    address: PostalAddress | None = None
    reason: Reason = Field(examples=["邮政退单,地址补全"])


class OriginalsReceipt(RequestBody):
    """保管登记: what the counter finds when it opens the envelope."""

    parcel_id: UUID | None = None
    condition: OriginalsCondition
    note: Annotated[Line, StringConstraints(max_length=300)] = Field(
        "", examples=["毕业证原件1份,户口簿原件1本"]
    )


class FullContact(AnswerBody):
    """Sender or receiver of a parcel in full; every look is an audited act."""

    name: str
    phone: str
    province: str
    city: str
    county: str
    address: str


class LabelBatch(RequestBody):
    """Labels for the window's printer, in this order, one page each."""

    parcel_ids: list[UUID] = Field(min_length=1, max_length=50)
    size: str = Field("100x179", pattern=r"^(76x129|76x149|100x179)$")
    prints_again: bool = Field(False, description="重新打印已经打印过的面单。")


class LabelQuery(RequestBody):
    """One label."""

    size: str = Field("100x179", pattern=r"^(76x129|76x149|100x179)$")
    prints_again: bool = False


class StaffParcel(AnswerBody):
    """One line of the window's lists."""

    id: UUID
    case_number: str
    item_name: str
    waybill_number: str | None
    state: str
    state_name: str
    receiver_masked: str
    created_at: Instant
    labels_printed: int


class StaffParcelList(AnswerBody):
    """Parcels of the department."""

    parcels: list[StaffParcel]


class PostalTaskList(AnswerBody):
    """What of the department waits for an address or to be issued anew."""

    tasks: list[PostalTaskView]


class AlertView(AnswerBody):
    """A parcel that staff should look at."""

    id: UUID
    parcel_id: UUID
    case_number: str
    kind: str
    text: str
    opened_at: Instant


class AlertList(AnswerBody):
    """Open alerts of the department."""

    alerts: list[AlertView]
