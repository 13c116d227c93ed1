"""What features hand in and what people are shown of a parcel."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter

from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody
from mobile_api.shared.json_columns import StoredValue
from mobile_api.shared.text.masking import mask_address, mask_name, mask_phone

# EMS cuts what is longer; names of provinces may be empty for none.
Name = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=r"^[^\x00-\x1f]+$")]
PlaceName = Annotated[
    str, StringConstraints(min_length=1, max_length=20, pattern=r"^[^\x00-\x1f]+$")
]
Street = Annotated[str, StringConstraints(min_length=2, max_length=100, pattern=r"^[^\x00-\x1f]+$")]
ContactPhone = Annotated[
    str, StringConstraints(pattern=r"^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})$")
]

# Of any carrier; some put hyphens between the parts of one consignment.
WaybillNumber = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_upper=True, pattern=r"^[0-9A-Za-z][0-9A-Za-z-]{5,29}$"
    ),
]


class MaskedContact(AnswerBody):
    """As much of a contact as its owner needs to recognise it."""

    name: str
    phone: str
    address: str


class Contact(StoredValue):
    """A person or a hall with a postal address, as it is kept; checked where it was typed."""

    name: str
    phone: str
    province: str
    city: str
    county: str
    address: str

    def masked(self) -> MaskedContact:
        region = self.province + self.city + self.county
        return MaskedContact(
            name=mask_name(self.name),
            phone=mask_phone(self.phone),
            address=region + mask_address(self.address),
        )


class CheckedContact(Contact):
    """A contact from outside; province, city and county as people write them."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Name = Field(description="姓名或单位名称")
    phone: ContactPhone = Field(description="手机号或带区号的座机")
    province: PlaceName = Field(description="省")
    city: PlaceName = Field(description="市")
    county: PlaceName = Field(description="县(市、区)")
    address: Street = Field(description="街道、门牌号")


class Nobody(StoredValue):
    """The sender of a parcel that a person posted themselves: nobody said who it was."""

    model_config = ConfigDict(extra="forbid")


Sender: TypeAdapter[Contact | Nobody] = TypeAdapter(Contact | Nobody)


class ParcelEventView(AnswerBody):
    """One line of the track; `carrier_text` may name the courier, so it is for the owner only."""

    at: Instant
    text: str
    place: str
    carrier_text: str


class ParcelView(AnswerBody):
    """A parcel for its owner and for staff; newest event first."""

    id: UUID
    reference: str
    waybill_number: str | None
    carrier_code: str = Field(description="快递公司代码,例如 ems、shunfeng")
    direction: str
    state: str
    state_name: str
    contents: str
    receiver: MaskedContact
    delivered_at: Instant | None
    events: list[ParcelEventView]
