"""The desk of the market over HTTP: contracts seen, their files with a trace, ended."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.contracts import crediting, queries, views
from mobile_api.agency_supermarket.contracts.acts import changing
from mobile_api.agency_supermarket.contracts.acts.files import file_of
from mobile_api.agency_supermarket.contracts.acts.schemas import ContractEntryRequest
from mobile_api.agency_supermarket.contracts.errors import (
    ContractFileNotFound,
    ContractMoveNotAllowed,
    ContractNotFound,
)
from mobile_api.agency_supermarket.contracts.schemas import (
    ContractDeskQuery,
    ContractPage,
    ContractReason,
    ContractView,
)
from mobile_api.agency_supermarket.contracts.scope import desk_contract
from mobile_api.agency_supermarket.errors import (
    AgencyMoveNotAllowed,
    AgencyNotFound,
    NotAtTheDesk,
)
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff, StaffRole
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown
from uploads.errors import FileNotClean
from uploads.schemas import FileLink
from uploads.service import STORE, link_to

staff = Blueprint("staff_market_contracts", url_prefix="/staff/v1/market")

_READERS = frozenset({StaffRole.reviewer, StaffRole.supervisor})
_SUPERVISOR = frozenset({StaffRole.supervisor})
_SEEN = (NotAtTheDesk, ContractNotFound)


@staff.get("/contracts")
@endpoint(
    "中介超市的合同",
    caller=Staff,
    roles=_READERS,
    query=ContractDeskQuery,
    answer=ContractPage,
    errors=(NotAtTheDesk,),
)
async def contracts(request: Request, caller: Staff, query: ContractDeskQuery) -> ContractPage:
    found = await queries.desk_contracts(caller, query)
    page, cursor = page_of(found, query.limit, at=queries.desk_order(query))
    lines, unreadable = shown(page, views.summary)
    return ContractPage(contracts=lines, unreadable=unreadable, next_cursor=cursor)


@staff.get("/contracts/<contract_id:uuid>")
@endpoint("一份合同", caller=Staff, roles=_READERS, answer=ContractView, errors=_SEEN)
async def contract(request: Request, caller: Staff, contract_id: UUID) -> ContractView:
    return await views.view(await desk_contract(caller, contract_id, locked=False), None)


@staff.post("/contracts/<contract_id:uuid>/files/<file_id:uuid>/link")
@endpoint(
    "查看合同的文件(留痕)",
    caller=Staff,
    roles=_READERS,
    answer=FileLink,
    errors=(*_SEEN, ContractFileNotFound, FileNotClean),
)
async def file_link(request: Request, caller: Staff, contract_id: UUID, file_id: UUID) -> FileLink:
    found = await desk_contract(caller, contract_id, locked=False)
    file = await file_of(found, file_id)
    await audit(caller, "view_contract_file", subject_kind="file", subject_id=file.id)
    return link_to(STORE.of(request), file)


@staff.post("/contracts/<contract_id:uuid>/credit-entries")
@endpoint(
    "因合同履行情况记分",
    caller=Staff,
    roles=_READERS,
    body=ContractEntryRequest,
    answer=ContractView,
    errors=(*_SEEN, AgencyNotFound, AgencyMoveNotAllowed),
    idempotent=True,
)
async def enter_credit(
    request: Request, caller: Staff, contract_id: UUID, body: ContractEntryRequest
) -> ContractView:
    found = await crediting.enter_at_the_desk(caller, contract_id, body)
    return await views.view(found, None)


@staff.post("/contracts/<contract_id:uuid>/end")
@endpoint(
    "终止合同",
    caller=Staff,
    roles=_SUPERVISOR,
    body=ContractReason,
    answer=ContractView,
    errors=(*_SEEN, ContractMoveNotAllowed),
    idempotent=True,
)
async def end(
    request: Request, caller: Staff, contract_id: UUID, body: ContractReason
) -> ContractView:
    return await views.view(await changing.end_by_desk(caller, contract_id, body.reason), None)
