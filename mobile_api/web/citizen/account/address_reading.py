"""A pasted text read into the form of an address, which keeps nothing before it is saved."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError
from sanic import HTTPResponse, Request

from mobile_api.addresses import service as addresses
from mobile_api.addresses.schemas import PastedText, ReadAddress
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.faults import faults_of
from mobile_api.shared.http.rate_limits import spend
from mobile_api.shared.process.cache import REDIS
from mobile_api.web.citizen.account.address_forms import FIELDS
from mobile_api.web.frame.failures import sent_back
from mobile_api.web.frame.notes import note
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import own_form_of, sign_in_to, typed, unkept_redirect

BOOK = "/me/addresses"
NEW, READ = f"{BOOK}/new", f"{BOOK}/read"
READ_NOTE = "address-read"
READ_KEPT = timedelta(minutes=10)
# One more than the reading takes, so that a longer text is told to be too long.
_LONGEST_TEXT = 301


class PastedForm(BaseModel):
    """A whole address as it was copied from somewhere."""

    text: str = Field(max_length=400)


class AddressRead(BaseModel):
    """What was made out of a pasted text for this person, until it is saved."""

    person_id: UUID
    values: dict[str, str]
    hint: str


def values_of(address: ReadAddress) -> dict[str, str]:
    """The fields of the form that a text filled."""
    return {name: getattr(address, name) for name in FIELDS}


@dataclass(frozen=True, slots=True)
class Pasted:
    """Who pasted a text, and what was made out of it; `refusal` leads back with what is wrong."""

    caller: Citizen
    read: AddressRead | None = None
    refusal: HTTPResponse | None = None


async def _read(request: Request) -> Pasted | None:
    """Never within a transaction: EMS is asked, and the asking is counted."""
    caller = await own_form_of(request)
    if caller is None:
        return None
    text = typed(request, "text", _LONGEST_TEXT)
    try:
        text = PastedText(text=text).text
        await spend(REDIS.of(request), addresses.QUESTIONS, caller.key)
    except ValidationError as error:
        faults = {"text": faults_of(error)[0].message}
        return Pasted(caller, refusal=sent_back(request, NEW, {"text": text}, faults=faults))
    except TooManyRequests as error:
        return Pasted(caller, refusal=sent_back(request, NEW, {"text": text}, problem=error))
    found = await addresses.read_pasted(addresses.post_office(request), text)
    read = AddressRead(person_id=caller.person_id, values=values_of(found), hint=found.hint)
    return Pasted(caller, read)


@endpoint(
    "网页:识别粘贴的整段地址",
    caller=Anyone,
    form=PastedForm,
    media=HTML,
    status=303,
    errors=(NotAllowed, TooManyRequests, TemporarilyUnavailable),
    transaction=False,
    asks_first=_read,
)
async def read_address(request: Request, asked: Pasted | None) -> HTTPResponse:
    """Leads to the form with what was made out: nothing is kept before it is saved there."""
    if asked is None:
        return sign_in_to(NEW)
    if asked.read is None:
        return asked.refusal or unkept_redirect(NEW)
    return note(request, unkept_redirect(NEW), READ_NOTE, asked.read, lifetime=READ_KEPT)


@endpoint("网页:回到添加地址", caller=Anyone, media=HTML, status=303)
async def back_to_new(request: Request) -> HTTPResponse:
    return unkept_redirect(NEW)
