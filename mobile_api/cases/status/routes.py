"""Where a case is, over HTTP: for its applicant, and for who holds its number and second factor."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.accounts.proofs.service import own_look
from mobile_api.cases.errors import CaseNotFound, FactorDoesNotMatch
from mobile_api.cases.scope import visible_case
from mobile_api.cases.status import queries, views
from mobile_api.cases.status.schemas import (
    CaseFullDetails,
    CaseListQuery,
    CasePage,
    CaseView,
    HistoryView,
    StatusAnswer,
    StatusQuestion,
)
from mobile_api.cases.status.service import full_details
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.guesses import address_of
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown
from mobile_api.shared.process.cache import REDIS

citizen = Blueprint("case_status", url_prefix="/api/v1")


@citizen.get("/cases")
@endpoint("我的办件", caller=Citizen, query=CaseListQuery, answer=CasePage, acting=True)
async def own_cases(request: Request, caller: Citizen, query: CaseListQuery) -> CasePage:
    found = await queries.own_cases(caller, query.cursor, query.limit)
    page, cursor = page_of(found, query.limit, at=lambda case: case.touched_at)
    cases, unreadable = shown(page, views.summary)
    return CasePage(cases=cases, unreadable=unreadable, next_cursor=cursor)


@citizen.get("/cases/<case_id:uuid>")
@endpoint("办件详情", caller=Citizen, answer=CaseView, errors=(CaseNotFound,), acting=True)
async def own_case(request: Request, caller: Citizen, case_id: UUID) -> CaseView:
    return await views.view(await visible_case(caller, case_id))


@citizen.post("/cases/<case_id:uuid>/full-details")
@own_look(
    "查看本人办件填写的完整信息(留痕)", answer=CaseFullDetails, errors=(CaseNotFound,), acting=True
)
async def own_full_details(request: Request, caller: Citizen, case_id: UUID) -> CaseFullDetails:
    return await full_details(caller, case_id)


@citizen.get("/cases/<case_id:uuid>/history")
@endpoint("办件经过", caller=Citizen, answer=HistoryView, errors=(CaseNotFound,), acting=True)
async def own_history(request: Request, caller: Citizen, case_id: UUID) -> HistoryView:
    return await views.history(await visible_case(caller, case_id))


@citizen.post("/case-status-queries")
@endpoint(
    "凭办件编号和身份证后六位查询进度",
    caller=Anyone,
    body=StatusQuestion,
    answer=StatusAnswer,
    errors=(FactorDoesNotMatch, TooManyRequests, TemporarilyUnavailable),
    transaction=False,
    guessing=True,
)
async def ask_status(request: Request, body: StatusQuestion) -> StatusAnswer:
    case = await queries.case_by_number(REDIS.of(request), body, address_of(request))
    return await views.status_answer(case)
