"""What features hand in and what people are shown of a parcel."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, TypeAdapter
from pydantic_core import PydanticCustomError

from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody
from mobile_api.shared.json_columns import StoredValue
from mobile_api.shared.text.amounts import waybill_of
from mobile_api.shared.text.masking import mask_address, mask_name, mask_phone
from mobile_api.shared.text.places import Levels

# EMS cuts what is longer; names of provinces may be empty for none.
Name = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=r"^[^\x00-\x1f]+$")]
PlaceName = Annotated[
    str, StringConstraints(min_length=1, max_length=20, pattern=r"^[^\x00-\x1f]+$")
]
# Not every place has a city or a county (省直辖县, 不设区县的市).
PlaceNameIfAny = Annotated[str, StringConstraints(max_length=20, pattern=r"^[^\x00-\x1f]*$")]
Street = Annotated[str, StringConstraints(min_length=2, max_length=100, pattern=r"^[^\x00-\x1f]+$")]
ContactPhone = Annotated[
    str,
    StringConstraints(pattern=r"^(1[3-9][0-9]{9}(-[0-9]{3,4})?|0[0-9]{2,3}-?[0-9]{7,8})$"),
]


def _waybill(text: str) -> str:
    number = waybill_of(text)
    if number is None:
        raise PydanticCustomError(
            "waybill_invalid", "邮件号应为6到30位数字、字母或连字符,请对照面单核对。"
        )
    return number


WaybillNumber = Annotated[str, Field(max_length=60), AfterValidator(_waybill)]


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

    @property
    def levels(self) -> Levels:
        return Levels.of(self.province, self.city, self.county)

    def masked(self) -> MaskedContact:
        return MaskedContact(
            name=mask_name(self.name),
            phone=mask_phone(self.phone),
            address=self.levels.in_one_line + mask_address(self.address),
        )


class CheckedContact(Contact):
    """A contact from outside; province, city and county as people write them."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Name = Field(description="姓名或单位名称")
    phone: ContactPhone = Field(description="手机号或带区号的座机")
    province: PlaceName = Field(description="省")
    city: PlaceNameIfAny = Field(description="市")
    county: PlaceNameIfAny = Field(description="县(市、区)")
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
