"""Signing in with the code of wx.login; the session key stays on this side."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mobile_api.shared.errors import AppError, TemporarilyUnavailable
from wechat.platform.client import WechatClient
from wechat.platform.errors import (
    ArgumentRefused,
    CodeRefused,
    LoginCodeRefused,
    MinuteQuotaExhausted,
    PersonBlocked,
    WechatAccountBlocked,
    WechatFault,
)

SIGN_IN_ERRORS: tuple[type[AppError], ...] = (
    LoginCodeRefused,
    WechatAccountBlocked,
    TemporarilyUnavailable,
)


@dataclass(frozen=True, slots=True)
class WechatIdentity:
    """Who WeChat says has signed in. `unionid` is known when the app is on an open platform.

    Only the mini-program has a session key.
    """

    app_id: str
    openid: str = field(repr=False)
    unionid: str | None = field(repr=False)
    session_key: str | None = field(repr=False, default=None)


async def exchange_code(client: WechatClient, code: str) -> WechatIdentity:
    """The identity behind a code of wx.login (auth.code2Session); a code works once.

    Raises LoginCodeRefused (log in again), WechatAccountBlocked, TemporarilyUnavailable.
    """
    answer = await redeemed(client.wxa.code_to_session(code), "openid", "session_key")
    unionid = answer.get("unionid") or None
    return WechatIdentity(client.app_id, answer["openid"], unionid, answer["session_key"])


async def redeemed(asked: Awaitable[Mapping[str, Any]], *needed: str) -> Mapping[str, Any]:
    """What WeChat tells for a one-time code, and all that is needed of it.

    Raises LoginCodeRefused (start again), WechatAccountBlocked, TemporarilyUnavailable.
    """
    try:
        answer = await asked
    except (CodeRefused, ArgumentRefused):
        raise LoginCodeRefused() from None
    except PersonBlocked:
        raise WechatAccountBlocked() from None
    except MinuteQuotaExhausted:
        raise TemporarilyUnavailable(retry_after=60) from None
    except WechatFault as fault:
        raise TemporarilyUnavailable(retry_after=5) from fault
    if not all(answer.get(name) for name in needed):
        raise TemporarilyUnavailable(retry_after=5)
    return answer
