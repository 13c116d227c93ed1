"""The contracts of an agency: the list, one with what can be done now, and its files."""

from uuid import UUID

from pydantic import ConfigDict
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.contracts.errors import ContractFileNotFound, ContractNotFound
from mobile_api.agency_supermarket.contracts.schemas import OwnContractsQuery, RecordQuery
from mobile_api.agency_supermarket.contracts.states import FileKind, MilestoneState, Side
from mobile_api.agency_supermarket.showing.bidding import queries
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Anyone
from mobile_api.shared.errors import TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.citizen.market.acts.senders import agency_visitor
from mobile_api.web.citizen.market.bidding.contract_acts import CONTRACTS
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.requests import address
from mobile_api.web.frame.visitor import unkept_redirect
from uploads.errors import FileNotClean
from uploads.service import STORE, link_to

_READ = (NotActingFor, TemporarilyUnavailable)
_KINDS = {FileKind.contract: "合同", FileKind.milestone: "节点", FileKind.result: "成果"}
_STATES = {
    MilestoneState.planned: "还没有完成",
    MilestoneState.reported: "已报告,等采购人确认",
    MilestoneState.accepted: "采购人已确认",
}


class AgencyContractsQuery(RecordQuery):
    """From where on, and whatever else stands in the link."""

    model_config = ConfigDict(extra="ignore")


@endpoint("网页:机构的合同", caller=Anyone, query=AgencyContractsQuery, media=HTML, errors=_READ)
async def show_contracts(request: Request, query: AgencyContractsQuery) -> HTTPResponse:
    caller = await agency_visitor(request)
    if isinstance(caller, HTTPResponse):
        return caller
    asked = OwnContractsQuery(side=Side.agency, cursor=query.cursor, limit=query.limit)
    found = await queries.own_contract_list(caller, asked)
    further = None
    if found.next_cursor is not None:
        further = address(CONTRACTS, query.model_copy(update={"cursor": found.next_cursor}))
    return tell(request, "agency_contracts.html", CONTRACTS, found=found, further=further)


@endpoint("网页:机构的一份合同", caller=Anyone, media=HTML, errors=(ContractNotFound, *_READ))
async def show_contract(request: Request, contract_id: UUID) -> HTTPResponse:
    caller = await agency_visitor(request, f"contract:{contract_id}")
    if isinstance(caller, HTTPResponse):
        return caller
    found = await queries.contract_shown(caller, contract_id)
    if found.contract.side is not Side.agency:
        raise ContractNotFound()
    return tell(
        request,
        "agency_contract.html",
        request.path,
        contract=found.contract,
        ratings=found.ratings,
        can={*found.contract.can, *found.ratings.can},
        kinds=_KINDS,
        states=_STATES,
    )


@endpoint(
    "网页:打开合同的一个文件",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(ContractNotFound, ContractFileNotFound, FileNotClean, *_READ),
)
async def open_file(request: Request, contract_id: UUID, file_id: UUID) -> HTTPResponse:
    caller = await agency_visitor(request)
    if isinstance(caller, HTTPResponse):
        return caller
    file = await queries.contract_file(caller, contract_id, file_id)
    return unkept_redirect(link_to(STORE.of(request), file).url)
