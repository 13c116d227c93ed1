"""开启报价 with the passphrase after the deadline, and the choice where the owner has one."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.errors import (
    BiddingNotOver,
    NeedMoveNotAllowed,
    NotAmongThem,
    WrongOwnerKey,
)
from mobile_api.agency_supermarket.openings.schemas import ChooseRequest, OpenedBid, OpenRequest
from mobile_api.agency_supermarket.showing.owned.queries import own_need
from mobile_api.agency_supermarket.showing.owned.service import (
    OpenedBids,
    choose,
    open_bids,
    read_bids,
)
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import AppError
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.text.words import yuan
from mobile_api.web.citizen.account.telling import done
from mobile_api.web.citizen.market.owning.asking import AskingPage, InputLine, ask
from mobile_api.web.citizen.market.owning.steps import (
    NEED_FORM,
    NEEDING,
    need_path,
    refused,
    written,
)
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, typed, unkept_redirect

_LONGEST = 200
_LEAD = ("开启要用您发布时设的口令。开启以后,全部报价和选取的经过马上公开,不能再关上。",)
_OPENED = "报价已经开启。"
_CHOSEN = "已经选定,结果正在公示。"


class OpenBidsForm(BaseModel):
    """The passphrase, or the key that the owner's own device kept."""

    passphrase: str = Field("", max_length=200)
    identity: str = Field("", max_length=100)


class ChooseBidForm(BaseModel):
    """The bid, and why it."""

    bid_id: str = Field(max_length=40)
    reason: str = Field(max_length=300)


@dataclass(frozen=True, slots=True)
class ToOpen:
    """Who opens, and what was in the bids; `refusal` leads back with what is wrong."""

    caller: Citizen
    bids: OpenedBids | None = None
    refusal: HTTPResponse | None = None


@endpoint("网页:开启报价", caller=Anyone, media=HTML, errors=NEEDING)
async def show_opening(request: Request, need_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    found = await own_need(caller, need_id)
    if "open" not in found.need.can:
        return unkept_redirect(need_path(need_id))
    help_ = "口令忘了,谁也打不开,只能等它流标以后重新发布。"
    if found.has_passphrase:
        line = InputLine("passphrase", "口令", "secret", help=help_, most=_LONGEST)
    else:
        help_ = "发布时保存在您自己设备上的,以AGE-SECRET-KEY-开头。"
        line = InputLine("identity", "密钥", "secret", help=help_, most=100)
    back = (need_path(need_id), "这项采购")
    page = AskingPage("开启报价", (line,), back, lead=_LEAD, button="开启全部报价")
    return ask(request, need_path(need_id, "open"), page)


async def _to_open(request: Request, need_id: UUID) -> ToOpen | None:
    """Never within a transaction: opening takes its time. Raises NotAllowed, NeedNotFound."""
    caller = await own_form_acting(request)
    if caller is None:
        return None
    try:
        given = OpenRequest(
            passphrase=typed(request, "passphrase", _LONGEST) or None,
            identity=typed(request, "identity", 100) or None,
        )
        bids = await read_bids(caller, need_id, given)
    except (ValidationError, AppError) as error:
        return ToOpen(caller, refusal=refused(request, need_path(need_id, "open"), {}, error))
    return ToOpen(caller, bids)


@endpoint(
    "网页:用口令开启报价",
    caller=Anyone,
    form=OpenBidsForm,
    media=HTML,
    status=303,
    errors=(*NEED_FORM, NeedMoveNotAllowed, BiddingNotOver, WrongOwnerKey),
    asks_first=_to_open,
    guessing=True,
)
async def open_them(request: Request, need_id: UUID, asked: ToOpen | None) -> HTTPResponse:
    path = need_path(need_id, "open")
    if asked is None:
        return sign_in_to(path)
    bids = asked.bids
    if bids is None:
        return asked.refusal or unkept_redirect(path)
    return await written(
        request,
        asked.caller,
        path,
        {},
        lambda: open_bids(asked.caller, need_id, bids),
        lambda: done(request, need_path(need_id), _OPENED),
    )


@endpoint("网页:从报价中选定一家", caller=Anyone, media=HTML, errors=NEEDING)
async def show_choices(request: Request, need_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    found = await own_need(caller, need_id)
    if "choose" not in found.need.can or found.opening is None:
        return unkept_redirect(need_path(need_id))
    able = set(found.opening.choices)
    options = [
        (str(one.bid_id), one.agency_name, _offer(one))
        for one in found.opening.bids
        if one.bid_id in able
    ]
    help_ = "会公开,谁都能看到。例如:报价合理,承诺工期最短。"
    page = AskingPage(
        "选定一家",
        (
            InputLine("bid_id", "选哪一家", "radio", options=options),
            InputLine("reason", "为什么选这家", "area", help=help_, most=300),
        ),
        (need_path(need_id), "这项采购"),
        lead=("选定以后结果公示,不能再换。",),
        button="确认选定",
    )
    return ask(request, need_path(need_id, "choose"), page)


def _offer(bid: OpenedBid) -> str:
    """What it offers, in words."""
    price = yuan(bid.price_fen) if bid.price_fen is not None else "没有报价"
    days = f",{bid.days}个工作日" if bid.days is not None else ""
    return f"{price}{days}{f'。{bid.note}' if bid.note else ''}"


@endpoint(
    "网页:选定一家机构",
    caller=Anyone,
    form=ChooseBidForm,
    media=HTML,
    status=303,
    errors=(*NEED_FORM, NeedMoveNotAllowed, NotAmongThem),
    asks_first=own_form_acting,
)
async def choose_bid(request: Request, need_id: UUID, asked: Citizen | None) -> HTTPResponse:
    path = need_path(need_id, "choose")
    if asked is None:
        return sign_in_to(path)
    values = {name: typed(request, name, 301) for name in ("bid_id", "reason")}

    async def act() -> None:
        given = ChooseRequest.model_validate({k: v for k, v in values.items() if v})
        await choose(asked, need_id, given.bid_id, given.reason)

    return await written(
        request, asked, path, values, act, lambda: done(request, need_path(need_id), _CHOSEN)
    )
