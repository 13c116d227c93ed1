"""Draws over HTTP: the record for everybody, contests, and what staff and the custodian hand in."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.draws import issues, queries, service
from mobile_api.draws.entering import check_keeper
from mobile_api.draws.errors import (
    ContestNotFound,
    ContestOpen,
    DrawFourEyes,
    DrawMoveNotAllowed,
    DrawNotFound,
    EntropyNotFound,
    SecretDoesNotMatch,
    SourceStillOpen,
    TooManyContests,
)
from mobile_api.draws.models import Draw
from mobile_api.draws.schemas import (
    ContestAnswer,
    ContestList,
    ContestMade,
    ContestRequest,
    ContestView,
    DrawRecord,
    EntropyEntry,
    IssuesNoted,
    IssuesRequest,
    SecretRequest,
    StrikeOutRequest,
)
from mobile_api.draws.states import ENTERS, RESOLVES
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Anyone, Citizen, Staff
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.json_columns import shown

citizen = Blueprint("draws", url_prefix="/api/v1")
staff = Blueprint("staff_draws", url_prefix="/staff/v1")

_MOVED = (DrawNotFound, DrawMoveNotAllowed)


async def _record(found: Draw) -> DrawRecord:
    return await queries.record_of(found)


@citizen.get("/draws/<number:str>")
@endpoint("摇号记录(可离线核对)", caller=Anyone, answer=DrawRecord, errors=(DrawNotFound,))
async def record(request: Request, caller: Anyone, number: str) -> DrawRecord:
    return await _record(await queries.draw_numbered(number))


@citizen.post("/draws/<number:str>/secret")
@endpoint(
    "保管人公开密数(来源截止之后)",
    caller=Anyone,
    body=SecretRequest,
    answer=DrawRecord,
    errors=(*_MOVED, SecretDoesNotMatch, SourceStillOpen),
)
async def reveal(request: Request, caller: Anyone, number: str, body: SecretRequest) -> DrawRecord:
    found = await queries.draw_numbered(number)
    return await _record(await service.reveal(found.id, body.secret))


@citizen.post("/draws/<number:str>/contests")
@endpoint(
    "对摇号提出异议",
    caller=Citizen,
    body=ContestRequest,
    answer=ContestMade,
    status=201,
    errors=(*_MOVED, ContestOpen, TooManyContests),
    idempotent=True,
)
async def contest(
    request: Request, caller: Citizen, number: str, body: ContestRequest
) -> ContestMade:
    found = await queries.draw_numbered(number)
    made = await service.contest(found.id, caller, body.reason)
    return ContestMade(id=made.id, made_at=made.made_at)


@staff.post("/draws/<number:str>/entropy")
@endpoint(
    "登记公开随机数(两人各自登记)",
    caller=Staff,
    roles=ENTERS,
    body=EntropyEntry,
    answer=DrawRecord,
    errors=(*_MOVED, SourceStillOpen),
)
async def enter(request: Request, caller: Staff, number: str, body: EntropyEntry) -> DrawRecord:
    found = await queries.draw_numbered(number)
    return await _record(await service.enter_entropy(found.id, caller, body))


@staff.post("/draw-entries/<entry_id:uuid>/strike-out")
@endpoint(
    "作废一条随机数登记",
    caller=Staff,
    roles=RESOLVES,
    body=StrikeOutRequest,
    answer=DrawRecord,
    errors=(EntropyNotFound, DrawFourEyes, DrawMoveNotAllowed),
)
async def strike_out(
    request: Request, caller: Staff, entry_id: UUID, body: StrikeOutRequest
) -> DrawRecord:
    return await _record(await service.strike_out(entry_id, caller, body.because))


@staff.get("/draws/<number:str>/contests")
@endpoint(
    "摇号异议及理由(留痕)",
    caller=Staff,
    roles=RESOLVES,
    answer=ContestList,
    errors=(DrawNotFound,),
    transaction=True,
)
async def contests(request: Request, caller: Staff, number: str) -> ContestList:
    found = await queries.draw_numbered(number)
    check_keeper(found, caller)
    await audit(caller, "read_draw_contests", subject_kind="draw", subject_id=found.id)
    rows = await queries.contests_of(found)
    views, unreadable = shown(rows, lambda one: ContestView.model_validate(one))
    return ContestList(contests=views, unreadable=unreadable)


@staff.post("/draw-contests/<contest_id:uuid>/answer")
@endpoint(
    "答复摇号异议",
    caller=Staff,
    roles=RESOLVES,
    body=ContestAnswer,
    answer=DrawRecord,
    errors=(ContestNotFound, DrawFourEyes, DrawMoveNotAllowed),
)
async def answer(
    request: Request, caller: Staff, contest_id: UUID, body: ContestAnswer
) -> DrawRecord:
    return await _record(await service.resolve(contest_id, caller, body.outcome, body.answer))


@staff.post("/draw-issues")
@endpoint(
    "登记公布的开奖期次",
    caller=Staff,
    roles=ENTERS,
    body=IssuesRequest,
    answer=IssuesNoted,
    idempotent=True,
)
async def announce(request: Request, caller: Staff, body: IssuesRequest) -> IssuesNoted:
    return IssuesNoted(noted=await issues.announce(caller, body.issues))
