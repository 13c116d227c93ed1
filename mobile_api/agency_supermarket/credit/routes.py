"""Credit over HTTP: what anybody may see, and what an agency does about its own."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.scope import own_agency, public
from mobile_api.agency_supermarket.credit import answering, effects, views
from mobile_api.agency_supermarket.credit.errors import (
    CreditEntryNotFound,
    CreditObjectionTooLate,
    EffectNotFound,
    HearingOver,
    RepairNotYet,
    RepairWaits,
    TooManyRepairs,
)
from mobile_api.agency_supermarket.credit.schemas import (
    CreditObjection,
    CreditQuery,
    CreditView,
    HearingStatement,
    OwnCreditView,
    RepairRequest,
)
from mobile_api.agency_supermarket.errors import (
    AgencyMoveNotAllowed,
    AgencyNotFound,
    NotForMarket,
)
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.http.endpoint import endpoint
from uploads.errors import FilesNotUsable

citizen = Blueprint("market_credit", url_prefix="/api/v1/market")

_OWN = (NotForMarket, NotActingFor, AgencyNotFound)
_ENTRY = (*_OWN, CreditEntryNotFound, AgencyMoveNotAllowed)


async def _after(agency: Agency) -> OwnCreditView:
    return await views.own_view(agency, CreditQuery())


@citizen.get("/agencies/<agency_id:uuid>/credit")
@endpoint(
    "一家中介机构的信用",
    caller=Anyone,
    query=CreditQuery,
    answer=CreditView,
    errors=(AgencyNotFound,),
)
async def credit(request: Request, agency_id: UUID, query: CreditQuery) -> CreditView:
    found = await public().get_or_none(id=agency_id)
    if found is None:
        raise AgencyNotFound()
    return await views.public_view(found, query)


@citizen.get("/agency/credit")
@endpoint(
    "本机构的信用和可以办理的事",
    caller=Citizen,
    acting=True,
    query=CreditQuery,
    answer=OwnCreditView,
    errors=_OWN,
)
async def own_credit(request: Request, caller: Citizen, query: CreditQuery) -> OwnCreditView:
    found = await own_agency(caller)
    return await views.own_view(found, query)


@citizen.post("/agency/credit-entries/<entry_id:uuid>/object")
@endpoint(
    "对信用记分提出异议",
    caller=Citizen,
    acting=True,
    body=CreditObjection,
    answer=OwnCreditView,
    errors=(*_ENTRY, CreditObjectionTooLate),
    idempotent=True,
)
async def object_to(
    request: Request, caller: Citizen, entry_id: UUID, body: CreditObjection
) -> OwnCreditView:
    return await _after(await answering.object_to(caller, entry_id, body.text))


@citizen.post("/agency/credit-entries/<entry_id:uuid>/repair")
@endpoint(
    "申请信用修复",
    caller=Citizen,
    acting=True,
    body=RepairRequest,
    answer=OwnCreditView,
    errors=(*_ENTRY, RepairNotYet, RepairWaits, TooManyRepairs, FilesNotUsable),
    idempotent=True,
)
async def ask_repair(
    request: Request, caller: Citizen, entry_id: UUID, body: RepairRequest
) -> OwnCreditView:
    return await _after(await answering.ask_repair(caller, entry_id, body))


@citizen.post("/agency/credit-effects/<effect_id:uuid>/state")
@endpoint(
    "对拟处理陈述申辩",
    caller=Citizen,
    acting=True,
    body=HearingStatement,
    answer=OwnCreditView,
    errors=(*_OWN, EffectNotFound, HearingOver, AgencyMoveNotAllowed),
    idempotent=True,
)
async def state(
    request: Request, caller: Citizen, effect_id: UUID, body: HearingStatement
) -> OwnCreditView:
    return await _after(await effects.state(caller, effect_id, body.text))
