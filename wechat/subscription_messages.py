"""Subscription messages (订阅消息) of the mini-program.

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html
"""

from collections.abc import Mapping

from wechat.platform.client import WechatClient


async def send(
    client: WechatClient, *, openid: str, template_id: str, page: str, values: Mapping[str, str]
) -> str | None:
    """Send one message; `values` by keyword key (`thing1`). Answers WeChat's id if it tells one.

    Raises WechatFault; after OutcomeUnknown the person may or may not have the message.
    """
    data = {key: {"value": value} for key, value in values.items()}
    answer = await client.wxa.send_subscribe_message(openid, template_id, data, page or None)
    message_id = answer.get("msgid")
    return None if message_id is None else str(message_id)
