"""签订: a contract proposed with its files, confirmed as it was read, or sent back."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.contracts.errors import (
    AgencyMayNotSign,
    AwardVoid,
    ContractMoveNotAllowed,
    ForTheOtherSide,
    ProposalChanged,
    ResultStillShown,
    SigningOver,
)
from mobile_api.agency_supermarket.contracts.schemas import (
    MOST_FILES,
    ProposalRequest,
)
from mobile_api.agency_supermarket.contracts.states import FileKind
from mobile_api.agency_supermarket.showing.owned.queries import contract_shown
from mobile_api.agency_supermarket.showing.owned.service import propose
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import done, tell
from mobile_api.web.citizen.market.owning.asking import (
    fen_of,
)
from mobile_api.web.citizen.market.owning.contracts.proposing import (
    lines_of_contract,
    typed_proposal,
)
from mobile_api.web.citizen.market.owning.sending import in_hand, take
from mobile_api.web.citizen.market.owning.steps import (
    CONTRACT_FORM,
    CONTRACTING,
    contract_path,
    written,
)
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.failures import failure_of
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, unkept_redirect
from uploads.errors import OF_FORMS, FilesNotUsable
from uploads.rules import most_bytes
from uploads.schemas import ObjectForm

_SIGNING = (
    ContractMoveNotAllowed,
    ForTheOtherSide,
    TooManyRequests,
    AwardVoid,
    ResultStillShown,
    SigningOver,
    ProposalChanged,
    AgencyMayNotSign,
    FilesNotUsable,
)
_MEGABYTE = 1024 * 1024


class ProposeForm(BaseModel):
    """What is agreed. `milestones-N-words` and `milestones-N-on`: 节点."""

    price_fen: str = Field(max_length=20, description="合同价款,元")
    last_day: str = Field(max_length=20)


def _proposing(contract_id: UUID) -> str:
    return contract_path(contract_id, "propose")


@endpoint("网页:提出合同", caller=Anyone, media=HTML, errors=CONTRACTING)
async def show_proposing(request: Request, contract_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    contract = (await contract_shown(caller, contract_id)).contract
    if "propose" not in contract.can:
        return unkept_redirect(contract_path(contract_id))
    path = _proposing(contract_id)
    failure, lines = failure_of(request, path), list(lines_of_contract(contract))
    before = failure.values if failure else {}
    return tell(
        request,
        "owning_propose.html",
        path,
        contract=contract,
        own_path=contract_path(contract_id),
        kept=[one for one in contract.files if one.kind is FileKind.contract],
        held=await in_hand(request, caller, path),
        most=MOST_FILES,
        megabytes=most_bytes() // _MEGABYTE,
        lines=lines,
        values={one.name: before.get(one.name, one.value) for one in lines},
        labels={one.name: one.label for one in lines} | {"files": "合同文件"},
    )


@endpoint(
    "网页:上传合同的一个文件",
    caller=Anyone,
    form=ObjectForm,
    media=HTML,
    status=303,
    errors=(*CONTRACT_FORM, ContractMoveNotAllowed, *OF_FORMS),
    transaction=False,
)
async def send_contract_file(request: Request, contract_id: UUID) -> HTTPResponse:
    async def check(caller: Citizen) -> None:
        if "propose" not in (await contract_shown(caller, contract_id)).contract.can:
            raise ContractMoveNotAllowed()

    return await take(request, _proposing(contract_id), check, MOST_FILES)


@endpoint(
    "网页:把合同提给对方",
    caller=Anyone,
    form=ProposeForm,
    media=HTML,
    status=303,
    errors=(*CONTRACT_FORM, *_SIGNING),
    asks_first=own_form_acting,
)
async def propose_contract(
    request: Request, contract_id: UUID, asked: Citizen | None
) -> HTTPResponse:
    path = _proposing(contract_id)
    if asked is None:
        return sign_in_to(path)
    values, planned = typed_proposal(request)
    held = [one.id for one in await in_hand(request, asked, path) if one.is_clean]

    async def act() -> None:
        contract = (await contract_shown(asked, contract_id)).contract
        kept = [one.file.id for one in contract.files if one.kind is FileKind.contract]
        said: dict[str, Any] = {"price_fen": fen_of(values["price_fen"]), "milestones": planned}
        said |= {"last_day": values["last_day"], "files": held or kept}
        await propose(asked, contract_id, ProposalRequest.model_validate(said))

    said = "合同已经提给机构,等它确认。"
    back = contract_path(contract_id)
    return await written(request, asked, path, values, act, lambda: done(request, back, said))
