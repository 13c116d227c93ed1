"""Which address is meant: a kept one, one that is typed, or a pasted text that is read first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError
from sanic import Request

from mobile_api.addresses import service as addresses
from mobile_api.addresses.queries import address_list
from mobile_api.addresses.schemas import PastedText
from mobile_api.cases.post.schemas import AddressChoice
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import AppError, TooManyRequests
from mobile_api.shared.http.faults import faults_of
from mobile_api.shared.http.rate_limits import spend
from mobile_api.shared.process.cache import REDIS
from mobile_api.web.citizen.account.address_forms import FIELDS
from mobile_api.web.frame.acting import own_form_acting
from mobile_api.web.frame.failures import Failure
from mobile_api.web.frame.visitor import typed

NEW, PASTED = "new", "pasted"
CHOOSE = "请选择一个地址,填写新地址,或者粘贴整段地址。"
_TICKED = "true"
# One more than the reading takes, so that a longer text is told to be too long.
_LONGEST_TEXT = 301


class ChosenAddressForm(BaseModel):
    """`choice`: the id of a kept address, `new` for the one that is typed, `pasted` for `text`."""

    choice: str = Field("", max_length=40)
    text: str = Field("", max_length=400)
    name: str = Field("", max_length=60)
    phone: str = Field("", max_length=40)
    province: str = Field("", max_length=30)
    city: str = Field("", max_length=30)
    county: str = Field("", max_length=30)
    address: str = Field("", max_length=120)
    save_address: str = Field("", max_length=5)


@dataclass(frozen=True, slots=True)
class SentAddress:
    """A form as it was sent, by whom. Without `choice` it goes back: with faults or a problem, or
    with what a pasted text was read into, to be looked at."""

    caller: Citizen
    values: dict[str, str]
    choice: AddressChoice | None = None
    faults: Mapping[str, str] = field(default_factory=dict)
    problem: AppError | None = None

    @property
    def status(self) -> int:
        """Of the page that it goes back to."""
        return 422 if self.faults else 200


async def sent_address(request: Request) -> SentAddress | None:
    """The first step of a form with an address: EMS may be asked to read a text. None for who is
    not signed in. Raises NotAllowed, NotActingFor."""
    caller = await own_form_acting(request)
    return None if caller is None else await address_of_form(request, caller)


async def address_of_form(request: Request, caller: Citizen) -> SentAddress:
    """What the form says."""
    values = {name: typed(request, name, longest) for name, (*_, longest) in FIELDS.items()}
    for name in ("choice", "save_address", "kind"):
        values[name] = typed(request, name, 40)
    if values["choice"] == PASTED:
        return await _read(request, caller, values)
    if values["choice"] == NEW:
        return _typed(request, caller, values)
    try:
        choice = AddressChoice(address_id=UUID(values["choice"]))
    except ValueError:
        return SentAddress(caller, values, faults={"choice": CHOOSE})
    return SentAddress(caller, values, choice)


def _typed(request: Request, caller: Citizen, values: dict[str, str]) -> SentAddress:
    saves = values["save_address"] == _TICKED
    given: dict[str, Any] = {"address": {name: values[name] for name in FIELDS}}
    faults: dict[str, str] = {}
    choice = None
    try:
        choice = AddressChoice.model_validate(given | {"save_address": saves})
    except ValidationError as error:
        faults = {_field(one.path): one.message for one in reversed(faults_of(error))}
    own = addresses.post_office(request).own_province
    more = addresses.refusals(values["province"], own, agrees=True)
    faults = {_field(one.path): one.message for one in more} | faults
    in_order = {name: faults[name] for name in FIELDS if name in faults}
    return SentAddress(caller, values, None if in_order else choice, in_order)


def _field(path: str) -> str:
    return path.rpartition("/")[2]


async def _read(request: Request, caller: Citizen, values: dict[str, str]) -> SentAddress:
    text = typed(request, "text", _LONGEST_TEXT)
    try:
        text = PastedText(text=text).text
        await spend(REDIS.of(request), addresses.QUESTIONS, caller.key)
    except ValidationError as error:
        faults = {"text": faults_of(error)[0].message}
        return SentAddress(caller, values | {"text": text}, faults=faults)
    except TooManyRequests as error:
        return SentAddress(caller, values | {"text": text}, problem=error)
    found = await addresses.read_pasted(addresses.post_office(request), text)
    read = {name: getattr(found, name)[: FIELDS[name][3]] for name in FIELDS}
    return SentAddress(caller, values | read | {"choice": NEW, "hint": found.hint})


async def address_content(caller: Citizen, failure: Failure | None) -> dict[str, Any]:
    """What the part of a page in which an address is chosen is made of."""
    values = failure.values if failure else {}
    book = await address_list(caller)
    default = next((str(one.id) for one in book.addresses if one.is_default), "")
    return {
        "fields": FIELDS,
        "typed": values,
        "addresses": book.addresses,
        "picked": values.get("choice") or default or NEW,
        "hint": values.get("hint", ""),
    }
