"""What an agency has to do with a need: its bid, its receipts, its objections."""

from uuid import UUID

from pydantic import ConfigDict
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.bids.schemas import BidLog
from mobile_api.agency_supermarket.bids.service import obstacle_to_bid
from mobile_api.agency_supermarket.bids.states import BidAct
from mobile_api.agency_supermarket.disputes.schemas import DisputesQuery
from mobile_api.agency_supermarket.disputes.states import DisputeAbout
from mobile_api.agency_supermarket.errors import AgencyNotFound, BidNotFound, NeedNotFound
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.selection.rules import METHOD_NAMES
from mobile_api.agency_supermarket.showing.bidding import queries
from mobile_api.agency_supermarket.showing.queries import need_shown
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone
from mobile_api.shared.errors import TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.signatures.service import public_keys
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.citizen.market.acts.senders import agency_visitor
from mobile_api.web.citizen.market.bidding.bid_acts import DISPUTES, is_open
from mobile_api.web.citizen.market.bidding.entry_acts import application_of
from mobile_api.web.frame.rendering import HTML, SAFETY
from mobile_api.web.frame.requests import address

_READ = (AgencyNotFound, NeedNotFound, NotActingFor, TemporarilyUnavailable)
_ACT_NAMES = {
    BidAct.submitted: "收到报价",
    BidAct.replaced: "收到新的报价,代替原来的",
    BidAct.withdrawn: "撤回报价",
}
_KEPT = {"cache-control": "no-store"}


class AgencyDisputesQuery(DisputesQuery):
    """From where on, and whatever else stands in the link."""

    model_config = ConfigDict(extra="ignore")


@endpoint("网页:我在一项采购里", caller=Anyone, media=HTML, errors=_READ)
async def show_part(request: Request, need_id: UUID) -> HTTPResponse:
    caller = await agency_visitor(request, f"need:{need_id}")
    if isinstance(caller, HTTPResponse):
        return caller
    agency = await application_of(caller)
    found = await need_shown(need_id)
    need = found.need
    award = found.opening.award if found.opening else None
    return tell(
        request,
        "agency_need.html",
        request.path,
        need=need,
        opening=found.opening,
        own=await queries.own_state(caller, need_id),
        act_names=_ACT_NAMES,
        method=METHOD_NAMES[need.method],
        is_open=is_open(need),
        obstacle=await obstacle_to_bid(caller, need_id) if is_open(need) else None,
        may_object=is_open(need) or need.status is NeedStatus.awarded,
        about=DisputeAbout.terms if is_open(need) else DisputeAbout.result,
        is_shown=award is not None and award.shown_until >= clock.today(),
        has_won=award is not None and award.agency_id == agency.id,
        changes=found.changes,
    )


@endpoint(
    "网页:下载报价回执", caller=Anyone, media="application/json", errors=(*_READ, BidNotFound)
)
async def keep_receipts(request: Request, need_id: UUID) -> HTTPResponse:
    """As `yiwang verify` reads it, to be held against the log that is public after the deadline."""
    caller = await agency_visitor(request)
    if isinstance(caller, HTTPResponse):
        return caller
    own = await queries.own_state(caller, need_id)
    if own is None:
        raise BidNotFound()
    log = BidLog(receipts=own.receipts, keys=public_keys())
    name = f'attachment; filename="{own.receipts[0].need_number}-receipts.json"'
    headers = SAFETY | _KEPT | {"content-disposition": name}
    return HTTPResponse(log.model_dump_json(indent=1), 200, headers, "application/json")


@endpoint(
    "网页:本机构提出的异议和投诉",
    caller=Anyone,
    query=AgencyDisputesQuery,
    media=HTML,
    errors=_READ,
)
async def show_disputes(request: Request, query: AgencyDisputesQuery) -> HTTPResponse:
    caller = await agency_visitor(request)
    if isinstance(caller, HTTPResponse):
        return caller
    found = await queries.own_dispute_list(caller, query)
    further = None
    if found.next_cursor is not None:
        further = address(DISPUTES, query.model_copy(update={"cursor": found.next_cursor}))
    return tell(request, "agency_disputes.html", DISPUTES, found=found, further=further)
