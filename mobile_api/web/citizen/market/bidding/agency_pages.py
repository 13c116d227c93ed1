"""我的机构: how it stands at the market and what is to be done next; its services and people."""

from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.contracts.schemas import ContractPage, OwnContractsQuery
from mobile_api.agency_supermarket.contracts.states import Side
from mobile_api.agency_supermarket.errors import AgencyNotFound
from mobile_api.agency_supermarket.finding.queries import all_trades
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.agency_supermarket.showing.bidding import queries
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.citizen.market.acts.senders import (
    HOME,
    agency_visitor,
    is_for_market,
)
from mobile_api.web.citizen.market.bidding.entry_acts import application_of
from mobile_api.web.citizen.market.bidding.offer_acts import PEOPLE, SERVICES_PAGE
from mobile_api.web.frame.acting import acting_visitor
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import to_sign_in

_READ = (AgencyNotFound, NotActingFor, TemporarilyUnavailable)
_SHOWN = 5


@endpoint("网页:我的机构", caller=Anyone, media=HTML, errors=(NotActingFor, TemporarilyUnavailable))
async def show_home(request: Request) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    if not is_for_market(caller):
        return tell(request, "agency_whom.html", HOME, is_clerk=caller.acting_for is not None)
    found = await queries.own_application(caller)
    if found is None:
        return tell(request, "agency_begin.html", HOME)
    wanted = {key for one in found.services for key in _needed(one.service_type)}
    given = {one.kind for one in found.qualifications}
    return tell(
        request,
        "agency_home.html",
        HOME,
        agency=found,
        office=await queries.own_office(found.id),
        missing=[kind for kind in SERVICES.here().qualifications if kind.key in wanted - given],
        people=len(await queries.own_people(caller)),
        needs=(await queries.needs_bid_for(caller))[:_SHOWN],
        contracts=await _contracts(caller),
    )


def _needed(service_type: str) -> tuple[str, ...]:
    known = SERVICES.here().service_types.get(service_type)
    return known.qualifications if known else ()


async def _contracts(caller: Citizen) -> ContractPage:
    asked = OwnContractsQuery(side=Side.agency, limit=_SHOWN)
    return await queries.own_contract_list(caller, asked)


@endpoint("网页:机构的服务和收费", caller=Anyone, media=HTML, errors=_READ)
async def show_services(request: Request) -> HTTPResponse:
    caller = await agency_visitor(request)
    if isinstance(caller, HTTPResponse):
        return caller
    found = await application_of(caller)
    return tell(
        request,
        "agency_services.html",
        SERVICES_PAGE,
        offered={one.service_type: one for one in found.services},
        trades=(await all_trades()).trades,
        may_change=bool({"edit", "offer_anew"} & set(found.can)),
    )


@endpoint("网页:机构的从业人员", caller=Anyone, media=HTML, errors=_READ)
async def show_people(request: Request) -> HTTPResponse:
    caller = await agency_visitor(request)
    if isinstance(caller, HTTPResponse):
        return caller
    return tell(request, "agency_people.html", PEOPLE, people=await queries.own_people(caller))
