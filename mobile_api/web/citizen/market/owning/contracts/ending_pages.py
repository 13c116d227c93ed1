"""What changes a contract: a later day for which the agency asks, and an end."""

from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.contracts.errors import ContractMoveNotAllowed, ForTheOtherSide
from mobile_api.agency_supermarket.contracts.schemas import AnswerAsked, ContractReason
from mobile_api.agency_supermarket.errors import ReadAnother
from mobile_api.agency_supermarket.showing.owned.queries import contract_shown
from mobile_api.agency_supermarket.showing.owned.service import (
    answer_ending,
    answer_extension,
    ask_ending,
    take_back_ending,
)
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.text.words import on_date
from mobile_api.web.citizen.account.telling import done
from mobile_api.web.citizen.market.owning.asking import READ, AskingPage, InputLine, ask
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

_CHANGING = (*CONTRACT_FORM, ContractMoveNotAllowed, ForTheOtherSide, ReadAnother, TooManyRequests)
_EXTENSION, _ENDING, _ANSWER = "extension", "ending", "ending/answer"
_ANSWERED = "您的答复已经告诉机构。"


class EndingForm(BaseModel):
    """申请终止, with the reason that the agency reads."""

    reason: str = Field(max_length=300)


@endpoint("网页:答复延期前看一看", caller=Anyone, media=HTML, errors=CONTRACTING)
async def show_extension(request: Request, contract_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    contract, path = (
        (await contract_shown(caller, contract_id)).contract,
        contract_path(contract_id),
    )
    if "answer_extension" not in contract.can or contract.extension is None:
        return unkept_redirect(path)
    told = f"机构请求把交付日推迟到{on_date(contract.extension.last_day)}。"
    page = AskingPage(
        "机构请求延期",
        answer_lines("同意延期", "不同意"),
        (path, "这份合同"),
        lead=(told, f"原因:{contract.extension.reason}"),
        button="答复机构",
        hidden={READ: str(contract.extension.number)},
    )
    return ask(request, contract_path(contract_id, _EXTENSION), page)


@endpoint(
    "网页:答复机构的延期请求",
    caller=Anyone,
    form=AgreeingForm,
    media=HTML,
    status=303,
    errors=_CHANGING,
    asks_first=own_form_acting,
)
async def judge_extension(
    request: Request, contract_id: UUID, asked: Citizen | None
) -> HTTPResponse:
    path = contract_path(contract_id, _EXTENSION)
    if asked is None:
        return sign_in_to(path)
    values, said = answer_of(request)

    async def act() -> None:
        await answer_extension(asked, contract_id, AnswerAsked.model_validate(said))

    back = contract_path(contract_id)
    return await written(request, path, values, act, lambda: done(request, back, _ANSWERED))


@endpoint("网页:请求终止合同前再问一次", caller=Anyone, media=HTML, errors=CONTRACTING)
async def show_asking_end(request: Request, contract_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    contract, path = (
        (await contract_shown(caller, contract_id)).contract,
        contract_path(contract_id),
    )
    if "ask_ending" not in contract.can:
        return unkept_redirect(path)
    page = AskingPage(
        "请求终止合同",
        (InputLine("reason", "为什么要终止", "area", most=300),),
        (path, "不终止,返回"),
        lead=("机构会看到您写的原因。",),
        warning="机构同意以后合同就终止,不能恢复。机构不同意的,合同继续。",
        button="请求终止",
        is_grave=True,
    )
    return ask(request, contract_path(contract_id, _ENDING), page)


@endpoint(
    "网页:请求终止合同",
    caller=Anyone,
    form=EndingForm,
    media=HTML,
    status=303,
    errors=_CHANGING,
    asks_first=own_form_acting,
)
async def ask_for_end(request: Request, contract_id: UUID, asked: Citizen | None) -> HTTPResponse:
    path = contract_path(contract_id, _ENDING)
    if asked is None:
        return sign_in_to(path)
    values = {"reason": typed(request, "reason", 301)}

    async def act() -> None:
        given = ContractReason.model_validate(values)
        await ask_ending(asked, contract_id, given.reason)

    back, said = contract_path(contract_id), "已经告诉机构,等它答复。"
    return await written(request, path, values, act, lambda: done(request, back, said))


@endpoint("网页:答复终止请求前看一看", caller=Anyone, media=HTML, errors=CONTRACTING)
async def show_end_asked(request: Request, contract_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    contract, path = (
        (await contract_shown(caller, contract_id)).contract,
        contract_path(contract_id),
    )
    if "answer_ending" not in contract.can or contract.ending is None:
        return unkept_redirect(path)
    page = AskingPage(
        "机构请求终止合同",
        answer_lines("同意终止", "不同意,合同继续"),
        (path, "这份合同"),
        lead=(f"原因:{contract.ending.reason}",),
        warning="同意以后合同就终止,不能恢复。",
        button="答复机构",
        hidden={READ: str(contract.ending.number)},
    )
    return ask(request, contract_path(contract_id, _ANSWER), page)


@endpoint(
    "网页:答复机构的终止请求",
    caller=Anyone,
    form=AgreeingForm,
    media=HTML,
    status=303,
    errors=_CHANGING,
    asks_first=own_form_acting,
)
async def judge_end_asked(
    request: Request, contract_id: UUID, asked: Citizen | None
) -> HTTPResponse:
    path = contract_path(contract_id, _ANSWER)
    if asked is None:
        return sign_in_to(path)
    values, said = answer_of(request)

    async def act() -> None:
        await answer_ending(asked, contract_id, AnswerAsked.model_validate(said))

    back = contract_path(contract_id)
    return await written(request, path, values, act, lambda: done(request, back, _ANSWERED))


@endpoint(
    "网页:撤回终止请求",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=_CHANGING,
    asks_first=own_form_acting,
)
async def take_end_back(request: Request, contract_id: UUID, asked: Citizen | None) -> HTTPResponse:
    path = contract_path(contract_id)
    if asked is None:
        return sign_in_to(path)
    return await written(
        request,
        path,
        {},
        lambda: take_back_ending(asked, contract_id),
        lambda: done(request, path, "已经撤回,合同继续。"),
    )
