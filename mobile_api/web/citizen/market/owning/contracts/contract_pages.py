"""A contract of one's own as it stands, whose turn it is, and its files."""

from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.contracts.errors import ContractFileNotFound
from mobile_api.agency_supermarket.contracts.states import SIDE_NAMES, FileKind, MilestoneState
from mobile_api.agency_supermarket.showing.owned.queries import contract_file, contract_shown
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.citizen.market.owning.steps import CONTRACTING, contract_path, need_path
from mobile_api.web.citizen.market.whose import for_another
from mobile_api.web.frame.acting import acting_visitor
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, unkept_redirect
from uploads.errors import FileNotClean
from uploads.service import STORE, link_to

_FILES = {
    FileKind.contract: "合同",
    FileKind.milestone: "节点",
    FileKind.result: "成果",
}
_MILESTONES = {
    MilestoneState.planned: "还没有完成",
    MilestoneState.reported: "机构说做完了,等您看",
    MilestoneState.accepted: "已确认",
}


@endpoint("网页:我的一份合同", caller=Anyone, media=HTML, errors=CONTRACTING)
async def show_contract(request: Request, contract_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    if offer := await for_another(request, caller, f"contract:{contract_id}"):
        return offer
    found = await contract_shown(caller, contract_id)
    return tell(
        request,
        "owning_contract.html",
        contract_path(contract_id),
        contract=found.contract,
        ratings=found.ratings,
        names={one.key: one.name for one in found.ratings.dimensions},
        own_path=contract_path(contract_id),
        need_path=need_path(found.contract.need_id),
        kinds=_FILES,
        states=_MILESTONES,
        sides=SIDE_NAMES,
    )


@endpoint(
    "网页:打开合同的文件",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(*CONTRACTING, ContractFileNotFound, FileNotClean),
)
async def open_file(request: Request, contract_id: UUID, file_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return sign_in_to(contract_path(contract_id))
    file = await contract_file(caller, contract_id, file_id)
    return unkept_redirect(link_to(STORE.of(request), file).url)


@endpoint("网页:回到提出合同", caller=Anyone, media=HTML, status=303)
async def back_to_proposing(request: Request, contract_id: UUID) -> HTTPResponse:
    return unkept_redirect(contract_path(contract_id, "propose"))
