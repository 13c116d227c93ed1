"""Scoring over HTTP: by the expert who sits, and by nobody else; the panel is public as digests."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.errors import NeedNotFound
from mobile_api.agency_supermarket.experts.errors import NotAnExpert, SeatNotFound
from mobile_api.agency_supermarket.experts.panels.schemas import PanelList
from mobile_api.agency_supermarket.experts.panels.scope import panels_of
from mobile_api.agency_supermarket.experts.panels.views import view
from mobile_api.agency_supermarket.needs.scope import public_needs
from mobile_api.agency_supermarket.openings.scoring import service, views
from mobile_api.agency_supermarket.openings.scoring.errors import (
    MustAvoid,
    ScoredAlready,
    ScoringOver,
)
from mobile_api.agency_supermarket.openings.scoring.schemas import (
    JudgingTask,
    ScoresReceived,
    ScoresRequest,
)
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.http.endpoint import endpoint

citizen = Blueprint("market_scoring", url_prefix="/api/v1/market")

_ANY = (NotAnExpert, SeatNotFound, ScoringOver)
# Some fifty proposals by ten criteria, the longest reason each.
_MOST_BYTES = 512 * 1024


@citizen.get("/expert/seats/<seat_id:uuid>/judging")
@endpoint("评审的方案(以编号代替名称)", caller=Citizen, answer=JudgingTask, errors=_ANY)
async def task(request: Request, caller: Citizen, seat_id: UUID) -> JudgingTask:
    return await views.task(*await service.to_judge(caller, seat_id))


@citizen.post("/expert/seats/<seat_id:uuid>/scores")
@endpoint(
    "提交评分(一次评完,不能修改)",
    caller=Citizen,
    body=ScoresRequest,
    answer=ScoresReceived,
    errors=(*_ANY, ScoredAlready, MustAvoid),
    most_bytes=_MOST_BYTES,
    idempotent=True,
)
async def score(
    request: Request, caller: Citizen, seat_id: UUID, body: ScoresRequest
) -> ScoresReceived:
    seat = await service.score(caller, seat_id, body)
    assert seat.scored_at is not None
    return ScoresReceived(seat_id=seat.id, scored_at=seat.scored_at)


@citizen.get("/needs/<need_id:uuid>/panels")
@endpoint("采购需求的专家抽取(公开)", caller=Anyone, answer=PanelList, errors=(NeedNotFound,))
async def panels(request: Request, need_id: UUID) -> PanelList:
    need = await public_needs().get_or_none(id=need_id)
    if need is None:
        raise NeedNotFound()
    return PanelList(panels=[await view(one) for one in await panels_of(need.number or "")])
