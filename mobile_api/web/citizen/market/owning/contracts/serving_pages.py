"""履行: steps confirmed or returned, the result accepted or returned with all that is wrong."""

from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.contracts.errors import (
    AwardVoid,
    ContractMoveNotAllowed,
    ForTheOtherSide,
)
from mobile_api.agency_supermarket.contracts.schemas import AnswerAsked, FaultsRequest
from mobile_api.agency_supermarket.contracts.states import MilestoneState
from mobile_api.agency_supermarket.errors import ReadAnother
from mobile_api.agency_supermarket.showing.owned.queries import contract_shown
from mobile_api.agency_supermarket.showing.owned.service import (
    accept,
    answer_milestone,
    return_result,
)
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import done
from mobile_api.web.citizen.market.owning.asking import (
    READ,
    AskingPage,
    InputLine,
    ask,
    number_read,
)
from mobile_api.web.citizen.market.owning.contracts.answering import (
    AgreeingForm,
    answer_lines,
    answer_of,
)
from mobile_api.web.citizen.market.owning.steps import (
    CONTRACT_FORM,
    CONTRACTING,
    contract_path,
    written,
)
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, typed, unkept_redirect

_JUDGING = (
    *CONTRACT_FORM,
    ContractMoveNotAllowed,
    ForTheOtherSide,
    ReadAnother,
    TooManyRequests,
    AwardVoid,
)
_LONGEST_FAULTS = 4000


class AcceptForm(BaseModel):
    """验收, of the result that was seen."""

    read: str = Field("", max_length=9, description="看的成果此前退回过几次")


class FaultsForm(BaseModel):
    """退回成果: a fault a line."""

    faults: str = Field(max_length=4000)
    read: str = Field("", max_length=9, description="看的成果此前退回过几次")


@endpoint("网页:看一步是否做完", caller=Anyone, media=HTML, errors=CONTRACTING)
async def show_milestone(request: Request, contract_id: UUID, place: int) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    contract = (await contract_shown(caller, contract_id)).contract
    path = contract_path(contract_id)
    found = contract.milestones[place : place + 1]
    if not found or found[0].state is not MilestoneState.reported:
        return unkept_redirect(path)
    page = AskingPage(
        f"第{place + 1}步:{found[0].words}",
        answer_lines("做完了,确认", "没有做好,退回"),
        (path, "这份合同"),
        lead=("机构说这一步做完了,材料在合同页的“文件”里。",),
        button="告诉机构",
        hidden={READ: str(found[0].number)},
    )
    return ask(request, contract_path(contract_id, f"milestones/{place}"), page)


@endpoint(
    "网页:确认或退回一步",
    caller=Anyone,
    form=AgreeingForm,
    media=HTML,
    status=303,
    errors=_JUDGING,
    asks_first=own_form_acting,
)
async def judge_milestone(
    request: Request, contract_id: UUID, place: int, asked: Citizen | None
) -> HTTPResponse:
    path = contract_path(contract_id, f"milestones/{place}")
    if asked is None:
        return sign_in_to(path)
    values, said = answer_of(request)

    async def act() -> None:
        given = AnswerAsked.model_validate(said)
        await answer_milestone(asked, contract_id, place, given)

    back = contract_path(contract_id)
    return await written(request, path, values, act, lambda: done(request, back, "已经告诉机构。"))


@endpoint("网页:验收前再问一次", caller=Anyone, media=HTML, errors=CONTRACTING)
async def ask_acceptance(request: Request, contract_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    contract, path = (
        (await contract_shown(caller, contract_id)).contract,
        contract_path(contract_id),
    )
    if "accept" not in contract.can:
        return unkept_redirect(path)
    page = AskingPage(
        "验收成果",
        (),
        (path, "先不验收"),
        lead=(f"{contract.agency_name}交付了“{contract.need_title}”的成果。",),
        warning="验收就表示成果符合约定,合同完成,不能再退回。请先打开文件看过。",
        button="验收通过",
        hidden={READ: str(contract.rounds)},
    )
    return ask(request, contract_path(contract_id, "accept"), page)


@endpoint(
    "网页:验收通过",
    caller=Anyone,
    form=AcceptForm,
    media=HTML,
    status=303,
    errors=_JUDGING,
    asks_first=own_form_acting,
)
async def accept_result(request: Request, contract_id: UUID, asked: Citizen | None) -> HTTPResponse:
    path = contract_path(contract_id, "accept")
    if asked is None:
        return sign_in_to(path)
    back, said = contract_path(contract_id), "已经验收,合同完成。请给这家机构评个分。"
    return await written(
        request,
        path,
        {},
        lambda: accept(asked, contract_id, number_read(request)),
        lambda: done(request, back, said),
    )


@endpoint("网页:退回成果前写明问题", caller=Anyone, media=HTML, errors=CONTRACTING)
async def show_returning(request: Request, contract_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    contract, path = (
        (await contract_shown(caller, contract_id)).contract,
        contract_path(contract_id),
    )
    if "return_result" not in contract.can:
        return unkept_redirect(path)
    help_ = "一行写一个问题,一次写全。"
    page = AskingPage(
        "退回成果",
        (InputLine("faults", "哪些地方不行", "area", help=help_, most=_LONGEST_FAULTS),),
        (path, "先不退回"),
        lead=("机构会看到您写的每一个问题,改好以后再交。",),
        button="退回给机构改",
        hidden={READ: str(contract.rounds)},
    )
    return ask(request, contract_path(contract_id, "return"), page)


@endpoint(
    "网页:退回成果",
    caller=Anyone,
    form=FaultsForm,
    media=HTML,
    status=303,
    errors=_JUDGING,
    asks_first=own_form_acting,
)
async def send_result_back(
    request: Request, contract_id: UUID, asked: Citizen | None
) -> HTTPResponse:
    path = contract_path(contract_id, "return")
    if asked is None:
        return sign_in_to(path)
    values = {"faults": typed(request, "faults", _LONGEST_FAULTS), READ: typed(request, READ, 9)}
    faults = [line.strip() for line in values["faults"].splitlines() if line.strip()]

    async def act() -> None:
        given = FaultsRequest(faults=faults)
        await return_result(asked, contract_id, given, number_read(request))

    back, said = contract_path(contract_id), "已经退回,机构会按您写的问题修改。"
    return await written(request, path, values, act, lambda: done(request, back, said))
