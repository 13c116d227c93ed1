"""Contracts over HTTP: agreed, served and accepted by their two sides; a notice for everybody."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.contracts import queries, views
from mobile_api.agency_supermarket.contracts.acts import agreeing, serving
from mobile_api.agency_supermarket.contracts.acts.files import file_of
from mobile_api.agency_supermarket.contracts.errors import (
    AgencyMayNotServe,
    AgencyMayNotSign,
    AgreedDayPassed,
    AwardVoid,
    ContractFileNotFound,
    ContractMoveNotAllowed,
    ContractNotFound,
    DisputeOpen,
    ForTheOtherSide,
    ProposalChanged,
    ResultStillShown,
    SigningOver,
)
from mobile_api.agency_supermarket.contracts.schemas import (
    AnswerAsked,
    ConfirmRequest,
    ContractPage,
    ContractView,
    FaultsRequest,
    FilesRequest,
    OwnContractsQuery,
    ProposalRequest,
    SendBackRequest,
)
from mobile_api.agency_supermarket.contracts.scope import Party, own_contract
from mobile_api.agency_supermarket.errors import NotForMarket, ReadAnother
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import AppError, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown
from uploads.errors import FileNotClean, FilesNotUsable
from uploads.schemas import FileLink
from uploads.service import STORE, link_to

citizen = Blueprint("market_contracts", url_prefix="/api/v1/market")

_ACTING: tuple[type[AppError], ...] = (NotForMarket, NotActingFor)
_SEEN = (*_ACTING, ContractNotFound)
_MOVE = (*_SEEN, ContractMoveNotAllowed, ForTheOtherSide, TooManyRequests)
_SIGNING = (*_MOVE, AwardVoid, ResultStillShown, SigningOver)
_ANSWERING = (*_SIGNING, ProposalChanged)
_JUDGING = (*_MOVE, AwardVoid)
_SERVING = (*_JUDGING, AgencyMayNotServe, FilesNotUsable)
_ONE = "/own-contracts/<contract_id:uuid>"


async def _view(party: Party) -> ContractView:
    return await views.view(party.contract, party.side)


@citizen.get("/own-contracts")
@endpoint(
    "我的合同",
    caller=Citizen,
    acting=True,
    query=OwnContractsQuery,
    answer=ContractPage,
    errors=_ACTING,
)
async def own_list(request: Request, caller: Citizen, query: OwnContractsQuery) -> ContractPage:
    found = await queries.own_contracts(caller, query)
    page, cursor = page_of(found, query.limit, at=lambda one: one.created_at)
    lines, unreadable = shown(page, views.summary)
    return ContractPage(contracts=lines, unreadable=unreadable, next_cursor=cursor)


@citizen.get(_ONE)
@endpoint("我的一份合同", caller=Citizen, acting=True, answer=ContractView, errors=_SEEN)
async def own(request: Request, caller: Citizen, contract_id: UUID) -> ContractView:
    return await _view(await own_contract(caller, contract_id))


@citizen.post(f"{_ONE}/propose")
@endpoint(
    "提出合同",
    caller=Citizen,
    acting=True,
    body=ProposalRequest,
    answer=ContractView,
    errors=(*_SIGNING, AgencyMayNotSign, FilesNotUsable),
    idempotent=True,
)
async def propose(
    request: Request, caller: Citizen, contract_id: UUID, body: ProposalRequest
) -> ContractView:
    return await _view(await agreeing.propose(caller, contract_id, body))


@citizen.post(f"{_ONE}/confirm")
@endpoint(
    "确认合同",
    caller=Citizen,
    acting=True,
    body=ConfirmRequest,
    answer=ContractView,
    errors=(*_ANSWERING, DisputeOpen, AgencyMayNotSign, AgreedDayPassed),
    idempotent=True,
)
async def confirm(
    request: Request, caller: Citizen, contract_id: UUID, body: ConfirmRequest
) -> ContractView:
    return await _view(await agreeing.confirm(caller, contract_id, body))


@citizen.post(f"{_ONE}/send-back")
@endpoint(
    "退回合同",
    caller=Citizen,
    acting=True,
    body=SendBackRequest,
    answer=ContractView,
    errors=_ANSWERING,
    idempotent=True,
)
async def send_back(
    request: Request, caller: Citizen, contract_id: UUID, body: SendBackRequest
) -> ContractView:
    return await _view(await agreeing.send_back(caller, contract_id, body))


@citizen.post(f"{_ONE}/files/<file_id:uuid>/link")
@endpoint(
    "查看合同的文件",
    caller=Citizen,
    acting=True,
    answer=FileLink,
    errors=(*_SEEN, ContractFileNotFound, FileNotClean),
)
async def file_link(
    request: Request, caller: Citizen, contract_id: UUID, file_id: UUID
) -> FileLink:
    party = await own_contract(caller, contract_id)
    return link_to(STORE.of(request), await file_of(party.contract, file_id))


@citizen.post(f"{_ONE}/milestones/<place:int>/report")
@endpoint(
    "报告节点完成",
    caller=Citizen,
    acting=True,
    body=FilesRequest,
    answer=ContractView,
    errors=_SERVING,
    idempotent=True,
)
async def report_milestone(
    request: Request, caller: Citizen, contract_id: UUID, place: int, body: FilesRequest
) -> ContractView:
    return await _view(await serving.report_milestone(caller, contract_id, place, body))


@citizen.post(f"{_ONE}/milestones/<place:int>/answer")
@endpoint(
    "确认或退回节点",
    caller=Citizen,
    acting=True,
    body=AnswerAsked,
    answer=ContractView,
    errors=(*_JUDGING, ReadAnother),
    idempotent=True,
)
async def answer_milestone(
    request: Request, caller: Citizen, contract_id: UUID, place: int, body: AnswerAsked
) -> ContractView:
    return await _view(await serving.answer_milestone(caller, contract_id, place, body))


@citizen.post(f"{_ONE}/deliver")
@endpoint(
    "交付成果",
    caller=Citizen,
    acting=True,
    body=FilesRequest,
    answer=ContractView,
    errors=_SERVING,
    idempotent=True,
)
async def deliver(
    request: Request, caller: Citizen, contract_id: UUID, body: FilesRequest
) -> ContractView:
    return await _view(await serving.deliver(caller, contract_id, body))


@citizen.post(f"{_ONE}/return")
@endpoint(
    "退回成果(一次列明全部问题)",
    caller=Citizen,
    acting=True,
    body=FaultsRequest,
    answer=ContractView,
    errors=_JUDGING,
    idempotent=True,
)
async def return_result(
    request: Request, caller: Citizen, contract_id: UUID, body: FaultsRequest
) -> ContractView:
    return await _view(await serving.return_result(caller, contract_id, body))


@citizen.post(f"{_ONE}/accept")
@endpoint(
    "验收成果",
    caller=Citizen,
    acting=True,
    answer=ContractView,
    errors=_JUDGING,
    idempotent=True,
)
async def accept(request: Request, caller: Citizen, contract_id: UUID) -> ContractView:
    return await _view(await serving.accept(caller, contract_id))
