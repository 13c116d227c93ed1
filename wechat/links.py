"""Links that open a page of the mini-program from outside WeChat (SMS, web pages).

Each link works for the first person who opens it only, and for 30 days at most.
https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-link/generateUrlLink.html
https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-scheme/generateScheme.html
"""

from typing import Literal

from wechat.platform.client import WechatClient

Version = Literal["release", "trial", "develop"]
_FOR_DAYS = 1


async def url_link(
    client: WechatClient,
    *,
    path: str,
    query: str = "",
    version: Version = "release",
    days: int = 30,
) -> str:
    """An https address that opens `path?query` in WeChat; for SMS. Raises WechatFault."""
    answer = await client.post(
        "https://api.weixin.qq.com/wxa/generate_urllink",
        data={
            "path": path,
            "query": query,
            "env_version": version,
            "expire_type": _FOR_DAYS,
            "expire_interval": days,
        },
    )
    return str(answer["url_link"])


async def scheme(
    client: WechatClient,
    *,
    path: str,
    query: str = "",
    version: Version = "release",
    days: int = 30,
) -> str:
    """A `weixin://` address that does the same; for a button of a web page. Raises WechatFault."""
    answer = await client.post(
        "https://api.weixin.qq.com/wxa/generatescheme",
        data={
            "jump_wxa": {"path": path, "query": query, "env_version": version},
            "is_expire": True,
            "expire_type": _FOR_DAYS,
            "expire_interval": days,
        },
    )
    return str(answer["openlink"])
