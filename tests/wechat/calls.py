"""Calls of the platform that no feature makes: by them tests see how the client itself behaves."""

from typing import Any

from wechat.platform.client import WechatClient

QUOTA, CODE = "/cgi-bin/openapi/quota/get", "/wxa/getwxacodeunlimit"


async def quota_of(client: WechatClient, path: str) -> dict[str, Any]:
    """What is left of today's calls of an interface: answered as JSON. Raises WechatFault."""
    answer: dict[str, Any] = await client.post("openapi/quota/get", data={"cgi_path": path})
    return dict(answer["quota"])


async def code_for(client: WechatClient, *, scene: str, page: str) -> bytes:
    """A mini-program code (小程序码): answered as a picture. Raises WechatFault."""
    body = {"scene": scene, "page": page, "check_path": True}
    found = await client.post("https://api.weixin.qq.com" + CODE, data=body)
    assert isinstance(found, bytes)
    return found
