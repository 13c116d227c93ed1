"""WeChat's tools for developers: what is left of a quota, and what became of one request.

https://developers.weixin.qq.com/doc/offiaccount/openApi/get_api_quota.html
https://developers.weixin.qq.com/doc/offiaccount/openApi/get_rid_info.html
"""

from dataclasses import dataclass, field

from wechat.platform.client import WechatClient


@dataclass(frozen=True, slots=True)
class Quota:
    """Calls of one interface on this day in Beijing; a limit of 0 is unlimited."""

    daily_limit: int
    used: int
    remaining: int


@dataclass(frozen=True, slots=True)
class Call:
    """A request of ours as WeChat saw it. The bodies may hold personal data: never log them."""

    invoked_at: str
    url: str = field(repr=False)
    request_body: str = field(repr=False)
    response_body: str = field(repr=False)


async def quota_of(client: WechatClient, path: str) -> Quota:
    """`path` as `/cgi-bin/message/custom/send`. Raises WechatFault."""
    found = (await client.post("openapi/quota/get", data={"cgi_path": path}))["quota"]
    return Quota(int(found["daily_limit"]), int(found["used"]), int(found["remain"]))


async def call_of(client: WechatClient, rid: str) -> Call:
    """The request that an error named by its rid, within a week. Raises WechatFault."""
    found = (await client.post("openapi/rid/get", data={"rid": rid}))["request"]
    return Call(
        str(found["invoke_time"]),
        str(found["request_url"]),
        str(found["request_body"]),
        str(found["response_body"]),
    )


async def clear(client: WechatClient) -> None:
    """Set all of the day's counts to zero; ten times a month. Raises WechatFault."""
    await client.post("clear_quota", data={"appid": client.app_id})
