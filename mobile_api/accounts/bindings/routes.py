"""The signed-in person's ways to sign in, and the devices that are signed in."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.accounts.bindings import service as bindings
from mobile_api.accounts.errors import (
    BindingNotFound,
    BoundElsewhere,
    LastWayIn,
    PhoneCodeWrong,
    ProofNeeded,
)
from mobile_api.accounts.phones.models import CodePurpose
from mobile_api.accounts.phones.schemas import (
    Bindings,
    Proof,
    SessionEntry,
    Sessions,
    WechatBindRequest,
)
from mobile_api.accounts.proofs.fresh_proofs import Prover
from mobile_api.accounts.sessions import service as sessions
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import in_transaction
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from wechat.login import SIGN_IN_ERRORS, WechatIdentity, exchange_code

citizen = Blueprint("bindings", url_prefix="/api/v1")


@citizen.get("/me/bindings")
@endpoint("我的登录方式", caller=Citizen, answer=Bindings)
async def own_bindings(request: Request, caller: Citizen) -> Bindings:
    return await bindings.bindings_of(caller.person_id, request.app.ctx.settings)


async def _ask_wechat(request: Request, caller: Citizen, body: WechatBindRequest) -> WechatIdentity:
    await Prover.of(request, caller).require_recent_sign_in()
    return await exchange_code(request.app.ctx.wechat, body.code)


@citizen.post("/me/bindings/mini-program")
@endpoint(
    "绑定微信小程序",
    caller=Citizen,
    body=WechatBindRequest,
    status=204,
    errors=(*SIGN_IN_ERRORS, ProofNeeded, BoundElsewhere),
    asks_first=_ask_wechat,
)
async def bind_mini_program(
    request: Request, caller: Citizen, body: WechatBindRequest, asked: WechatIdentity
) -> None:
    await bindings.bind_wechat(caller, asked)


@citizen.post("/me/bindings/<binding_id:uuid>/unbind")
@endpoint(
    "解除一种登录方式",
    caller=Citizen,
    body=Proof,
    status=204,
    errors=(
        *SIGN_IN_ERRORS,
        BindingNotFound,
        LastWayIn,
        ProofNeeded,
        PhoneCodeWrong,
        TooManyRequests,
    ),
    transaction=False,
)
async def unbind(request: Request, caller: Citizen, binding_id: UUID, body: Proof) -> None:
    proof = await Prover.of(request, caller).own_account(body, CodePurpose.unbind)
    async with in_transaction():
        await bindings.unbind(caller, binding_id, proof)
    # Whoever came in by it, on a phone that was sold perhaps, is out as well.
    redis = request.app.ctx.redis
    await sessions.end_sessions(redis, "citizen", caller.person_id, keep=caller.session_id)


@citizen.get("/me/sessions")
@endpoint("登录设备", caller=Citizen, answer=Sessions, errors=(TemporarilyUnavailable,))
async def own_sessions(request: Request, caller: Citizen) -> Sessions:
    found = await sessions.sessions_of(request.app.ctx.redis, "citizen", caller.person_id)
    return Sessions(
        sessions=[
            SessionEntry(
                id=one.id,
                via=one.via,
                opened_at=one.opened_at,
                is_current=one.id == caller.session_id,
            )
            for one in found
        ]
    )


@citizen.post("/me/sessions/end-others")
@endpoint(
    "退出其他设备",
    caller=Citizen,
    status=204,
    errors=(TemporarilyUnavailable,),
    transaction=False,
)
async def end_other_sessions(request: Request, caller: Citizen) -> None:
    redis = request.app.ctx.redis
    await sessions.end_sessions(redis, "citizen", caller.person_id, keep=caller.session_id)
