"""What is kept about a person: looked at, and taken along as a copy (个人信息保护法 45)."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel
from sanic import HTTPResponse, Request

from mobile_api.accounts.bindings.service import Proven, Prover
from mobile_api.accounts.errors import ProofNeeded
from mobile_api.accounts.phones.models import CodePurpose
from mobile_api.accounts.phones.schemas import Proof
from mobile_api.accounts.service import has_fixed_name, person_of
from mobile_api.personal_data import service as personal_data
from mobile_api.personal_data.errors import ExportNotReady, NoExport
from mobile_api.personal_data.models import DataExport, ExportState
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.clock import Instant
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.text.masking import mask_id_number, mask_name, mask_phone
from mobile_api.web.frame.failures import failure_of, sent_back, told
from mobile_api.web.frame.notes import note, noted
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.visitor import (
    own_form_of,
    sign_in_to,
    to_sign_in,
    unkept_redirect,
    visitor_of,
)
from uploads.service import STORE

DATA = "/me/data"
COPY = f"{DATA}/copy"
_NOTE = "own-copy"


class OpenedCopy(BaseModel):
    """The copy whose links this browser may show until then."""

    export_id: UUID
    until: Instant


@dataclass(frozen=True, slots=True)
class Requested:
    """Who sent a form that needs fresh proof; `proof` is None when the sign-in is too old."""

    caller: Citizen
    proof: Proven | None


async def proven(request: Request, purpose: CodePurpose) -> Requested | None:
    """Who sent a form of ours, and whether they signed in just now. None: has not signed in."""
    caller = await own_form_of(request)
    if caller is None:
        return None
    try:
        return Requested(caller, await Prover.of(request, caller).own_or_recent(Proof(), purpose))
    except ProofNeeded:
        return Requested(caller, None)


async def _prove_for_copy(request: Request) -> Requested | None:
    return await proven(request, CodePurpose.export)


@endpoint("网页:我的个人信息", caller=Anyone, media=HTML, errors=(TemporarilyUnavailable,))
async def show_own_data(request: Request) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    person, failure = await person_of(caller), failure_of(request, DATA)
    shown = unkept_page(
        request,
        "own_data.html",
        DATA,
        failure.status if failure else 200,
        name=mask_name(person.name or ""),
        id_number=mask_id_number(person.id_number) if person.id_number else "",
        phone=mask_phone(person.phone) if person.phone else "",
        has_fixed_name=has_fixed_name(person),
        copy=await _copy_of(caller),
        deletion=await personal_data.deletion_under_way(caller.person_id),
        is_fresh=await Prover.of(request, caller).has_signed_in_recently(),
        problem=failure if failure and failure.title else None,
    )
    return told(request, shown, failure)


async def _copy_of(caller: Citizen) -> DataExport | None:
    try:
        return await personal_data.newest(caller)
    except NoExport:
        return None


@endpoint(
    "网页:申请个人信息副本",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NotAllowed, TooManyRequests, TemporarilyUnavailable),
    asks_first=_prove_for_copy,
)
async def ask_copy(request: Request, asked: Requested | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(DATA)
    if asked.proof is not None:
        try:
            await personal_data.ask_copy(asked.caller, asked.proof)
        except TooManyRequests as error:
            return sent_back(request, DATA, {}, problem=error)
    return unkept_redirect(DATA)


@endpoint(
    "网页:打开个人信息副本",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NotAllowed, TemporarilyUnavailable),
    asks_first=_prove_for_copy,
)
async def open_copy(request: Request, asked: Requested | None) -> HTTPResponse:
    """Leads to the page of the links, which this browser shows as long as they are good."""
    if asked is None:
        return sign_in_to(DATA)
    if asked.proof is None:
        return unkept_redirect(DATA)
    try:
        export = await personal_data.opened(asked.caller, asked.proof)
    except (NoExport, ExportNotReady) as error:
        return sent_back(request, DATA, {}, problem=error)
    lifetime = personal_data.LINK_LIFETIME
    opened = OpenedCopy(export_id=export.id, until=clock.now() + lifetime)
    return note(request, unkept_redirect(COPY), _NOTE, opened, lifetime=lifetime)


@endpoint("网页:下载个人信息副本", caller=Anyone, media=HTML, errors=(TemporarilyUnavailable,))
async def show_copy(request: Request) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return sign_in_to(DATA)
    opened, copy = noted(request, _NOTE, OpenedCopy), await _copy_of(caller)
    is_open = opened is not None and copy is not None and copy.id == opened.export_id
    if not (opened and copy and is_open and copy.state is ExportState.ready):
        return unkept_redirect(DATA)
    links = personal_data.links_of(STORE.of(request), copy, opened.until)
    archives = list(zip(links, copy.sizes, strict=True))
    return unkept_page(request, "own_copy.html", COPY, archives=archives, until=opened.until)


@endpoint("网页:回到我的个人信息", caller=Anyone, media=HTML, status=303)
async def back_to_data(request: Request) -> HTTPResponse:
    return unkept_redirect(DATA)
