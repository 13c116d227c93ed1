"""Web sign-in through the official account, for pages opened inside WeChat.

https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
"""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

from mobile_api.shared.errors import TemporarilyUnavailable
from wechat.login import WechatIdentity
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


class WebScope(StrEnum):
    """`base` is silent and tells the openid; `profile` asks the person and tells the unionid."""

    base = "snsapi_base"
    profile = "snsapi_userinfo"


@dataclass(frozen=True, slots=True)
class WebIdentity:
    """Who opened the page. A snapshot user is a stand-in of WeChat's and nobody: never bind it."""

    identity: WechatIdentity
    scope: str
    is_snapshot: bool
    access_token: str = field(repr=False)


def authorize_url(*, origin: str, app_id: str, return_url: str, scope: WebScope, state: str) -> str:
    """The page of WeChat to which the browser goes first.

    WeChat asks for just this order of parameters and for the fragment. `state`: at most 128
    letters and digits.
    """
    query = urlencode(
        {
            "appid": app_id,
            "redirect_uri": return_url,
            "response_type": "code",
            "scope": scope.value,
            "state": state,
        }
    )
    return f"{origin.rstrip('/')}/connect/oauth2/authorize?{query}#wechat_redirect"


async def exchange_web_code(client: WechatClient, code: str) -> WebIdentity:
    """The identity behind a code of the sign-in page; a code works once, and the page may be
    asked for twice.

    Raises LoginCodeRefused (start again), WechatAccountBlocked, TemporarilyUnavailable.
    """
    try:
        answer = await client.get(
            "https://api.weixin.qq.com/sns/oauth2/access_token",
            params={
                "appid": client.app_id,
                "secret": client.secret,
                "code": code,
                "grant_type": "authorization_code",
            },
        )
    except (CodeRefused, ArgumentRefused):
        raise LoginCodeRefused() from None
    except PersonBlocked:
        raise WechatAccountBlocked() from None
    except MinuteQuotaExhausted:
        raise TemporarilyUnavailable(retry_after=60) from None
    except WechatFault as fault:
        raise TemporarilyUnavailable(retry_after=5) from fault
    openid, token = answer.get("openid"), answer.get("access_token")
    if not openid or not token:
        raise TemporarilyUnavailable(retry_after=5)
    identity = WechatIdentity(client.app_id, openid, answer.get("unionid") or None)
    is_snapshot = answer.get("is_snapshotuser") == 1
    return WebIdentity(identity, str(answer.get("scope", "")), is_snapshot, token)


async def unionid_of(client: WechatClient, web: WebIdentity) -> str | None:
    """The unionid from the profile (/sns/userinfo), which needs the scope `profile`.

    Raises WechatFault.
    """
    query = {"access_token": web.access_token, "openid": web.identity.openid, "lang": "zh_CN"}
    answer = await client.get("https://api.weixin.qq.com/sns/userinfo", params=query)
    return answer.get("unionid") or None
