"""The credit of one's agency, what was ordered against it, and what can be said about both."""

from pydantic import ConfigDict
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.credit.schemas import CreditQuery
from mobile_api.agency_supermarket.errors import AgencyNotFound
from mobile_api.agency_supermarket.showing.bidding import queries
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Anyone
from mobile_api.shared.errors import TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.citizen.market.acts.senders import agency_visitor
from mobile_api.web.citizen.market.bidding.credit_acts import CREDIT, may_object
from mobile_api.web.citizen.market.bidding.entry_acts import application_of
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.requests import address


class AgencyCreditQuery(CreditQuery):
    """From where on, and whatever else stands in the link."""

    model_config = ConfigDict(extra="ignore")


@endpoint(
    "网页:机构的信用和处理决定",
    caller=Anyone,
    query=AgencyCreditQuery,
    media=HTML,
    errors=(AgencyNotFound, NotActingFor, TemporarilyUnavailable),
)
async def show_own_credit(request: Request, query: AgencyCreditQuery) -> HTTPResponse:
    caller = await agency_visitor(request)
    if isinstance(caller, HTTPResponse):
        return caller
    found = await queries.own_credit(caller, query)
    further = None
    if found.next_cursor is not None:
        further = address(CREDIT, query.model_copy(update={"cursor": found.next_cursor}))
    ordered = (await application_of(caller)).sanctions
    return tell(
        request,
        "agency_credit.html",
        CREDIT,
        here=address(CREDIT, query),
        credit=found,
        sanctions=[(one, may_object(one)) for one in ordered],
        further=further,
    )
