"""The queue over HTTP: what waits, how much, and who works on which case."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.cases.counter.queue import claiming, queries
from mobile_api.cases.counter.queue.schemas import (
    HandToRequest,
    NextRequest,
    QueueCounts,
    QueuePage,
    QueueQuery,
)
from mobile_api.cases.counter.schemas import StaffCaseView
from mobile_api.cases.counter.views import staff_view
from mobile_api.cases.errors import (
    CaseClaimed,
    CaseNotFound,
    ColleagueUnfit,
    NotClaimed,
    NothingToDo,
    QueueEmpty,
    TooManyClaims,
)
from mobile_api.cases.scope import HANDLERS
from mobile_api.shared.callers import Staff
from mobile_api.shared.http.endpoint import endpoint

staff = Blueprint("staff_queue", url_prefix="/staff/v1")


@staff.get("/cases")
@endpoint("本部门的待办队列", caller=Staff, roles=HANDLERS, query=QueueQuery, answer=QueuePage)
async def queue(request: Request, caller: Staff, query: QueueQuery) -> QueuePage:
    return await queries.queue_page(caller, query)


@staff.get("/cases/counts")
@endpoint("待办的件数", caller=Staff, roles=HANDLERS, answer=QueueCounts)
async def counts(request: Request, caller: Staff) -> QueueCounts:
    return await queries.queue_counts(caller)


@staff.post("/cases/next")
@endpoint(
    "领取下一件",
    caller=Staff,
    roles=HANDLERS,
    body=NextRequest,
    answer=StaffCaseView,
    errors=(QueueEmpty, TooManyClaims),
)
async def claim_next(request: Request, caller: Staff, body: NextRequest) -> StaffCaseView:
    found = await claiming.claim_next(caller, body.item_key)
    if found is None:
        raise QueueEmpty()
    return await staff_view(caller, found)


@staff.post("/cases/<case_id:uuid>/claim")
@endpoint(
    "领取办件",
    caller=Staff,
    roles=HANDLERS,
    answer=StaffCaseView,
    errors=(CaseNotFound, NothingToDo, CaseClaimed, TooManyClaims),
)
async def claim(request: Request, caller: Staff, case_id: UUID) -> StaffCaseView:
    return await staff_view(caller, await claiming.claim(caller, case_id))


@staff.post("/cases/<case_id:uuid>/give-back")
@endpoint(
    "退回待办队列",
    caller=Staff,
    roles=HANDLERS,
    answer=StaffCaseView,
    errors=(CaseNotFound, CaseClaimed),
)
async def give_back(request: Request, caller: Staff, case_id: UUID) -> StaffCaseView:
    return await staff_view(caller, await claiming.give_back(caller, case_id))


@staff.post("/cases/<case_id:uuid>/hand-to")
@endpoint(
    "转交同事",
    caller=Staff,
    roles=HANDLERS,
    body=HandToRequest,
    answer=StaffCaseView,
    errors=(CaseNotFound, NotClaimed, ColleagueUnfit, TooManyClaims),
)
async def hand_to(
    request: Request, caller: Staff, case_id: UUID, body: HandToRequest
) -> StaffCaseView:
    return await staff_view(caller, await claiming.hand_to(caller, case_id, body.staff_id))
