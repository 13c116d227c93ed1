"""Openings over HTTP: by the owner; what came of it, for everybody."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.errors import (
    BiddingNotOver,
    NeedMoveNotAllowed,
    NeedNotFound,
    NotAmongThem,
    NotForMarket,
    NotOpenedYet,
    WrongOwnerKey,
)
from mobile_api.agency_supermarket.needs.scope import public_needs
from mobile_api.agency_supermarket.openings import choosing, opening, views
from mobile_api.agency_supermarket.openings.opening import OpenedBids
from mobile_api.agency_supermarket.openings.schemas import (
    ChooseRequest,
    OpeningView,
    OpenRequest,
)
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint

citizen = Blueprint("market_openings", url_prefix="/api/v1/market")

_OWN = (NotForMarket, NotActingFor, NeedNotFound, NeedMoveNotAllowed)


async def _read(request: Request, caller: Citizen, need_id: UUID, body: OpenRequest) -> OpenedBids:
    return await opening.read_bids(caller, need_id, body)


@citizen.post("/own-needs/<need_id:uuid>/open")
@endpoint(
    "开启报价",
    caller=Citizen,
    acting=True,
    body=OpenRequest,
    answer=OpeningView,
    errors=(*_OWN, BiddingNotOver, WrongOwnerKey, TemporarilyUnavailable),
    asks_first=_read,
    idempotent=True,
    guessing=True,
)
async def open_bids(
    request: Request, caller: Citizen, need_id: UUID, body: OpenRequest, asked: OpenedBids
) -> OpeningView:
    return await views.opening(await opening.open_bids(caller, need_id, asked))


@citizen.post("/own-needs/<need_id:uuid>/choose")
@endpoint(
    "采购人选定中介机构",
    caller=Citizen,
    acting=True,
    body=ChooseRequest,
    answer=OpeningView,
    errors=(*_OWN, NotAmongThem),
    idempotent=True,
)
async def choose(
    request: Request, caller: Citizen, need_id: UUID, body: ChooseRequest
) -> OpeningView:
    return await views.opening(await choosing.choose(caller, need_id, body.bid_id, body.reason))


@citizen.get("/needs/<need_id:uuid>/opening")
@endpoint(
    "开启报价和选取过程(公开)",
    caller=Anyone,
    answer=OpeningView,
    errors=(NeedNotFound, NotOpenedYet),
)
async def show_opening(request: Request, need_id: UUID) -> OpeningView:
    need = await public_needs().get_or_none(id=need_id)
    if need is None:
        raise NeedNotFound()
    return await views.opening(need)
