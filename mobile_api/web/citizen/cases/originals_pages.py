"""Originals to the hall: fetched at the door after the postage was shown, or posted by oneself."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel
from sanic import HTTPResponse, Request

from mobile_api.addresses import service as addresses
from mobile_api.addresses.errors import AddressBookFull, AddressNotFound
from mobile_api.addresses.schemas import Estimate
from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.post import service as post
from mobile_api.cases.post.errors import (
    OriginalsNotByPost,
    OriginalsNotExpected,
    OriginalsUnderWay,
    PickupNotServed,
)
from mobile_api.cases.post.schemas import AddressChoice
from mobile_api.cases.status import service as status
from mobile_api.cases.status.service import ActionKey
from mobile_api.guides.catalogue.service import Postage
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.errors import AppError, NotAllowed, TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.rate_limits import spend
from mobile_api.shared.process.cache import REDIS
from mobile_api.web.citizen.account.telling import done, tell
from mobile_api.web.citizen.applying.steps import path_of
from mobile_api.web.citizen.cases.address_choice import (
    ChosenAddressForm,
    SentAddress,
    address_content,
    address_of_form,
)
from mobile_api.web.citizen.cases.parcel_pages import back_with, post_of
from mobile_api.web.citizen.cases.ways import CONFIRM, PARCELS, PICK_UP, action_of
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.failures import failure_of, sent_back
from mobile_api.web.frame.notes import note, noted, tear_off
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, unkept_redirect
from notifications.post.schemas import Contact, MaskedContact
from notifications.post.states import Direction

_NOTE = "pick-up"
_KEPT = timedelta(minutes=15)
_REFUSED = (OriginalsNotByPost, OriginalsNotExpected, OriginalsUnderWay)
_ADDRESS_REFUSED = (AddressNotFound, AddressBookFull, TooManyRequests)


class PickUpNote(BaseModel):
    """What is to be fetched where, shown with its postage before it is ordered."""

    case_id: UUID
    person_id: UUID
    choice: AddressChoice
    sender: MaskedContact
    fee_fen: int | None
    hint: str


@dataclass(frozen=True, slots=True)
class AskedPickUp:
    """A form as it was sent; without `estimate` it goes back, or where `refusal` leads."""

    sent: SentAddress
    estimate: Estimate | None = None
    sender: MaskedContact | None = None
    refusal: AppError | None = None


async def _asked_pickup(request: Request, case_id: UUID) -> AskedPickUp | None:
    """EMS is asked whether it comes there and for how much; silent, it forbids nothing."""
    caller = await own_form_acting(request)
    if caller is None:
        return None
    sent = await address_of_form(request, caller)
    try:
        await post.check_expected(caller, case_id)
    except _REFUSED as error:
        return AskedPickUp(sent, refusal=error)
    if sent.choice is None:
        return AskedPickUp(sent)
    try:
        return await _estimated(request, sent, sent.choice)
    except (AddressNotFound, TooManyRequests, PickupNotServed) as error:
        return AskedPickUp(replace(sent, choice=None, problem=error))


async def _estimated(request: Request, sent: SentAddress, choice: AddressChoice) -> AskedPickUp:
    caller = sent.caller
    place = await addresses.meant(caller, choice.address_id, choice.address, field="/address")
    await spend(REDIS.of(request), addresses.QUESTIONS, caller.key)
    office = addresses.post_office(request)
    found = await addresses.estimate(office, place, Direction.to_hall)
    if found.is_served is False:
        raise PickupNotServed()
    contact = place if isinstance(place, Contact) else Contact.of(place)
    return AskedPickUp(sent, found, contact.masked())


@endpoint(
    "网页:预约上门取材料原件",
    caller=Anyone,
    media=HTML,
    errors=(CaseNotFound, TemporarilyUnavailable),
)
async def show_pickup(request: Request, case_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    case, leg = await post_of(request, caller, case_id)
    action, here = action_of(case, ActionKey.send_originals), path_of(case_id, PICK_UP)
    if action is None or not action.is_possible:
        return unkept_redirect(path_of(case_id, PARCELS))
    failure = failure_of(request, here)
    content = await address_content(caller, failure)
    return tell(request, "case_pickup.html", here, case=case, leg=leg, **content)


@endpoint(
    "网页:上门取件的地址和资费",
    caller=Anyone,
    form=ChosenAddressForm,
    media=HTML,
    status=303,
    errors=(
        CaseNotFound,
        NotAllowed,
        PickupNotServed,
        TemporarilyUnavailable,
        *_REFUSED,
        *_ADDRESS_REFUSED,
    ),
    asks_first=_asked_pickup,
)
async def choose_pickup(request: Request, case_id: UUID, asked: AskedPickUp | None) -> HTTPResponse:
    """Nothing is ordered yet: the next page says what it costs."""
    here = path_of(case_id, PICK_UP)
    if asked is None:
        return sign_in_to(here)
    if asked.refusal is not None:
        return sent_back(request, path_of(case_id, PARCELS), {}, problem=asked.refusal)
    if asked.sent.choice is None or asked.estimate is None or asked.sender is None:
        return back_with(request, here, asked.sent)
    chosen = PickUpNote(
        case_id=case_id,
        person_id=asked.sent.caller.person_id,
        choice=asked.sent.choice,
        sender=asked.sender,
        fee_fen=asked.estimate.fee_fen,
        hint=asked.estimate.hint,
    )
    to = unkept_redirect(path_of(case_id, CONFIRM))
    return note(request, to, _NOTE, chosen, lifetime=_KEPT)


def _chosen(request: Request, caller: Citizen, case_id: UUID) -> PickUpNote | None:
    found = noted(request, _NOTE, PickUpNote)
    is_own = found and (found.case_id, found.person_id) == (case_id, caller.person_id)
    return found if is_own else None


@endpoint(
    "网页:预约上门取件前核对",
    caller=Anyone,
    media=HTML,
    errors=(CaseNotFound, TemporarilyUnavailable),
)
async def show_pickup_order(request: Request, case_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    case, leg = await post_of(request, caller, case_id)
    chosen = _chosen(request, caller, case_id)
    if chosen is None:
        return unkept_redirect(path_of(case_id, PARCELS))
    return tell(
        request,
        "case_pickup_order.html",
        path_of(case_id, CONFIRM),
        case=case,
        chosen=chosen,
        is_free=leg.postage is Postage.FREE,
    )


@endpoint(
    "网页:确认预约上门取件",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(CaseNotFound, NotAllowed, TemporarilyUnavailable, *_REFUSED, *_ADDRESS_REFUSED),
    asks_first=own_form_acting,
)
async def order_pickup(request: Request, case_id: UUID, asked: Citizen | None) -> HTTPResponse:
    parcels = path_of(case_id, PARCELS)
    if asked is None:
        return sign_in_to(path_of(case_id, PICK_UP))
    await status.visible_case(asked, case_id)
    chosen = _chosen(request, asked, case_id)
    if chosen is None:
        return unkept_redirect(parcels)
    try:
        async with savepoint():
            await post.order_pickup(asked, case_id, chosen.choice, post.POSTAL_TERMS.of(request))
    except (*_REFUSED, *_ADDRESS_REFUSED) as error:
        return tear_off(request, sent_back(request, parcels, {}, problem=error), _NOTE)
    words = "已经预约上门取件。请把材料装好,当面交给邮递员。"
    return tear_off(request, done(request, parcels, words), _NOTE)
