"""The custody log over HTTP: for the counters of both cities, and for the person."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.states import HAND_OFF
from mobile_api.cases.transfer.service import HANDLERS
from mobile_api.handoff.custody import queries, service
from mobile_api.handoff.custody.errors import (
    CustodyFull,
    CustodyMoved,
    CustodyNotOpen,
    CustodyOutOfTurn,
    CustodyTooSoon,
)
from mobile_api.handoff.custody.schemas import CustodyStepRequest, CustodyView, OwnCustody
from mobile_api.handoff.errors import HandoffNotFound
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.http.endpoint import endpoint

staff = Blueprint("staff_custody", url_prefix="/staff/v1")
citizen = Blueprint("custody", url_prefix="/api/v1")


@staff.get("/handoffs/<handoff_id:uuid>/custody")
@endpoint(
    "原件交接登记",
    caller=Staff,
    roles=HANDLERS,
    answer=CustodyView,
    errors=(HandoffNotFound,),
)
async def custody(request: Request, caller: Staff, handoff_id: UUID) -> CustodyView:
    return await queries.custody_of(caller, handoff_id)


@staff.post("/handoffs/<handoff_id:uuid>/custody")
@endpoint(
    "登记原件交接的一步",
    caller=Staff,
    roles=HAND_OFF.roles,
    body=CustodyStepRequest,
    answer=CustodyView,
    status=201,
    errors=(
        HandoffNotFound,
        CustodyNotOpen,
        CustodyMoved,
        CustodyOutOfTurn,
        CustodyFull,
        CustodyTooSoon,
    ),
    idempotent=True,
)
async def append_custody(
    request: Request, caller: Staff, handoff_id: UUID, body: CustodyStepRequest
) -> CustodyView:
    await service.append(caller, handoff_id, body)
    return await queries.custody_of(caller, handoff_id)


@citizen.get("/cases/<case_id:uuid>/custody")
@endpoint(
    "材料原件在哪里",
    caller=Citizen,
    answer=OwnCustody,
    acting=True,
    errors=(CaseNotFound, HandoffNotFound),
)
async def own_custody(request: Request, caller: Citizen, case_id: UUID) -> OwnCustody:
    return await queries.own_custody(caller, case_id)
