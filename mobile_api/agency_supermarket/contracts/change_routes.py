"""Changes and ends of contracts over HTTP; and what is public of them."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.agencies.scope import public
from mobile_api.agency_supermarket.contracts import queries, views
from mobile_api.agency_supermarket.contracts.acts import changing
from mobile_api.agency_supermarket.contracts.errors import (
    ContractMoveNotAllowed,
    ContractNotFound,
    ForTheOtherSide,
)
from mobile_api.agency_supermarket.contracts.schemas import (
    AnswerAsked,
    ContractNotice,
    ContractReason,
    ContractView,
    ExtensionRequest,
    RecordPage,
    RecordQuery,
)
from mobile_api.agency_supermarket.contracts.scope import contract_of_need
from mobile_api.agency_supermarket.errors import AgencyNotFound, NotForMarket, ReadAnother
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown

citizen = Blueprint("market_contract_changes", url_prefix="/api/v1/market")

_TAKE_BACK = (
    NotForMarket,
    NotActingFor,
    ContractNotFound,
    ContractMoveNotAllowed,
    ForTheOtherSide,
)
_MOVE = (*_TAKE_BACK, TooManyRequests)
_ONE = "/own-contracts/<contract_id:uuid>"


@citizen.post(f"{_ONE}/extension")
@endpoint(
    "申请延期",
    caller=Citizen,
    acting=True,
    body=ExtensionRequest,
    answer=ContractView,
    errors=_MOVE,
    idempotent=True,
)
async def ask_extension(
    request: Request, caller: Citizen, contract_id: UUID, body: ExtensionRequest
) -> ContractView:
    party = await changing.ask_extension(caller, contract_id, body)
    return await views.view(party.contract, party.side)


@citizen.post(f"{_ONE}/extension/answer")
@endpoint(
    "答复延期申请",
    caller=Citizen,
    acting=True,
    body=AnswerAsked,
    answer=ContractView,
    errors=(*_MOVE, ReadAnother),
    idempotent=True,
)
async def answer_extension(
    request: Request, caller: Citizen, contract_id: UUID, body: AnswerAsked
) -> ContractView:
    party = await changing.answer_extension(caller, contract_id, body)
    return await views.view(party.contract, party.side)


@citizen.post(f"{_ONE}/extension/withdraw")
@endpoint(
    "撤回延期申请",
    caller=Citizen,
    acting=True,
    answer=ContractView,
    errors=_TAKE_BACK,
    idempotent=True,
)
async def take_back_extension(request: Request, caller: Citizen, contract_id: UUID) -> ContractView:
    party = await changing.take_back_extension(caller, contract_id)
    return await views.view(party.contract, party.side)


@citizen.post(f"{_ONE}/ending")
@endpoint(
    "申请终止合同",
    caller=Citizen,
    acting=True,
    body=ContractReason,
    answer=ContractView,
    errors=_MOVE,
    idempotent=True,
)
async def ask_ending(
    request: Request, caller: Citizen, contract_id: UUID, body: ContractReason
) -> ContractView:
    party = await changing.ask_ending(caller, contract_id, body.reason)
    return await views.view(party.contract, party.side)


@citizen.post(f"{_ONE}/ending/answer")
@endpoint(
    "答复终止申请",
    caller=Citizen,
    acting=True,
    body=AnswerAsked,
    answer=ContractView,
    errors=(*_MOVE, ReadAnother),
    idempotent=True,
)
async def answer_ending(
    request: Request, caller: Citizen, contract_id: UUID, body: AnswerAsked
) -> ContractView:
    party = await changing.answer_ending(caller, contract_id, body)
    return await views.view(party.contract, party.side)


@citizen.post(f"{_ONE}/ending/withdraw")
@endpoint(
    "撤回终止申请",
    caller=Citizen,
    acting=True,
    answer=ContractView,
    errors=_TAKE_BACK,
    idempotent=True,
)
async def take_back_ending(request: Request, caller: Citizen, contract_id: UUID) -> ContractView:
    party = await changing.take_back_ending(caller, contract_id)
    return await views.view(party.contract, party.side)


@citizen.get("/needs/<need_id:uuid>/contract")
@endpoint("合同公告(公开)", caller=Anyone, answer=ContractNotice, errors=(ContractNotFound,))
async def notice(request: Request, need_id: UUID) -> ContractNotice:
    found = await contract_of_need(need_id)
    if found is None:
        raise ContractNotFound()
    return await views.notice(found)


@citizen.get("/agencies/<agency_id:uuid>/record")
@endpoint(
    "机构的履约记录(公开)",
    caller=Anyone,
    query=RecordQuery,
    answer=RecordPage,
    errors=(AgencyNotFound,),
)
async def record(request: Request, agency_id: UUID, query: RecordQuery) -> RecordPage:
    if not await public().filter(id=agency_id).exists():
        raise AgencyNotFound()
    counts = (await queries.counts_of([agency_id])).get(agency_id, queries.KeptTime())
    found = await queries.finished_of(agency_id, query)
    page, cursor = page_of(found, query.limit, at=queries.finished_at)
    lines, unreadable = shown(page, views.finished)
    return RecordPage(
        finished=counts.finished,
        on_time=counts.on_time,
        contracts=lines,
        unreadable=unreadable,
        next_cursor=cursor,
    )
