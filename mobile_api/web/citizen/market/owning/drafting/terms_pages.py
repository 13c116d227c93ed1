"""The terms of a draft, a page each: what is wanted, how is chosen, till when, whom to avoid."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.errors import NeedMoveNotAllowed
from mobile_api.agency_supermarket.selection.rules import METHOD_NAMES
from mobile_api.agency_supermarket.showing.owned.queries import METHOD_WORDS, soonest_close
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.clock import BEIJING
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.text.words import on_date
from mobile_api.web.citizen.market.owning.asking import AskingPage, InputLine, ask
from mobile_api.web.citizen.market.owning.closing import HOURS, USUAL, closing_of
from mobile_api.web.citizen.market.owning.drafting.drafts import THEN, draft_here, saved
from mobile_api.web.citizen.market.owning.steps import NEED_FORM, NEEDING, need_path
from mobile_api.web.frame.acting import own_form_acting
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, typed

_WRITE = (*NEED_FORM, NeedMoveNotAllowed)
_LONGEST_TEXT, _LONGEST_CODES = 2000, 2500


class DescriptionForm(BaseModel):
    """要求."""

    title: str = Field(max_length=80)
    description: str = Field(max_length=2000)
    then: str = Field("", max_length=10)


class TimesForm(BaseModel):
    """报价截止: a day and an hour."""

    bids_close_at: str = Field(max_length=20)
    hour: str = Field(max_length=5)
    then: str = Field("", max_length=10)


class AvoidedForm(BaseModel):
    """回避名单: a social credit code a line."""

    avoided: str = Field("", max_length=2500)
    then: str = Field("", max_length=10)


def _page(request: Request, need_id: UUID, title: str, **more: Any) -> AskingPage:
    then = request.args.get(THEN) or ""
    return AskingPage(
        title,
        back=(need_path(need_id), "这项采购"),
        hidden={THEN: then} if then else {},
        **more,
    )


@endpoint("网页:采购需求要什么", caller=Anyone, media=HTML, errors=NEEDING)
async def show_description(request: Request, need_id: UUID) -> HTTPResponse:
    here = await draft_here(request, need_id)
    if isinstance(here, HTTPResponse):
        return here
    need = here[1].need
    text = need.description if need.description != need.title else ""
    help_ = "做什么、在哪里、多大、交什么成果、几天交。写清楚,机构才好报价。"
    lines = (
        InputLine("title", "采购名称", value=need.title, most=80),
        InputLine("description", "具体要求", "area", value=text, help=help_, most=_LONGEST_TEXT),
    )
    page = _page(request, need_id, "要什么", lines=lines)
    return ask(request, need_path(need_id, "description"), page)


@endpoint(
    "网页:保存采购需求要什么",
    caller=Anyone,
    form=DescriptionForm,
    media=HTML,
    status=303,
    errors=_WRITE,
    asks_first=own_form_acting,
)
async def save_description(request: Request, need_id: UUID, asked: Citizen | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(need_path(need_id, "description"))
    values = {
        "title": typed(request, "title"),
        "description": typed(request, "description", _LONGEST_TEXT + 1),
    }
    return await saved(request, asked, need_id, "description", values, values)


@endpoint("网页:采购需求怎样选机构", caller=Anyone, media=HTML, errors=NEEDING)
async def show_method(request: Request, need_id: UUID) -> HTTPResponse:
    here = await draft_here(request, need_id)
    if isinstance(here, HTTPResponse):
        return here
    options = [(key, name, METHOD_WORDS[key]) for key, name in METHOD_NAMES.items()]
    chosen = here[1].need.method
    lines = (InputLine("method", "选取方式", "radio", value=chosen, options=options),)
    page = _page(
        request,
        need_id,
        "怎样选机构",
        lines=lines,
        lead=("发布以后规则就定了,对谁都一样。",),
        button="继续",
        method="get",
        action=need_path(need_id, "price"),
    )
    return ask(request, need_path(need_id, "method"), page)


@endpoint("网页:采购需求的报价截止时间", caller=Anyone, media=HTML, errors=NEEDING)
async def show_times(request: Request, need_id: UUID) -> HTTPResponse:
    here = await draft_here(request, need_id)
    if isinstance(here, HTTPResponse):
        return here
    closes = here[1].need.bids_close_at.astimezone(BEIJING)
    hour = f"{closes:%H:%M}"
    soonest = on_date(await soonest_close())
    lines = (
        InputLine(
            "bids_close_at",
            "哪一天截止",
            "date",
            value=str(closes.date()),
            help=f"今天发布的话,最早{soonest}。给机构多留几天,来的会多一些。",
            most=20,
        ),
        InputLine(
            "hour",
            "几点截止",
            "select",
            value=hour if hour in HOURS else USUAL,
            options=[(one, one, "") for one in HOURS],
        ),
    )
    lead = ("截止以前谁都看不到报价;截止以后请您在两天左右的期限里开启,逾期不开启就流标。",)
    page = _page(request, need_id, "什么时候截止报价", lines=lines, lead=lead)
    return ask(request, need_path(need_id, "times"), page)


@endpoint(
    "网页:保存采购需求的报价截止时间",
    caller=Anyone,
    form=TimesForm,
    media=HTML,
    status=303,
    errors=_WRITE,
    asks_first=own_form_acting,
)
async def save_times(request: Request, need_id: UUID, asked: Citizen | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(need_path(need_id, "times"))
    values = {name: typed(request, name, 20) for name in ("bids_close_at", "hour")}
    anew = {"bids_close_at": closing_of(values["bids_close_at"], values["hour"])}
    return await saved(request, asked, need_id, "times", values, anew)


@endpoint("网页:采购需求的回避名单", caller=Anyone, media=HTML, errors=NEEDING)
async def show_avoided(request: Request, need_id: UUID) -> HTTPResponse:
    here = await draft_here(request, need_id)
    if isinstance(here, HTTPResponse):
        return here
    lines = (
        InputLine(
            "avoided",
            "不能参加的机构",
            "area",
            value="\n".join(here[1].need.avoided),
            help="填统一社会信用代码,一行一个。没有就空着。这份名单会公开。",
            most=_LONGEST_CODES,
        ),
    )
    lead = ("与您有利害关系的机构不能参加,例如您入股的、前期已经替您做过同一件事的。",)
    page = _page(request, need_id, "哪些机构要回避", lines=lines, lead=lead)
    return ask(request, need_path(need_id, "avoided"), page)


@endpoint(
    "网页:保存采购需求的回避名单",
    caller=Anyone,
    form=AvoidedForm,
    media=HTML,
    status=303,
    errors=_WRITE,
    asks_first=own_form_acting,
)
async def save_avoided(request: Request, need_id: UUID, asked: Citizen | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(need_path(need_id, "avoided"))
    values = {"avoided": typed(request, "avoided", _LONGEST_CODES)}
    codes = values["avoided"].replace(",", " ").replace("、", " ").split()
    return await saved(request, asked, need_id, "avoided", values, {"avoided": codes})
