"""What the official account can send: template messages, subscription notices, customer messages.

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html
https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html
https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from wechat.platform.client import WechatClient


class MiniProgramPage(NamedTuple):
    """A page of the mini-program that is bound to the account, without leading slash."""

    app_id: str
    path: str


async def send_template(
    client: WechatClient,
    *,
    openid: str,
    template_id: str,
    values: Mapping[str, str],
    url: str = "",
    mini_program: MiniProgramPage | None = None,
    client_msg_id: str = "",
) -> str:
    """Send one message to a follower; answers WeChat's id, which the receipt will name.

    `mini_program` wins over `url`, which is for old versions of WeChat. For ten minutes a second
    message to this openid with the same `client_msg_id` (32 characters) is not sent again.
    Raises WechatFault: ConsentUsedUp if the person refuses the template, RecipientUnreachable if
    they do not follow.
    """
    body = _body(openid, template_id, values, mini_program)
    body |= {"url": url} if url else {}
    body |= {"client_msg_id": client_msg_id} if client_msg_id else {}
    answer = await client.post("message/template/send", data=body)
    return str(answer.get("msgid", ""))


async def send_subscription(
    client: WechatClient,
    *,
    openid: str,
    template_id: str,
    values: Mapping[str, str],
    page: str = "",
    mini_program: MiniProgramPage | None = None,
) -> str | None:
    """Send one notice to a person who agreed to it; answers WeChat's id if it tells one.

    `page` is a web address; `mini_program` wins over it. Raises WechatFault.
    """
    body = _body(openid, template_id, values, mini_program)
    body |= {"page": page} if page else {}
    message_id = (await client.post("message/subscribe/bizsend", data=body)).get("msgid")
    return None if message_id is None else str(message_id)


async def send_customer_text(client: WechatClient, *, openid: str, text: str) -> None:
    """Write into the chat of a person who has just written or tapped; at most 2,048 bytes.

    Raises WechatFault: ConversationOver when that was too long ago.
    """
    body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
    await client.post("message/custom/send", data=body)


def _body(
    openid: str, template_id: str, values: Mapping[str, str], page: MiniProgramPage | None
) -> dict[str, Any]:
    data = {key: {"value": value} for key, value in values.items()}
    body: dict[str, Any] = {"touser": openid, "template_id": template_id, "data": data}
    return body | ({"miniprogram": {"appid": page.app_id, "pagepath": page.path}} if page else {})
