"""One agency as anybody may know it."""

from uuid import UUID

from pydantic import ConfigDict
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.errors import AgencyNotFound
from mobile_api.agency_supermarket.showing.queries import agency_shown
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.schema import RequestBody
from mobile_api.web.frame.rendering import HTML, page
from mobile_api.web.frame.requests import address


class AgencyPageQuery(RequestBody):
    """`ratings`: from where on its ratings are read."""

    model_config = ConfigDict(extra="ignore")

    ratings: str | None = None


@endpoint(
    "网页:一家中介机构",
    caller=Anyone,
    query=AgencyPageQuery,
    media=HTML,
    errors=(AgencyNotFound,),
)
async def show_agency(request: Request, agency_id: UUID, query: AgencyPageQuery) -> HTTPResponse:
    path = f"/market/agencies/{agency_id}"
    found = await agency_shown(agency_id, query.ratings)
    further = None
    if found.ratings.next_cursor is not None:
        further = address(path, AgencyPageQuery(ratings=found.ratings.next_cursor))
    names = {one.key: one.name for one in found.ratings.dimensions}
    return page(
        request,
        "market_agency.html",
        address(path, query),
        found=found,
        agency=found.profile,
        dimensions=names,
        further=further,
    )
