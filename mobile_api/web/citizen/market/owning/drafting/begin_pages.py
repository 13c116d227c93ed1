"""How a need begins: for which service, what it is called, whose money it is."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.errors import TooManyNeeds
from mobile_api.agency_supermarket.finding.queries import all_trades
from mobile_api.agency_supermarket.needs.schemas import NeedRequest
from mobile_api.agency_supermarket.selection.rules import FUND_NAMES, Method
from mobile_api.agency_supermarket.showing.owned.queries import soonest_close
from mobile_api.agency_supermarket.showing.owned.service import draft
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.errors import AppError, NotAllowed
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.schema import RequestBody
from mobile_api.web.citizen.market.owning.asking import AskingPage, InputLine, ask
from mobile_api.web.citizen.market.owning.closing import closing_at
from mobile_api.web.citizen.market.owning.drafting.drafts import ORDER
from mobile_api.web.citizen.market.owning.steps import ACTING, HOME, NEW, need_path, refused
from mobile_api.web.frame.acting import ActingChanged, acting_visitor, own_form_acting
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.requests import address
from mobile_api.web.frame.tapping import once_tapped
from mobile_api.web.frame.visitor import sign_in_to, typed, unkept_redirect

# A title that is too short is told once, and not as the description that it stands for as well.
_LEAST, _FILL = 4, "。"
_NAMES = ("service_type", "title", "fund_source")
_LEAD = (
    "办事需要评估、检测、测绘这类服务时,在这里公开找机构。您写清楚要什么,机构密封报价,到时一起开启。",
    "每一步都会保存,随时可以离开,以后接着填;没有发布以前别人看不到。",
)
_FUNDS = {"state": "政府、事业单位的钱", "social": "个人、企业自己的钱"}


class BeginQuery(RequestBody):
    """`service`: the key of the service that was looked at."""

    model_config = ConfigDict(extra="ignore")

    service: str = Field("", max_length=80)


class BeginNeedForm(BaseModel):
    """What a need begins with."""

    service_type: str = Field(max_length=80)
    title: str = Field(max_length=80)
    fund_source: str = Field(max_length=10)


@endpoint("网页:开始找机构", caller=Anyone, query=BeginQuery, media=HTML, errors=ACTING)
async def show_begin(request: Request, query: BeginQuery) -> HTTPResponse:
    here = address(NEW, query)
    if await acting_visitor(request) is None:
        return sign_in_to(here)
    trades = (await all_trades()).trades
    services = [(one.key, one.name, "") for trade in trades for one in trade.service_types]
    chosen = query.service if any(query.service == key for key, *_ in services) else ""
    lines = (
        InputLine(
            "service_type",
            "要什么服务",
            "select",
            value=chosen,
            options=[("", "请选择", ""), *services],
        ),
        InputLine("title", "给这次采购起个名", help="例如:办公楼资产评估", most=80),
        InputLine(
            "fund_source",
            "用谁的钱",
            "radio",
            options=[(key, name, _FUNDS[key]) for key, name in FUND_NAMES.items()],
        ),
    )
    page = AskingPage("我要找机构", lines, (HOME, "我的采购"), lead=_LEAD, button="开始")
    return ask(request, NEW, page, here=here)


@endpoint(
    "网页:新建采购需求",
    caller=Anyone,
    form=BeginNeedForm,
    media=HTML,
    status=303,
    errors=(*ACTING, NotAllowed, ActingChanged, TooManyNeeds),
    asks_first=own_form_acting,
)
async def begin(request: Request, asked: Citizen | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(NEW)
    values = {name: typed(request, name) for name in _NAMES}

    async def act() -> UUID:
        closes = closing_at(await soonest_close())
        # The other pages ask for what is only supposed here; nothing of it is public before.
        said = {
            "description": values["title"].ljust(_LEAST, _FILL),
            "method": Method.direct,
            "bids_close_at": closes,
        }
        return (await draft(asked, NeedRequest.model_validate(values | said))).id

    try:
        async with savepoint():
            need_id = await once_tapped(request, asked, act)
    except (ValidationError, AppError) as error:
        return refused(request, NEW, values, error)
    return unkept_redirect(need_path(UUID(need_id), ORDER[0]))
