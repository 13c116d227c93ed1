"""Credit at the desk over HTTP: entries, and what waits to be answered or decided."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.scope import at_the_desk
from mobile_api.agency_supermarket.credit import answering, effects, scope, views
from mobile_api.agency_supermarket.credit.errors import (
    CreditEntryNotFound,
    CreditObjectionAnswered,
    EffectDecided,
    EffectNotFound,
    HearingOpen,
    OwnEntry,
    RepairNotFound,
)
from mobile_api.agency_supermarket.credit.schemas import (
    CreditAnswer,
    CreditQuery,
    CreditQueue,
    CreditQueueQuery,
    EffectDecision,
    EffectView,
    EntryRequest,
    OwnCreditView,
    RepairDecision,
)
from mobile_api.agency_supermarket.errors import (
    AgencyMoveNotAllowed,
    AgencyNotFound,
    NotAtTheDesk,
)
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff, StaffRole
from mobile_api.shared.http.endpoint import endpoint
from uploads.schemas import FileLink
from uploads.service import STORE, link_to

staff = Blueprint("staff_market_credit", url_prefix="/staff/v1/market")

_KEEPERS = frozenset({StaffRole.reviewer, StaffRole.supervisor})
_SUPERVISOR = frozenset({StaffRole.supervisor})
_SEEN = (AgencyNotFound, NotAtTheDesk)


async def _after(agency: Agency) -> OwnCreditView:
    return await views.own_view(agency, CreditQuery())


@staff.get("/credit-queue")
@endpoint(
    "信用:等待办理的异议、修复申请和拟处理",
    caller=Staff,
    roles=_KEEPERS,
    query=CreditQueueQuery,
    answer=CreditQueue,
    errors=(NotAtTheDesk,),
)
async def waiting(request: Request, caller: Staff, query: CreditQueueQuery) -> CreditQueue:
    return await views.queue(caller, query)


@staff.get("/agencies/<agency_id:uuid>/credit")
@endpoint(
    "一家中介机构的信用(含异议和修复申请)",
    caller=Staff,
    roles=_KEEPERS,
    query=CreditQuery,
    answer=OwnCreditView,
    errors=_SEEN,
)
async def credit(
    request: Request, caller: Staff, agency_id: UUID, query: CreditQuery
) -> OwnCreditView:
    found = await at_the_desk(caller).get_or_none(id=agency_id)
    if found is None:
        raise AgencyNotFound()
    return await views.own_view(found, query)


@staff.post("/agencies/<agency_id:uuid>/credit-entries")
@endpoint(
    "信用记分",
    caller=Staff,
    roles=_KEEPERS,
    body=EntryRequest,
    answer=OwnCreditView,
    errors=(*_SEEN, AgencyMoveNotAllowed),
    idempotent=True,
)
async def enter(
    request: Request, caller: Staff, agency_id: UUID, body: EntryRequest
) -> OwnCreditView:
    return await _after(await answering.enter_at_the_desk(caller, agency_id, body))


@staff.post("/credit-entries/<entry_id:uuid>/answer")
@endpoint(
    "答复对信用记分的异议",
    caller=Staff,
    roles=_SUPERVISOR,
    body=CreditAnswer,
    answer=OwnCreditView,
    errors=(
        *_SEEN,
        CreditEntryNotFound,
        CreditObjectionAnswered,
        OwnEntry,
        AgencyMoveNotAllowed,
    ),
)
async def answer(
    request: Request, caller: Staff, entry_id: UUID, body: CreditAnswer
) -> OwnCreditView:
    return await _after(await answering.answer(caller, entry_id, body))


@staff.post("/credit-repairs/<repair_id:uuid>/link")
@endpoint(
    "查看修复申请的证明材料(留痕)",
    caller=Staff,
    roles=_KEEPERS,
    answer=FileLink,
    errors=(*_SEEN, RepairNotFound),
)
async def proof(request: Request, caller: Staff, repair_id: UUID) -> FileLink:
    found = await scope.seen_repair(caller, repair_id)
    await audit(caller, "view_repair_proof", subject_kind="file", subject_id=found.file_id)
    return link_to(STORE.of(request), found.file)


@staff.post("/credit-repairs/<repair_id:uuid>/decide")
@endpoint(
    "决定信用修复申请",
    caller=Staff,
    roles=_SUPERVISOR,
    body=RepairDecision,
    answer=OwnCreditView,
    errors=(*_SEEN, RepairNotFound, CreditEntryNotFound, OwnEntry, AgencyMoveNotAllowed),
)
async def decide_repair(
    request: Request, caller: Staff, repair_id: UUID, body: RepairDecision
) -> OwnCreditView:
    return await _after(await answering.decide_repair(caller, repair_id, body))


@staff.post("/credit-effects/<effect_id:uuid>/decide")
@endpoint(
    "决定因信用分过低的拟处理",
    caller=Staff,
    roles=_SUPERVISOR,
    body=EffectDecision,
    answer=EffectView,
    errors=(*_SEEN, EffectNotFound, EffectDecided, HearingOpen, OwnEntry, AgencyMoveNotAllowed),
)
async def decide_effect(
    request: Request, caller: Staff, effect_id: UUID, body: EffectDecision
) -> EffectView:
    return views.effect_view(await effects.decide(caller, effect_id, body))
