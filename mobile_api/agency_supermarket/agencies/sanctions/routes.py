"""Sanctions over HTTP: ordered by a supervisor of the market, answered by the agency."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.agencies import views
from mobile_api.agency_supermarket.agencies.sanctions import service
from mobile_api.agency_supermarket.agencies.sanctions.schemas import (
    ObjectionAnswer,
    ObjectionRequest,
    SanctionRequest,
)
from mobile_api.agency_supermarket.agencies.schemas import ApplicationView
from mobile_api.agency_supermarket.errors import (
    AgencyMoveNotAllowed,
    AgencyNotFound,
    NotAtTheDesk,
    NotForMarket,
    ObjectionAnswered,
    ObjectionTooLate,
    OwnSanction,
    SanctionNotFound,
)
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Citizen, Staff, StaffRole
from mobile_api.shared.http.endpoint import endpoint

citizen = Blueprint("market_sanctions", url_prefix="/api/v1/market")
staff = Blueprint("staff_market_sanctions", url_prefix="/staff/v1/market")

_SUPERVISOR = frozenset({StaffRole.supervisor})
_OWN = (NotForMarket, NotActingFor, AgencyNotFound)
_MOVE = (AgencyNotFound, NotAtTheDesk, AgencyMoveNotAllowed)


@citizen.post("/agency/sanctions/<sanction_id:uuid>/object")
@endpoint(
    "对处理决定提出异议",
    caller=Citizen,
    acting=True,
    body=ObjectionRequest,
    answer=ApplicationView,
    errors=(*_OWN, SanctionNotFound, ObjectionTooLate),
)
async def object_to(
    request: Request, caller: Citizen, sanction_id: UUID, body: ObjectionRequest
) -> ApplicationView:
    return await views.application(await service.object_to(caller, sanction_id, body.text))


@staff.post("/agencies/<agency_id:uuid>/sanctions")
@endpoint(
    "警示、暂停或列入黑名单",
    caller=Staff,
    roles=_SUPERVISOR,
    body=SanctionRequest,
    answer=ApplicationView,
    errors=_MOVE,
    idempotent=True,
)
async def order(
    request: Request, caller: Staff, agency_id: UUID, body: SanctionRequest
) -> ApplicationView:
    return await views.application(await service.order(caller, agency_id, body))


@staff.post("/agencies/<agency_id:uuid>/sanctions/<sanction_id:uuid>/answer")
@endpoint(
    "答复异议",
    caller=Staff,
    roles=_SUPERVISOR,
    body=ObjectionAnswer,
    answer=ApplicationView,
    errors=(*_MOVE, SanctionNotFound, ObjectionAnswered, OwnSanction),
)
async def answer(
    request: Request, caller: Staff, agency_id: UUID, sanction_id: UUID, body: ObjectionAnswer
) -> ApplicationView:
    found = await service.answer(caller, agency_id, sanction_id, body)
    return await views.application(found)
