"""What the chosen method of selection needs to know: the highest price, lists, experts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.errors import NeedMoveNotAllowed
from mobile_api.agency_supermarket.needs.schemas import NeedView
from mobile_api.agency_supermarket.selection.rules import METHOD_NAMES, Method
from mobile_api.agency_supermarket.showing.owned.queries import (
    METHOD_WORDS,
    method_rules,
    specialties,
)
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.schema import RequestBody
from mobile_api.web.citizen.market.owning.asking import (
    AskingPage,
    InputLine,
    ask,
    fen_of,
    whole_of,
    yuan_of,
)
from mobile_api.web.citizen.market.owning.drafting.drafts import THEN, draft_here, saved
from mobile_api.web.citizen.market.owning.steps import NEED_FORM, NEEDING, need_path
from mobile_api.web.frame.acting import own_form_acting
from mobile_api.web.frame.failures import failure_of
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.requests import with_query
from mobile_api.web.frame.visitor import sign_in_to, typed

MOST_CRITERIA = 6
_CRITERIA = "judging-criteria"
_SIZES = ("big_list", "small_list")
_BUDGET = "填元,例如50000。不填就是没有限价;超过限价的报价无效。"


class MethodQuery(RequestBody):
    """`method`: the one that was chosen before."""

    model_config = ConfigDict(extra="ignore")

    method: str = Field("", max_length=40)
    then: str = Field("", max_length=10)


class PriceForm(BaseModel):
    """What belongs to the method. `judging-criteria-N-name`, `-points`: 评审因素."""

    method: str = Field(max_length=40)
    budget_fen: str = Field("", max_length=20, description="最高限价,元")
    big_list: str = Field("", max_length=5)
    small_list: str = Field("", max_length=5)
    price_percent: str = Field("", max_length=5)
    specialty: str = Field("", max_length=40)
    members: str = Field("", max_length=5)
    then: str = Field("", max_length=10)


@endpoint("网页:采购需求的限价和规则", caller=Anyone, query=MethodQuery, media=HTML, errors=NEEDING)
async def show_price(request: Request, need_id: UUID, query: MethodQuery) -> HTTPResponse:
    here = await draft_here(request, need_id)
    if isinstance(here, HTTPResponse):
        return here
    path = need_path(need_id, "price")
    failure, need = failure_of(request, path), here[1].need
    method = _method((failure.values.get("method") if failure else "") or query.method, need.method)
    hidden = {"method": method.value} | ({THEN: query.then} if query.then else {})
    page = AskingPage(
        METHOD_NAMES[method],
        list(lines_of(need, method)),
        (need_path(need_id, "method"), "怎样选机构"),
        lead=(METHOD_WORDS[method],),
        hidden=hidden,
    )
    return ask(request, path, page, here=with_query(path, {"method": method.value}))


def _method(chosen: str, otherwise: Method) -> Method:
    return next((one for one in Method if one.value == chosen), otherwise)


def lines_of(need: NeedView, method: Method) -> Iterator[InputLine]:
    """The fields that belong to a method, with what the need says of them."""
    yield InputLine("budget_fen", "最高限价", "money", yuan_of(need.budget_fen), _BUDGET, most=20)
    rules = method_rules()
    if method is Method.credit_weighted:
        spans = (rules.credit_weighted.big_list, rules.credit_weighted.small_list)
        for name, label, span in zip(_SIZES, ("大名单几家", "小名单几家"), spans, strict=True):
            told = f"{span.least}到{span.most}家。"
            yield InputLine(name, label, "number", _said(getattr(need, name)), told, most=5)
    if method is Method.proposal:
        span = rules.proposal.price_percent
        told = f"百分之几,{span.least}到{span.most}。"
        percent = _said(need.price_percent)
        yield InputLine("price_percent", "价格分占多少", "number", percent, told, most=5)
        yield from _judging(need, rules.proposal.least_experts)


def _judging(need: NeedView, least: int) -> Iterator[InputLine]:
    judging = need.judging
    options = [("", "请选择", ""), *((key, name, "") for key, name in specialties().items())]
    chosen = judging.specialty if judging else ""
    yield InputLine("judging-specialty", "请哪个专业的专家", "select", chosen, options=options)
    members = str(judging.members) if judging else str(least)
    told = f"单数,不少于{least}人。"
    yield InputLine("judging-members", "请几名专家", "number", members, told, most=5)
    yield InputLine(_CRITERIA, "评审因素", "heading", help="专家按这些打分,分值合计一百。")
    known = list(judging.criteria) if judging else []
    for place in range(MOST_CRITERIA):
        one = known[place] if place < len(known) else None
        name, points = (one.name, str(one.points)) if one else ("", "")
        yield InputLine(f"{_CRITERIA}-{place}-name", f"第{place + 1}项", value=name, most=60)
        label = f"第{place + 1}项满分"
        yield InputLine(f"{_CRITERIA}-{place}-points", label, "number", points, most=5)


def _said(size: int | None) -> str:
    return "" if size is None else str(size)


@endpoint(
    "网页:保存采购需求的限价和规则",
    caller=Anyone,
    form=PriceForm,
    media=HTML,
    status=303,
    errors=(*NEED_FORM, NeedMoveNotAllowed),
    asks_first=own_form_acting,
)
async def save_price(request: Request, need_id: UUID, asked: Citizen | None) -> HTTPResponse:
    path = need_path(need_id, "price")
    if asked is None:
        return sign_in_to(path)
    values = typed_terms(request)
    return await saved(request, asked, need_id, "method", values, terms_of(values), path=path)


def typed_terms(request: Request) -> dict[str, str]:
    """The fields as they were typed; criteria that were left out move up."""
    names = ("method", "budget_fen", *_SIZES, "price_percent")
    values = {name: typed(request, name, 40) for name in names}
    if values["method"] != Method.proposal:
        return values
    for name in ("judging-specialty", "judging-members"):
        values[name] = typed(request, name, 40)
    rows = [
        (typed(request, f"{_CRITERIA}-{n}-name", 61), typed(request, f"{_CRITERIA}-{n}-points", 5))
        for n in range(MOST_CRITERIA)
    ]
    for place, (name, points) in enumerate(row for row in rows if any(row)):
        values[f"{_CRITERIA}-{place}-name"] = name
        values[f"{_CRITERIA}-{place}-points"] = points
    return values


def terms_of(values: Mapping[str, str]) -> dict[str, Any]:
    """The same as the API takes them; nothing for what belongs to another method."""
    terms: dict[str, Any] = {name: whole_of(values[name]) for name in (*_SIZES, "price_percent")}
    terms |= {"method": values["method"], "budget_fen": fen_of(values["budget_fen"])}
    terms["judging"] = None
    if values["method"] == Method.proposal:
        terms["judging"] = {
            "specialty": values["judging-specialty"],
            "members": whole_of(values["judging-members"]),
            "criteria": _criteria(values),
        }
    return terms


def _criteria(values: Mapping[str, str]) -> Sequence[dict[str, Any]]:
    places = range(MOST_CRITERIA)
    named = [n for n in places if f"{_CRITERIA}-{n}-name" in values]
    return [
        {
            "name": values[f"{_CRITERIA}-{n}-name"],
            "points": whole_of(values[f"{_CRITERIA}-{n}-points"]),
        }
        for n in named
    ]
