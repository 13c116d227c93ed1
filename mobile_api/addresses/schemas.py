"""Bodies of the address book, and the postal address that every feature means."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field, StringConstraints

from mobile_api.accounts.schemas import Mobile, PersonName
from mobile_api.shared.http.schema import AnswerBody, RequestBody
from notifications.post.states import Direction

# People press Enter in an address; what is printed on a label is one line.
Line = Annotated[
    str,
    BeforeValidator(lambda text: " ".join(text.split()) if isinstance(text, str) else text),
    StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$"),
]
Label = Annotated[Line, StringConstraints(max_length=20)]


class Place(RequestBody):
    """An address without a person."""

    province: Line = Field(min_length=2, max_length=20, examples=["示范省"])
    city: Line = Field(min_length=2, max_length=20, examples=["示范市"])
    county: Line = Field(min_length=2, max_length=20, examples=["中心区"])
    address: Line = Field(min_length=4, max_length=100, examples=["和平街道幸福路1号"])


class PostalAddress(Place):
    """A person with a place that the post can find."""

    name: PersonName = Field(examples=["张三丰"])
    phone: Mobile = Field(examples=["13800138000"])


class AddressContent(RequestBody):
    """An address to keep. Without 同意保存 nothing is kept (个人信息保护法 13、14)."""

    address: PostalAddress
    label: Label = Field("", examples=["家"])
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
