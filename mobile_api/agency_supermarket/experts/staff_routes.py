"""The register of experts over HTTP: the desk's alone."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.errors import NotAtTheDesk
from mobile_api.agency_supermarket.experts import register, views
from mobile_api.agency_supermarket.experts.errors import (
    ExpertMoveNotAllowed,
    ExpertNotFound,
    ExpertRegistered,
)
from mobile_api.agency_supermarket.experts.schemas import (
    ExpertDetails,
    ExpertDetailsRequest,
    ExpertPage,
    ExpertRequest,
    ExpertsQuery,
    ExpertStatusRequest,
    ExpertView,
)
from mobile_api.agency_supermarket.experts.scope import at_the_desk
from mobile_api.agency_supermarket.experts.states import DECIDES, KEEPS
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown

staff = Blueprint("staff_market_experts", url_prefix="/staff/v1/market/experts")

_ONE = (NotAtTheDesk, ExpertNotFound)


@staff.get("")
@endpoint(
    "评标专家名册",
    caller=Staff,
    roles=KEEPS | DECIDES,
    query=ExpertsQuery,
    answer=ExpertPage,
    errors=(NotAtTheDesk,),
)
async def experts(request: Request, caller: Staff, query: ExpertsQuery) -> ExpertPage:
    found = await register.listed(caller, query)
    page, cursor = page_of(found, query.limit, at=lambda one: one.registered_at)
    lines, unreadable = shown(page, views.line)
    return ExpertPage(experts=lines, unreadable=unreadable, next_cursor=cursor)


@staff.post("")
@endpoint(
    "登记评标专家",
    caller=Staff,
    roles=KEEPS,
    body=ExpertRequest,
    answer=ExpertView,
    status=201,
    errors=(NotAtTheDesk, ExpertRegistered),
    idempotent=True,
)
async def enter(request: Request, caller: Staff, body: ExpertRequest) -> ExpertView:
    return await views.view(await register.register(caller, body))


@staff.get("/<expert_id:uuid>")
@endpoint("一位评标专家", caller=Staff, roles=KEEPS | DECIDES, answer=ExpertView, errors=_ONE)
async def expert(request: Request, caller: Staff, expert_id: UUID) -> ExpertView:
    found = await at_the_desk(caller).get_or_none(id=expert_id)
    if found is None:
        raise ExpertNotFound()
    return await views.view(found)


@staff.put("/<expert_id:uuid>")
@endpoint(
    "更正评标专家登记",
    caller=Staff,
    roles=KEEPS,
    body=ExpertRequest,
    answer=ExpertView,
    errors=(*_ONE, ExpertRegistered),
)
async def correct(
    request: Request, caller: Staff, expert_id: UUID, body: ExpertRequest
) -> ExpertView:
    return await views.view(await register.correct(caller, expert_id, body))


@staff.post("/<expert_id:uuid>/status")
@endpoint(
    "暂停、恢复或出库",
    caller=Staff,
    roles=DECIDES,
    body=ExpertStatusRequest,
    answer=ExpertView,
    errors=(*_ONE, ExpertMoveNotAllowed),
)
async def decide(
    request: Request, caller: Staff, expert_id: UUID, body: ExpertStatusRequest
) -> ExpertView:
    return await views.view(await register.decide(caller, expert_id, body))


@staff.post("/<expert_id:uuid>/details")
@endpoint(
    "查看专家姓名和电话(留痕)",
    caller=Staff,
    roles=KEEPS | DECIDES,
    body=ExpertDetailsRequest,
    answer=ExpertDetails,
    errors=_ONE,
)
async def details(
    request: Request, caller: Staff, expert_id: UUID, body: ExpertDetailsRequest
) -> ExpertDetails:
    found = await at_the_desk(caller).get_or_none(id=expert_id)
    if found is None:
        raise ExpertNotFound()
    await audit(
        caller, "read_expert", subject_kind="expert", subject_id=found.id, reason=body.reason
    )
    return ExpertDetails(number=found.number, name=found.name, phone=found.phone)
