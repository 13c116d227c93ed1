"""Signing in to a page opened inside WeChat: there and back once, however often WeChat asks.

WeChat's browser may ask for the page of return twice and drop either answer, while a code works
once; so what a code told is kept for a while, for the browser that began and for nobody else.
"""

import secrets
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

from pydantic import BaseModel
from redis.asyncio import Redis
from redis.exceptions import LockError, RedisError
from sanic import Request

from mobile_api.accounts.errors import NoOfficialAccount, WebSignInOver
from mobile_api.shared.crypto import keyring, same
from mobile_api.shared.database import in_transaction
from mobile_api.shared.errors import TemporarilyUnavailable
from mobile_api.shared.http.rate_limits import RateLimit, spend
from wechat.login import WechatIdentity
from wechat.models import WechatBinding
from wechat.oauth import WebIdentity, WebScope, exchange_web_code, unionid_of
from wechat.platform.errors import WechatFault
from wechat.platform.service import OFFICIAL_ACCOUNT, WechatClient

KEPT = timedelta(minutes=10)
# Each code is a call that WeChat counts. Of one way there and back, so that nobody else is barred.
_TRIES = RateLimit("web-sign-in", times=10, seconds=600)
_PLACE = "redis.web_sign_in"
_LOCKED_SECONDS, _PATIENCE_SECONDS = 25, 20


class Begun(NamedTuple):
    """`state` goes through WeChat, `browser_secret` stays in a cookie: both must come back."""

    state: str
    browser_secret: str


class WebSignInFlow(BaseModel):
    """One way to WeChat and back; the openid is known once it came back."""

    return_to: str
    scope: WebScope
    secret_hash: str
    openid: str = ""
    unionid: str | None = None
    is_snapshot: bool = False


class Finished(NamedTuple):
    """Who came back. `identity` is None for a snapshot user, who is nobody and is never bound."""

    identity: WechatIdentity | None
    return_to: str
    scope: WebScope


def official_account(request: Request) -> WechatClient:
    """The official account's client. Raises NoOfficialAccount when the city has none."""
    client = OFFICIAL_ACCOUNT.of(request)
    if client is None:
        raise NoOfficialAccount()
    return client


async def begin(redis: Redis, return_to: str, scope: WebScope) -> Begun:
    """Raises TemporarilyUnavailable without Redis, as all functions here."""
    begun = Begun(secrets.token_hex(16), secrets.token_hex(16))
    flow = WebSignInFlow(return_to=return_to, scope=scope, secret_hash=_hash(begun.browser_secret))
    await _keep(redis, begun.state, flow)
    return begun


async def finish(client: WechatClient, redis: Redis, begun: Begun, code: str) -> Finished:
    """What the code told; a second time the same, without asking WeChat again.

    Raises WebSignInOver (too late, or another browser's), TooManyRequests, LoginCodeRefused,
    WechatAccountBlocked.
    """
    # Before anything is asked: whoever does not know the secret must not use up the code.
    await _own_flow(redis, begun)
    await spend(redis, _TRIES, begun.state)
    # A browser that hangs up has used the code up: what it told is for the one that comes back.
    told = partial(_told, client, redis, begun, code)
    flow = await client.flights.join(_key(begun.state), told)
    identity = WechatIdentity(client.app_id, flow.openid, flow.unionid)
    return Finished(None if flow.is_snapshot else identity, flow.return_to, flow.scope)


async def _told(client: WechatClient, redis: Redis, begun: Begun, code: str) -> WebSignInFlow:
    """What the code tells or has told, to another process perhaps."""
    lock = redis.lock(
        _key(begun.state) + ":lock", timeout=_LOCKED_SECONDS, blocking_timeout=_PATIENCE_SECONDS
    )
    try:
        async with lock:
            flow = await _own_flow(redis, begun)
            if not flow.openid:
                flow = await _asked(client, flow, code)
                await _keep(redis, begun.state, flow)
            return flow
    except (LockError, RedisError, OSError):
        raise TemporarilyUnavailable(retry_after=5) from None


async def must_ask_for_profile(finished: Finished) -> bool:
    """Whether only the profile can tell who it is: the silent sign-in does not know the unionid."""
    identity = finished.identity
    if identity is None or identity.unionid or finished.scope is WebScope.profile:
        return False
    async with in_transaction():
        return await WechatBinding.person_of(identity) is None


async def _asked(client: WechatClient, flow: WebSignInFlow, code: str) -> WebSignInFlow:
    web = await exchange_web_code(client, code)
    unionid = web.identity.unionid or await _unionid(client, web)
    told = {"openid": web.identity.openid, "unionid": unionid, "is_snapshot": web.is_snapshot}
    return flow.model_copy(update=told)


async def _unionid(client: WechatClient, web: WebIdentity) -> str | None:
    if web.is_snapshot or web.scope != WebScope.profile:
        return None
    try:
        return await unionid_of(client, web)
    except WechatFault:
        # Without it the person is merely not recognised from another app.
        return None


async def _own_flow(redis: Redis, begun: Begun) -> WebSignInFlow:
    sealed = await _do(redis.get(_key(begun.state)))
    if sealed is None:
        raise WebSignInOver()
    flow = WebSignInFlow.model_validate_json(keyring().open(sealed, _PLACE))
    if not same(flow.secret_hash, _hash(begun.browser_secret)):
        raise WebSignInOver()
    return flow


async def _keep(redis: Redis, state: str, flow: WebSignInFlow) -> None:
    sealed = keyring().seal(flow.model_dump_json().encode(), _PLACE)
    await _do(redis.set(_key(state), sealed, ex=KEPT))


async def _do(command: Any) -> Any:
    try:
        return await command
    except (RedisError, OSError):
        raise TemporarilyUnavailable(retry_after=5) from None


def _key(state: str) -> str:
    return f"web-sign-in:{keyring().keyed_hash(state, 'web-sign-in').hex()}"


def _hash(secret: str) -> str:
    return keyring().keyed_hash(secret, "web-sign-in-secret").hex()
