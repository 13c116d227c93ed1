"""The form of an address as it is typed on the pages, and everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, Field, ValidationError
from sanic import Request

from mobile_api.addresses.schemas import AddressContent
from mobile_api.addresses.service import post_office, refusals
from mobile_api.shared.callers import Citizen
from mobile_api.shared.http.faults import faults_of
from mobile_api.web.frame.visitor import own_form_of, typed

# In the order of the page: label, help, how browsers fill it, more than the field takes (and so
# little that what was typed fits into a cookie).
FIELDS: Mapping[str, tuple[str, str, str, int]] = {
    "name": ("收件人姓名", "", "name", 60),
    "phone": ("收件人手机号", "", "tel", 40),
    "province": ("省、自治区或直辖市", "", "address-level1", 30),
    "city": ("市", "直辖市、省直辖的县可以不填。", "address-level2", 30),
    "county": ("区或县", "不设区县的市可以不填。", "address-level3", 30),
    "address": ("街道和门牌号", "例如:和平街道幸福路1号2单元301室", "street-address", 120),
}
_LABEL_LONGEST = 30
_TICKED = "true"


class AddressForm(BaseModel):
    """常用地址: a person, a place, and the consent to keep it."""

    name: str = Field(max_length=60)
    phone: str = Field(max_length=40)
    province: str = Field(max_length=30)
    city: str = Field("", max_length=30)
    county: str = Field("", max_length=30)
    address: str = Field(max_length=120)
    label: str = Field("", max_length=30)
    is_default: str = Field("", max_length=5)
    agrees_to_saving: str = Field("", max_length=5)


@dataclass(frozen=True, slots=True)
class TypedAddress:
    """A form as it was sent, by whom; without faults there is `content`."""

    caller: Citizen
    values: dict[str, str]
    content: AddressContent | None = None
    faults: dict[str, str] = field(default_factory=dict)


async def typed_address(request: Request) -> TypedAddress | None:
    """The first step of saving: None for who is not signed in. Raises NotAllowed."""
    caller = await own_form_of(request)
    if caller is None:
        return None
    values = {name: typed(request, name, longest) for name, (*_, longest) in FIELDS.items()}
    values["label"] = typed(request, "label", _LABEL_LONGEST)
    ticks = {name: typed(request, name) == _TICKED for name in ("is_default", "agrees_to_saving")}
    given = values | {name: _TICKED for name, is_on in ticks.items() if is_on}
    content, faults = None, {}
    try:
        place = {name: values[name] for name in FIELDS}
        content = AddressContent.model_validate(
            {"address": place, "label": values["label"], **ticks}
        )
    except ValidationError as error:
        faults = {_field(one.path): one.message for one in reversed(faults_of(error))}
    province = post_office(request).own_province
    more = refusals(values["province"], province, agrees=ticks["agrees_to_saving"])
    # What the form itself says of a field is nearer to what was typed.
    faults = {_field(one.path): one.message for one in more} | faults
    return TypedAddress(caller, given, None if faults else content, _in_order(faults))


def _field(path: str) -> str:
    return path.rpartition("/")[2]


def _in_order(faults: Mapping[str, str]) -> dict[str, str]:
    order = [*FIELDS, "label", "is_default", "agrees_to_saving"]
    return {name: faults[name] for name in sorted(faults, key=order.index)}
