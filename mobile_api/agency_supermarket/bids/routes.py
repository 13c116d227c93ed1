"""Bids over HTTP: handed in sealed, with receipts; their log after the deadline."""

from datetime import datetime
from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.bids import service
from mobile_api.agency_supermarket.bids.queries import bidders_of
from mobile_api.agency_supermarket.bids.schemas import BidLog, BidRequest, BidState
from mobile_api.agency_supermarket.bids.views import state_of
from mobile_api.agency_supermarket.errors import (
    AgencyCannotBid,
    AgencyNotFound,
    BidChangedTooOften,
    BiddingNotOver,
    BiddingOver,
    BidNotFound,
    ChangeNotRead,
    NeedChanged,
    NeedMoveNotAllowed,
    NeedNotFound,
    NotEligible,
    NotForMarket,
)
from mobile_api.agency_supermarket.needs import drafting
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.schemas import CancelRequest, NeedView
from mobile_api.agency_supermarket.needs.scope import public_needs
from mobile_api.agency_supermarket.needs.views import view
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.signatures.service import public_keys

citizen = Blueprint("market_bids", url_prefix="/api/v1/market")

_BIDDER = (NotForMarket, NotActingFor, AgencyNotFound, NeedNotFound)
_CHANGES = (*_BIDDER, BiddingOver)
# A proposal of 20,000 characters, each of them escaped, or sealed and in base64.
_MOST_BYTES = 160 * 1024


async def _arrived(request: Request) -> datetime:
    """Before the transaction: whoever waits for a turn was here already."""
    return clock.now()


async def _need(need_id: UUID) -> Need:
    found = await public_needs().get_or_none(id=need_id)
    if found is None:
        raise NeedNotFound()
    return found


@citizen.put("/needs/<need_id:uuid>/bid")
@endpoint(
    "报价(密封,截止前可替换)",
    caller=Citizen,
    acting=True,
    body=BidRequest,
    answer=BidState,
    errors=(
        *_CHANGES,
        AgencyCannotBid,
        NotEligible,
        NeedChanged,
        ChangeNotRead,
        BidChangedTooOften,
    ),
    most_bytes=_MOST_BYTES,
    asks_first=_arrived,
    idempotent=True,
)
async def bid(
    request: Request, caller: Citizen, need_id: UUID, body: BidRequest, asked: datetime
) -> BidState:
    made = await service.bid(caller, need_id, body, asked)
    return await state_of(made, await _need(need_id))


@citizen.post("/needs/<need_id:uuid>/bid/withdraw")
@endpoint(
    "撤回报价",
    caller=Citizen,
    acting=True,
    answer=BidState,
    errors=(*_CHANGES, BidNotFound),
    asks_first=_arrived,
)
async def withdraw(request: Request, caller: Citizen, need_id: UUID, asked: datetime) -> BidState:
    found = await service.withdraw(caller, need_id, asked)
    return await state_of(found, await _need(need_id))


@citizen.get("/needs/<need_id:uuid>/bid")
@endpoint(
    "本机构的报价和回执",
    caller=Citizen,
    acting=True,
    answer=BidState,
    errors=(*_BIDDER, BidNotFound),
)
async def own_bid(request: Request, caller: Citizen, need_id: UUID) -> BidState:
    need = await _need(need_id)
    return await state_of(await service.own_bid(caller, need_id), need)


@citizen.get("/needs/<need_id:uuid>/bid-log")
@endpoint(
    "报价收件记录(截止后公开,可核对签名)",
    caller=Anyone,
    answer=BidLog,
    errors=(NeedNotFound, BiddingNotOver),
)
async def log(request: Request, need_id: UUID) -> BidLog:
    receipts = await service.log_of(await _need(need_id))
    return BidLog(receipts=receipts, keys=public_keys())


@citizen.post("/own-needs/<need_id:uuid>/cancel")
@endpoint(
    "取消采购需求",
    caller=Citizen,
    acting=True,
    body=CancelRequest,
    answer=NeedView,
    errors=(NotForMarket, NotActingFor, NeedNotFound, NeedMoveNotAllowed),
    idempotent=True,
)
async def cancel(request: Request, caller: Citizen, need_id: UUID, body: CancelRequest) -> NeedView:
    found = await drafting.cancel(caller, need_id, body.reason, bidders_of)
    return await view(found, is_own=True)
