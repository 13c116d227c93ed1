"""What a web page must hand to wx.config before it may use WeChat's JS-SDK.

https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/JS-SDK.html
"""

import secrets
from dataclasses import dataclass

from mobile_api.shared import clock
from wechat.platform.client import WechatClient


@dataclass(frozen=True, slots=True)
class SdkConfig:
    """The arguments of wx.config; `timestamp` in seconds."""

    app_id: str
    timestamp: int
    nonce_str: str
    signature: str


async def sdk_config(client: WechatClient, page: str) -> SdkConfig:
    """For the page with this address; what follows `#` is not signed.

    A page that changes its address without loading passes the present one on Android and the one
    it was entered by on iOS. Raises WechatFault.
    """
    ticket = await client.tickets.current()
    timestamp, nonce = int(clock.now().timestamp()), secrets.token_hex(16)
    address = page.partition("#")[0]
    signature = client.jsapi.get_jsapi_signature(nonce, ticket, timestamp, address)
    return SdkConfig(client.app_id, timestamp, nonce, str(signature))
