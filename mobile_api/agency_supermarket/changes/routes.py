"""Changes of needs over HTTP: by their owner; read by everybody."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.changes import service
from mobile_api.agency_supermarket.changes.models import NeedChange
from mobile_api.agency_supermarket.changes.schemas import (
    ChangedPartView,
    ChangeRequest,
    NeedChangesView,
    NeedChangeView,
)
from mobile_api.agency_supermarket.errors import (
    BiddingOver,
    NeedChangedTooOften,
    NeedMoveNotAllowed,
    NeedNotFound,
    NobodyEligible,
    NotForMarket,
)
from mobile_api.agency_supermarket.needs.schemas import NeedView
from mobile_api.agency_supermarket.needs.views import view
from mobile_api.draws.errors import NoIssuesAnnounced
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.http.endpoint import endpoint

citizen = Blueprint("market_need_changes", url_prefix="/api/v1/market")


@citizen.post("/own-needs/<need_id:uuid>/change")
@endpoint(
    "变更公告中的采购需求(截止前)",
    caller=Citizen,
    acting=True,
    body=ChangeRequest,
    answer=NeedView,
    errors=(
        NotForMarket,
        NotActingFor,
        NeedNotFound,
        NeedMoveNotAllowed,
        BiddingOver,
        NeedChangedTooOften,
        NobodyEligible,
        NoIssuesAnnounced,
    ),
    idempotent=True,
)
async def change(request: Request, caller: Citizen, need_id: UUID, body: ChangeRequest) -> NeedView:
    return await view(await service.change(caller, need_id, body), is_own=True)


@citizen.get("/needs/<need_id:uuid>/changes")
@endpoint("采购需求的变更(公开)", caller=Anyone, answer=NeedChangesView, errors=(NeedNotFound,))
async def changes(request: Request, need_id: UUID) -> NeedChangesView:
    found = await service.public_changes(need_id)
    return NeedChangesView(changes=[_view(one) for one in found])


def _view(found: NeedChange) -> NeedChangeView:
    return NeedChangeView(
        number=found.number,
        changed_at=found.changed_at,
        reason=found.reason,
        parts=[
            ChangedPartView(part=one.part, before=one.before, after=one.after)
            for one in found.parts
        ],
        voids_bids=found.voids_bids,
    )
