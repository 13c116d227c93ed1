"""The menu below the chat with the official account.

https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Creating_Custom-Defined_Menu.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from wechat.platform.client import WechatClient
from wechat.platform.errors import WechatFault

_NO_MENU = 46003

# As WeChat writes it: name, type, and key or url, or `sub_button`.
Button = Mapping[str, Any]


async def publish(client: WechatClient, buttons: Sequence[Button]) -> None:
    """Replace the menu: at most three buttons with at most five below each. Raises WechatFault."""
    await client.post("menu/create", data={"button": list(buttons)})


async def published(client: WechatClient) -> list[Button]:
    """The present menu, empty if there is none. Raises WechatFault."""
    try:
        answer = await client.get("menu/get")
    except WechatFault as fault:
        if fault.errcode == _NO_MENU:
            return []
        raise
    return list(answer["menu"]["button"])
