"""Web sign-in through the official account, for pages opened inside WeChat.

https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
"""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

from wechat.login import WechatIdentity, redeemed
from wechat.platform.client import WechatClient


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
    query = {
        "appid": client.app_id,
        "secret": client.secret,
        "code": code,
        "grant_type": "authorization_code",
    }
    asked = client.get("https://api.weixin.qq.com/sns/oauth2/access_token", params=query)
    answer = await redeemed(asked, "openid", "access_token")
    identity = WechatIdentity(client.app_id, answer["openid"], answer.get("unionid") or None)
    is_snapshot = str(answer.get("is_snapshotuser")) in ("1", "True", "true")
    return WebIdentity(identity, str(answer.get("scope", "")), is_snapshot, answer["access_token"])


async def unionid_of(client: WechatClient, web: WebIdentity) -> str | None:
    """The unionid from the profile (/sns/userinfo), which needs the scope `profile`.

    Raises WechatFault.
    """
    query = {"access_token": web.access_token, "openid": web.identity.openid, "lang": "zh_CN"}
    answer = await client.get("https://api.weixin.qq.com/sns/userinfo", params=query)
    return answer.get("unionid") or None
