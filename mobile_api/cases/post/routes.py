"""The postal leg of one's own case: see it, change where it goes, send originals to the hall."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.addresses import service as addresses
from mobile_api.addresses.errors import AddressBookFull, AddressNotFound
from mobile_api.addresses.service import QUESTIONS, is_served, post_office
from mobile_api.cases.errors import CaseNotFound, MoveNotAllowed
from mobile_api.cases.models import Case
from mobile_api.cases.post import originals, results
from mobile_api.cases.post.choice import POSTAL_TERMS, PostalTerms
from mobile_api.cases.post.errors import (
    AddressChangeTooLate,
    NotByPost,
    NothingToReaddress,
    OriginalsNotByPost,
    OriginalsNotExpected,
    OriginalsUnderWay,
    ParcelNotFound,
    PickupNotServed,
    PostedTooOften,
)
from mobile_api.cases.post.schemas import (
    AddressChoice,
    DeliveryView,
    OriginalsPosted,
    ReaddressRequest,
    WaybillRequest,
)
from mobile_api.cases.post.views import delivery_view
from mobile_api.cases.scope import visible_case
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.rate_limits import spend
from mobile_api.shared.process.cache import REDIS
from notifications.post.errors import ParcelNotCancellable
from notifications.post.states import Direction

citizen = Blueprint("case_post", url_prefix="/api/v1")

_ADDRESS_ERRORS = (CaseNotFound, AddressNotFound, AddressBookFull)
_ORIGINALS_ERRORS = (OriginalsNotByPost, OriginalsNotExpected, OriginalsUnderWay)


def _terms(request: Request) -> PostalTerms:
    return POSTAL_TERMS.of(request)


async def _view(request: Request, case: Case) -> DeliveryView:
    return await delivery_view(case, _terms(request))


@citizen.get("/cases/<case_id:uuid>/delivery")
@endpoint(
    "办件的邮寄情况(双向)", caller=Citizen, acting=True, answer=DeliveryView, errors=(CaseNotFound,)
)
async def delivery(request: Request, caller: Citizen, case_id: UUID) -> DeliveryView:
    return await _view(request, await visible_case(caller, case_id))


@citizen.post("/cases/<case_id:uuid>/delivery/address")
@endpoint(
    "更改收件地址(揽收之前)",
    caller=Citizen,
    acting=True,
    body=AddressChoice,
    answer=DeliveryView,
    errors=(*_ADDRESS_ERRORS, NotByPost, AddressChangeTooLate, MoveNotAllowed, TooManyRequests),
    idempotent=True,
)
async def change_address(
    request: Request, caller: Citizen, case_id: UUID, body: AddressChoice
) -> DeliveryView:
    case = await results.change_address(caller, case_id, body, _terms(request))
    return await _view(request, case)


@citizen.post("/cases/<case_id:uuid>/delivery/readdress")
@endpoint(
    "退回后确认新地址或改为窗口领取",
    caller=Citizen,
    body=ReaddressRequest,
    answer=DeliveryView,
    errors=(*_ADDRESS_ERRORS, NothingToReaddress, PostedTooOften, TooManyRequests),
    idempotent=True,
    acting=True,
)
async def readdress(
    request: Request, caller: Citizen, case_id: UUID, body: ReaddressRequest
) -> DeliveryView:
    case = await results.readdress(caller, case_id, body, _terms(request))
    return await _view(request, case)


async def _ask_about_pickup(
    request: Request, caller: Citizen, case_id: UUID, body: AddressChoice
) -> None:
    await originals.check_expected(caller, case_id)
    place = await addresses.meant(caller, body.address_id, body.address, field="/address")
    await spend(REDIS.of(request), QUESTIONS, caller.key)
    # When EMS is silent the order itself will tell.
    if await is_served(post_office(request), place, Direction.to_hall) is False:
        raise PickupNotServed()


@citizen.post("/cases/<case_id:uuid>/originals/pick-up")
@endpoint(
    "预约EMS上门取材料原件",
    caller=Citizen,
    body=AddressChoice,
    answer=DeliveryView,
    status=201,
    errors=(*_ADDRESS_ERRORS, *_ORIGINALS_ERRORS, PickupNotServed, TooManyRequests),
    asks_first=_ask_about_pickup,
    idempotent=True,
    acting=True,
)
async def order_pickup(
    request: Request, caller: Citizen, case_id: UUID, body: AddressChoice
) -> DeliveryView:
    case = await originals.order_pickup(caller, case_id, body, _terms(request))
    return await _view(request, case)


@citizen.post("/cases/<case_id:uuid>/originals/number")
@endpoint(
    "填写自行寄送材料原件的邮件号",
    caller=Citizen,
    body=WaybillRequest,
    answer=OriginalsPosted,
    status=201,
    errors=(CaseNotFound, *_ORIGINALS_ERRORS, TooManyRequests),
    idempotent=True,
    acting=True,
)
async def register_number(
    request: Request, caller: Citizen, case_id: UUID, body: WaybillRequest
) -> OriginalsPosted:
    parcel = await originals.register_number(caller, case_id, body, _terms(request))
    return OriginalsPosted(parcel_id=parcel.id, advice=originals.advice_on_number(body))


@citizen.post("/cases/<case_id:uuid>/originals/<parcel_id:uuid>/cancel")
@endpoint(
    "取消上门取件或填错的邮件号",
    caller=Citizen,
    acting=True,
    answer=DeliveryView,
    errors=(CaseNotFound, ParcelNotFound, ParcelNotCancellable),
    idempotent=True,
)
async def cancel_originals(
    request: Request, caller: Citizen, case_id: UUID, parcel_id: UUID
) -> DeliveryView:
    await originals.cancel(caller, case_id, parcel_id)
    return await _view(request, await visible_case(caller, case_id))
