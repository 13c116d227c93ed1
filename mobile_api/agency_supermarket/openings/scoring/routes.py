"""Scoring over HTTP: by the expert who sits, and by nobody else."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.experts.errors import NotAnExpert, SeatNotFound
from mobile_api.agency_supermarket.openings.scoring import service, views
from mobile_api.agency_supermarket.openings.scoring.errors import (
    MustAvoid,
    ScoredAlready,
    ScoringOver,
)
from mobile_api.agency_supermarket.openings.scoring.schemas import JudgingTask, ScoresRequest
from mobile_api.shared.callers import Citizen
from mobile_api.shared.http.endpoint import endpoint

citizen = Blueprint("market_scoring", url_prefix="/api/v1/market/expert/seats")

_ANY = (NotAnExpert, SeatNotFound, ScoringOver)
# Ninety proposals by ten criteria, a reason each.
_MOST_BYTES = 512 * 1024


@citizen.get("/<seat_id:uuid>/judging")
@endpoint("评审的方案(以编号代替名称)", caller=Citizen, answer=JudgingTask, errors=_ANY)
async def task(request: Request, caller: Citizen, seat_id: UUID) -> JudgingTask:
    return await views.task(*await service.to_judge(caller, seat_id))


@citizen.post("/<seat_id:uuid>/scores")
@endpoint(
    "提交评分(一次评完,不能修改)",
    caller=Citizen,
    body=ScoresRequest,
    answer=JudgingTask,
    errors=(*_ANY, ScoredAlready, MustAvoid),
    most_bytes=_MOST_BYTES,
    idempotent=True,
)
async def score(
    request: Request, caller: Citizen, seat_id: UUID, body: ScoresRequest
) -> JudgingTask:
    return await views.task(*await service.score(caller, seat_id, body))
