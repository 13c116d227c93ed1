"""What an expert does with their own entry and seats."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.experts import register
from mobile_api.agency_supermarket.experts.errors import (
    NotAnExpert,
    PanelMoveNotAllowed,
    SeatHasScored,
    SeatNotFound,
)
from mobile_api.agency_supermarket.experts.panels import seating, views
from mobile_api.agency_supermarket.experts.panels.schemas import OwnExpert
from mobile_api.agency_supermarket.experts.schemas import AvoidedRequest
from mobile_api.agency_supermarket.experts.scope import own_entry
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.endpoint import endpoint

citizen = Blueprint("market_expert", url_prefix="/api/v1/market/expert")


@citizen.get("")
@endpoint("我的评标专家登记", caller=Citizen, answer=OwnExpert, errors=(NotAnExpert,))
async def entry(request: Request, caller: Citizen) -> OwnExpert:
    return await views.own(await own_entry(caller))


@citizen.put("/avoided")
@endpoint(
    "申报回避单位",
    caller=Citizen,
    body=AvoidedRequest,
    answer=OwnExpert,
    errors=(NotAnExpert, TooManyRequests),
)
async def avoid(request: Request, caller: Citizen, body: AvoidedRequest) -> OwnExpert:
    return await views.own(await register.avoid(caller, body.avoided))


@citizen.post("/seats/<seat_id:uuid>/decline")
@endpoint(
    "不能参加评标,退出席位",
    caller=Citizen,
    answer=OwnExpert,
    errors=(NotAnExpert, SeatNotFound, SeatHasScored, PanelMoveNotAllowed),
    idempotent=True,
)
async def decline(request: Request, caller: Citizen, seat_id: UUID) -> OwnExpert:
    await seating.decline(caller, seat_id)
    return await views.own(await own_entry(caller))
