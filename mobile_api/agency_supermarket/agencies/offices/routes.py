"""The office of an agency over HTTP."""

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.agencies.offices import service
from mobile_api.agency_supermarket.agencies.offices.schemas import OfficeRequest, OfficeView
from mobile_api.agency_supermarket.errors import AgencyNotFound, NotForMarket
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Citizen
from mobile_api.shared.http.endpoint import endpoint

citizen = Blueprint("market_offices", url_prefix="/api/v1/market")


@citizen.put("/agency/office")
@endpoint(
    "填写办公地点",
    caller=Citizen,
    acting=True,
    body=OfficeRequest,
    answer=OfficeView,
    errors=(NotForMarket, NotActingFor, AgencyNotFound),
)
async def move_in(request: Request, caller: Citizen, body: OfficeRequest) -> OfficeView:
    office = await service.move_in(caller, body)
    return OfficeView(address=office.address, longitude=office.longitude, latitude=office.latitude)
