"""Panels at the desk: confirmed by a second person, cancelled, members reached and replaced."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.errors import NotAtTheDesk
from mobile_api.agency_supermarket.experts.errors import (
    PanelFourEyes,
    PanelMoveNotAllowed,
    PanelNotFound,
    ScoresStand,
    SeatNotFound,
    TooFewExperts,
)
from mobile_api.agency_supermarket.experts.panels import asking, seating, views
from mobile_api.agency_supermarket.experts.panels.schemas import (
    CancelPanelRequest,
    MemberList,
    MembersRequest,
    PanelView,
    ReplaceRequest,
)
from mobile_api.agency_supermarket.experts.panels.scope import panel_at_the_desk
from mobile_api.agency_supermarket.experts.panels.states import ASKS
from mobile_api.draws.errors import SourcesClosed
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff
from mobile_api.shared.http.endpoint import endpoint

staff = Blueprint("staff_market_panels", url_prefix="/staff/v1/market/panels")

_ONE = (NotAtTheDesk, PanelNotFound)
_MOVE = (*_ONE, PanelMoveNotAllowed)


@staff.post("/<panel_id:uuid>/confirm")
@endpoint(
    "确认专家抽取,冻结名单(由另一人)",
    caller=Staff,
    roles=ASKS,
    answer=PanelView,
    errors=(*_MOVE, PanelFourEyes, TooFewExperts, SourcesClosed),
    idempotent=True,
)
async def confirm(request: Request, caller: Staff, panel_id: UUID) -> PanelView:
    return await views.view(await asking.confirm(caller, panel_id))


@staff.post("/<panel_id:uuid>/cancel")
@endpoint(
    "取消专家抽取(公开号码截止以前)",
    caller=Staff,
    roles=ASKS,
    body=CancelPanelRequest,
    answer=PanelView,
    errors=(*_MOVE, SourcesClosed),
    idempotent=True,
)
async def cancel(
    request: Request, caller: Staff, panel_id: UUID, body: CancelPanelRequest
) -> PanelView:
    return await views.view(await asking.cancel(caller, panel_id, body.reason))


@staff.post("/<panel_id:uuid>/members")
@endpoint(
    "查看入选专家的姓名和电话(留痕)",
    caller=Staff,
    roles=ASKS,
    body=MembersRequest,
    answer=MemberList,
    errors=_ONE,
)
async def members(
    request: Request, caller: Staff, panel_id: UUID, body: MembersRequest
) -> MemberList:
    panel = await panel_at_the_desk(caller, panel_id)
    await audit(caller, "read_panel", subject_kind="panel", subject_id=panel.id, reason=body.reason)
    found, unreadable = await views.members(panel)
    return MemberList(members=found, unreadable=unreadable)


@staff.post("/<panel_id:uuid>/seats/<seat_id:uuid>/replace")
@endpoint(
    "提出更换专家",
    caller=Staff,
    roles=ASKS,
    body=ReplaceRequest,
    answer=PanelView,
    errors=(*_MOVE, SeatNotFound, ScoresStand),
    idempotent=True,
)
async def replace(
    request: Request, caller: Staff, panel_id: UUID, seat_id: UUID, body: ReplaceRequest
) -> PanelView:
    found = await seating.ask_to_replace(caller, panel_id, seat_id, body.reason)
    return await views.view(found)


@staff.post("/<panel_id:uuid>/seats/<seat_id:uuid>/replace/confirm")
@endpoint(
    "确认更换专家,由候补递补(由另一人)",
    caller=Staff,
    roles=ASKS,
    answer=PanelView,
    errors=(*_MOVE, PanelFourEyes, SeatNotFound, ScoresStand),
    idempotent=True,
)
async def confirm_replacement(
    request: Request, caller: Staff, panel_id: UUID, seat_id: UUID
) -> PanelView:
    return await views.view(await seating.confirm_replacement(caller, panel_id, seat_id))
