"""One's own complaints about bidding: the list, and one with what became of it."""

from uuid import UUID

from pydantic import ConfigDict
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.showing.trading import queries
from mobile_api.agency_supermarket.trading.complaints.schemas import OwnComplaintsQuery
from mobile_api.agency_supermarket.trading.errors import ComplaintNotFound
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.citizen.market.trading.complaint_acts import COMPLAINTS
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.requests import address
from mobile_api.web.frame.visitor import to_sign_in, visitor_of


class ComplaintsPageQuery(OwnComplaintsQuery):
    """From where on, and whatever else stands in the link."""

    model_config = ConfigDict(extra="ignore")


@endpoint("网页:我的招标投标投诉", caller=Anyone, query=ComplaintsPageQuery, media=HTML)
async def show_complaints(request: Request, query: ComplaintsPageQuery) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    found = await queries.own_complaint_list(caller, query)
    further = None
    if found.next_cursor is not None:
        further = address(COMPLAINTS, query.model_copy(update={"cursor": found.next_cursor}))
    return tell(
        request,
        "trading_complaints.html",
        COMPLAINTS,
        here=address(COMPLAINTS, query),
        found=found,
        further=further,
    )


@endpoint("网页:我的一件招标投标投诉", caller=Anyone, media=HTML, errors=(ComplaintNotFound,))
async def show_complaint(request: Request, complaint_id: UUID) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    found = await queries.own_complaint(caller, complaint_id)
    return tell(request, "trading_complaint.html", f"{COMPLAINTS}/{complaint_id}", complaint=found)
