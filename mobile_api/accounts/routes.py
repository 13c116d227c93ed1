"""Sessions and the signed-in person's own details."""

from sanic import Blueprint, Request

from mobile_api.accounts import service
from mobile_api.accounts.errors import RealNameFixed, SessionEnded
from mobile_api.accounts.models import Person
from mobile_api.accounts.proofs.assurance import level_of
from mobile_api.accounts.schemas import (
    Me,
    MiniProgramSignIn,
    RealName,
    RefreshRequest,
    SessionOpened,
)
from mobile_api.accounts.service import opened
from mobile_api.accounts.sessions import service as sessions
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.text.masking import mask_id_number, mask_name, mask_phone
from wechat.login import SIGN_IN_ERRORS, WechatIdentity, exchange_code
from wechat.platform.service import MINI_PROGRAM

citizen = Blueprint("accounts", url_prefix="/api/v1")


async def _ask_wechat(request: Request, body: MiniProgramSignIn) -> WechatIdentity:
    # Nobody guesses a code of WeChat's, so none is counted: thousands of phones share an address.
    return await exchange_code(MINI_PROGRAM.of(request), body.code)


@citizen.post("/sessions/mini-program")
@endpoint(
    "小程序登录",
    caller=Anyone,
    body=MiniProgramSignIn,
    answer=SessionOpened,
    status=201,
    errors=(*SIGN_IN_ERRORS, TemporarilyUnavailable),
    asks_first=_ask_wechat,
)
async def sign_in_by_mini_program(
    request: Request, body: MiniProgramSignIn, asked: WechatIdentity
) -> SessionOpened:
    return await opened(await service.person_of_wechat(asked), via="mini_program")


@citizen.post("/sessions/refresh")
@endpoint(
    "换取新的访问令牌",
    caller=Anyone,
    body=RefreshRequest,
    answer=SessionOpened,
    status=201,
    errors=(SessionEnded,),
    transaction=False,
)
async def refresh(request: Request, body: RefreshRequest) -> SessionOpened:
    """Answers another refresh token each time; the one before it is over two minutes later."""
    return await service.renewed(body.refresh_token)


@citizen.post("/sessions/end")
@endpoint(
    "退出登录",
    caller=Anyone,
    body=RefreshRequest,
    status=204,
    errors=(SessionEnded,),
)
async def sign_out(request: Request, body: RefreshRequest) -> None:
    await sessions.end_by_token(body.refresh_token)


async def _me(person: Person) -> Me:
    return Me(
        has_real_name=person.has_real_name,
        # What still counts, as everywhere where a level is asked for.
        assurance_level=await level_of(person.id),
        name_masked=mask_name(person.name or ""),
        id_number_masked=mask_id_number(person.id_number) if person.id_number else "",
        phone_masked=mask_phone(person.phone) if person.phone else "",
    )


@citizen.get("/me")
@endpoint("我的账户", caller=Citizen, answer=Me)
async def me(request: Request, caller: Citizen) -> Me:
    return await _me(await service.person_of(caller))


async def _count_declaration(request: Request, caller: Citizen) -> None:
    await service.count_declaration(REDIS.of(request), caller)


@citizen.put("/me/real-name")
@endpoint(
    "填写实名信息",
    caller=Citizen,
    body=RealName,
    answer=Me,
    errors=(RealNameFixed, TooManyRequests),
    asks_first=_count_declaration,
)
async def declare_real_name(request: Request, caller: Citizen, body: RealName) -> Me:
    return await _me(await service.declare_real_name(caller, body))
