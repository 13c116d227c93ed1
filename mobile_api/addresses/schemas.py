"""Bodies of the address book, and the postal address that every feature means."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from mobile_api.accounts.schemas import PersonName
from mobile_api.addresses.regions import province_named
from mobile_api.shared.http.schema import AnswerBody, RequestBody
from mobile_api.shared.text.characters import without_format
from mobile_api.shared.text.identity_numbers import normalised_contact_phone
from mobile_api.shared.text.places import Levels, placeholders
from notifications.post.states import Direction


def _one_line(text: object) -> object:
    """People press Enter in an address; what is printed on a label is one line."""
    return " ".join(without_format(text).split()) if isinstance(text, str) else text


Line = Annotated[
    str,
    BeforeValidator(_one_line),
    StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$"),
]
AddressLabel = Annotated[Line, StringConstraints(max_length=20)]


Level = Annotated[Line, StringConstraints(max_length=20, pattern=r"^$|^..+$")]


def _contact_phone(text: str) -> str:
    number = normalised_contact_phone(text)
    if number is None:
        raise PydanticCustomError("phone_invalid", "手机号应为11位数字,以1开头,请核对。")
    return number


ContactPhone = Annotated[str, Field(max_length=40), AfterValidator(_contact_phone)]


class Place(RequestBody):
    """An address without a person. City or county is empty where the place has none."""

    province: Line = Field(min_length=2, max_length=20, examples=["示范省"])
    city: Level = Field(examples=["示范市"], description="省直辖县、直辖市可以为空。")
    county: Level = Field(examples=["中心区"], description="不设区县的市可以为空。")
    address: Line = Field(min_length=4, max_length=100, examples=["和平街道幸福路1号"])

    @model_validator(mode="before")
    @classmethod
    def _levels(cls, body: Any) -> Any:
        """A level that the place has none of may be left out; one that it has is then missing."""
        if not isinstance(body, dict):
            return body
        told = [_one_line(body.get(name) or "") for name in ("province", "city", "county")]
        if not all(isinstance(name, str) for name in told):
            return body
        province, city, county = map(str, told)
        named = {"city": city, "county": county}
        named = {level: "" if name in placeholders() else name for level, name in named.items()}
        missing = Levels.of(province_named(province) or province, city, county).missing
        return {name: value for name, value in body.items() if name not in missing} | {
            name: value for name, value in named.items() if name not in missing
        }


class PostalAddress(Place):
    """A person with a place that the post can find."""

    name: PersonName = Field(examples=["张三丰"])
    phone: ContactPhone = Field(examples=["13800138000"])


class AddressContent(RequestBody):
    """An address to keep. Without 同意保存 nothing is kept (个人信息保护法 13、14)."""

    address: PostalAddress
    label: AddressLabel = Field("", examples=["家"])
    is_default: bool = False
    agrees_to_saving: bool = Field(description="本人同意保存这个地址,以便以后选用。")


class SavedAddressView(AnswerBody):
    """One line of the list: enough to recognise it."""

    id: UUID
    label: str
    name_masked: str
    phone_masked: str
    address_masked: str
    is_default: bool


class AddressList(AnswerBody):
    """The address book; the default one first, then those used last."""

    addresses: list[SavedAddressView]
    unreadable: int = Field(description="暂时无法显示的条数,内容没有丢失")
    most: int


class FullAddress(AnswerBody):
    """One's own address in full, to change it."""

    id: UUID
    label: str
    is_default: bool
    name: str
    phone: str
    province: str
    city: str
    county: str
    address: str


class PastedText(RequestBody):
    """A whole address as it was copied from a chat: name, phone and address in any order."""

    text: str = Field(
        min_length=4, max_length=300, examples=["张三丰 13800138000 示范省示范市中心区幸福路1号"]
    )


class ReadAddress(AnswerBody):
    """What was made out of a pasted text, to be checked by the person; the rest is empty."""

    is_complete: bool
    hint: str
    name: str
    phone: str
    province: str
    city: str
    county: str
    address: str


class EstimateRequest(RequestBody):
    """Where a parcel would go to, or be fetched from: an entry of the address book or a place."""

    direction: Direction = Direction.to_person
    address_id: UUID | None = None
    place: Place | None = None


class Estimate(AnswerBody):
    """What EMS says beforehand. None: EMS cannot be asked now, which forbids nothing.

    `fee_fen`: postage of a letter by our agreement, in fen.
    """

    is_served: bool | None
    fee_fen: int | None
    hint: str
