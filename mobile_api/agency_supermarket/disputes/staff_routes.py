"""Complaints at the desk over HTTP: the queue, and the decision."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.disputes import deciding, queries, views
from mobile_api.agency_supermarket.disputes.errors import (
    DisputeMoveNotAllowed,
    DisputeNotFound,
    RemedyNotPossible,
)
from mobile_api.agency_supermarket.disputes.schemas import (
    DisputeDecision,
    DisputePage,
    DisputeQueueQuery,
    DisputeView,
)
from mobile_api.agency_supermarket.errors import NeedMoveNotAllowed, NotAtTheDesk
from mobile_api.shared.callers import Staff, StaffRole
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown

staff = Blueprint("staff_market_disputes", url_prefix="/staff/v1/market")

_KEEPERS = frozenset({StaffRole.reviewer, StaffRole.supervisor})
_SUPERVISOR = frozenset({StaffRole.supervisor})


@staff.get("/disputes")
@endpoint(
    "等待处理的投诉",
    caller=Staff,
    roles=_KEEPERS,
    query=DisputeQueueQuery,
    answer=DisputePage,
    errors=(NotAtTheDesk,),
)
async def queue(request: Request, caller: Staff, query: DisputeQueueQuery) -> DisputePage:
    found = await queries.queue(caller, query)
    page, cursor = page_of(found, query.limit, at=queries.complained_at)
    lines, unreadable = shown(page, views.desks)
    return DisputePage(disputes=lines, unreadable=unreadable, next_cursor=cursor)


@staff.post("/disputes/<dispute_id:uuid>/decide")
@endpoint(
    "决定投诉",
    caller=Staff,
    roles=_SUPERVISOR,
    body=DisputeDecision,
    answer=DisputeView,
    errors=(
        NotAtTheDesk,
        DisputeNotFound,
        DisputeMoveNotAllowed,
        RemedyNotPossible,
        NeedMoveNotAllowed,
    ),
    idempotent=True,
)
async def decide(
    request: Request, caller: Staff, dispute_id: UUID, body: DisputeDecision
) -> DisputeView:
    decided = await deciding.decide(caller, dispute_id, body)
    await decided.fetch_related("need", "agency__enterprise")
    return views.desks(decided)
