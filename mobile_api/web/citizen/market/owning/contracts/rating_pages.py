"""评价 of the agency once it is done, and one answer to what the agency said."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.ratings.errors import (
    RatedAlready,
    RatingClosed,
    RatingNotFound,
    RepliedAlready,
)
from mobile_api.agency_supermarket.ratings.rules import LEAST, MOST
from mobile_api.agency_supermarket.ratings.schemas import RateRequest, ReplyRequest
from mobile_api.agency_supermarket.showing.owned.queries import contract_shown
from mobile_api.agency_supermarket.showing.owned.service import rate, reply
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import done
from mobile_api.web.citizen.market.owning.asking import AskingPage, InputLine, ask, whole_of
from mobile_api.web.citizen.market.owning.steps import (
    CONTRACT_FORM,
    CONTRACTING,
    contract_path,
    written,
)
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, typed, unkept_redirect

_SCORES = "scores"
_WORDS = {5: "很好", 4: "好", 3: "一般", 2: "差", 1: "很差"}
_LONGEST = 500


class RateForm(BaseModel):
    """`scores-KEY` for every dimension, 1 (worst) to 5."""

    text: str = Field("", max_length=500)


class ReplyForm(BaseModel):
    """回复, once."""

    text: str = Field(max_length=500)


@endpoint("网页:评价机构", caller=Anyone, media=HTML, errors=CONTRACTING)
async def show_rating(request: Request, contract_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    found, path = await contract_shown(caller, contract_id), contract_path(contract_id)
    if "rate" not in found.ratings.can:
        return unkept_redirect(path)
    scores = [(str(n), f"{n}分", _WORDS[n]) for n in range(MOST, LEAST - 1, -1)]
    help_ = "别人会看到,请不要写姓名和电话;核对以后才公开。"
    lines = [
        *(
            InputLine(f"{_SCORES}-{one.key}", one.name, "radio", options=scores)
            for one in found.ratings.dimensions
        ),
        InputLine("text", "还想说的(可以不写)", "area", help=help_, most=_LONGEST),
    ]
    lead = (f"{found.contract.agency_name}这次做得怎么样?评一次,不能改。",)
    page = AskingPage("评价机构", lines, (path, "这份合同"), lead=lead, button="提交评价")
    return ask(request, contract_path(contract_id, "rate"), page)


@endpoint(
    "网页:提交对机构的评价",
    caller=Anyone,
    form=RateForm,
    media=HTML,
    status=303,
    errors=(*CONTRACT_FORM, RatingClosed, RatedAlready, TooManyRequests),
    asks_first=own_form_acting,
)
async def rate_agency(request: Request, contract_id: UUID, asked: Citizen | None) -> HTTPResponse:
    path = contract_path(contract_id, "rate")
    if asked is None:
        return sign_in_to(path)
    found = await contract_shown(asked, contract_id)
    keys = [one.key for one in found.ratings.dimensions]
    values = {f"{_SCORES}-{key}": typed(request, f"{_SCORES}-{key}", 5) for key in keys}
    values["text"] = typed(request, "text", _LONGEST + 1)

    async def act() -> None:
        # A place that is left out is told as out of its range, beside its own question.
        scores: dict[str, Any] = {key: whole_of(values[f"{_SCORES}-{key}"]) or 0 for key in keys}
        given = RateRequest.model_validate({"scores": scores, "text": values["text"]})
        await rate(asked, contract_id, given)

    back, said = contract_path(contract_id), "谢谢,评价已经提交。"
    return await written(request, path, values, act, lambda: done(request, back, said))


@endpoint("网页:回复机构的评价", caller=Anyone, media=HTML, errors=CONTRACTING)
async def show_reply(request: Request, contract_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    found, path = await contract_shown(caller, contract_id), contract_path(contract_id)
    if "reply" not in found.ratings.can:
        return unkept_redirect(path)
    said = [one.text for one in found.ratings.ratings if one.by != "owner" and one.text]
    page = AskingPage(
        "回复机构的评价",
        (InputLine("text", "您的回复", "area", most=_LONGEST),),
        (path, "这份合同"),
        lead=[*(f"机构说:{text}" for text in said), "只能回复一次。"],
        button="提交回复",
    )
    return ask(request, contract_path(contract_id, "rating-reply"), page)


@endpoint(
    "网页:提交对评价的回复",
    caller=Anyone,
    form=ReplyForm,
    media=HTML,
    status=303,
    errors=(*CONTRACT_FORM, RatingNotFound, RepliedAlready, TooManyRequests),
    asks_first=own_form_acting,
)
async def reply_to_agency(
    request: Request, contract_id: UUID, asked: Citizen | None
) -> HTTPResponse:
    path = contract_path(contract_id, "rating-reply")
    if asked is None:
        return sign_in_to(path)
    values = {"text": typed(request, "text", _LONGEST + 1)}

    async def act() -> None:
        await reply(asked, contract_id, ReplyRequest.model_validate(values).text)

    back, said = contract_path(contract_id), "回复已经提交。"
    return await written(request, path, values, act, lambda: done(request, back, said))
