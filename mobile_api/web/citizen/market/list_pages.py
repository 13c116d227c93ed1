"""Every agency of the market, the newest first."""

from pydantic import ConfigDict
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.showing.queries import AgencyListQuery, agency_list
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.frame.rendering import HTML, page
from mobile_api.web.frame.requests import address

AGENCIES = "/market/agencies"


class AgenciesPageQuery(AgencyListQuery):
    """From where on, and whatever else stands in the link."""

    model_config = ConfigDict(extra="ignore")


@endpoint("网页:全部中介机构", caller=Anyone, query=AgenciesPageQuery, media=HTML)
async def show_agencies(request: Request, query: AgenciesPageQuery) -> HTTPResponse:
    found = await agency_list(query)
    further = None
    if found.next_cursor is not None:
        further = address(AGENCIES, query.model_copy(update={"cursor": found.next_cursor}))
    here = address(AGENCIES, query)
    return page(request, "market_agencies.html", here, found=found, further=further)
