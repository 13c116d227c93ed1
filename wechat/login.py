"""Signing in with the code of wx.login; the session key stays on this side."""

from dataclasses import dataclass, field

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
    try:
        answer = await client.wxa.code_to_session(code)
    except (CodeRefused, ArgumentRefused):
        raise LoginCodeRefused() from None
    except PersonBlocked:
        raise WechatAccountBlocked() from None
    except MinuteQuotaExhausted:
        raise TemporarilyUnavailable(retry_after=60) from None
    except WechatFault as fault:
        raise TemporarilyUnavailable(retry_after=5) from fault
    openid, session_key = answer.get("openid"), answer.get("session_key")
    if not openid or not session_key:
        raise TemporarilyUnavailable(retry_after=5)
    return WechatIdentity(client.app_id, openid, answer.get("unionid") or None, session_key)
