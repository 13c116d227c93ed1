"""What an official account answers, and the forms in which WeChat takes it.

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from mobile_api.shared import clock
from wechat.platform.callbacks import NOT_IN_XML, Form

# WeChat cuts off or refuses (45002) longer texts, as an answer and as a customer message.
LONGEST_TEXT = 2048


class TextReply(BaseModel):
    """Text; links are `<a href=...>`, at most 2,048 bytes in UTF-8."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["text"] = "text"
    content: str = Field(repr=False)


class TransferReply(BaseModel):
    """The conversation goes on with a person (转客服).

    Only an answer can do that; when it is too late for one, `otherwise` is said instead.
    """

    model_config = ConfigDict(frozen=True)

    kind: Literal["transfer"] = "transfer"
    otherwise: str = Field(repr=False)


Reply = Annotated[TextReply | TransferReply, Field(discriminator="kind")]
REPLY: TypeAdapter[TextReply | TransferReply] = TypeAdapter(Reply)


def fitting(lines: list[str]) -> str:
    """As many of the lines as WeChat takes, whole, so that no link is cut in two.

    Of a first line that is too long by itself, its beginning: no answer would be worse.
    """
    kept: list[str] = []
    left = LONGEST_TEXT + 1
    for line in lines:
        left -= len(line.encode()) + 1
        if left < 0:
            break
        kept.append(line)
    return "\n".join(kept or [_beginning(line) for line in lines[:1]])


def _beginning(line: str) -> str:
    return line.encode()[: LONGEST_TEXT - len("…".encode())].decode(errors="ignore") + "…"


def customer_text(reply: TextReply | TransferReply) -> str:
    """What is said when the reply goes out as a customer message (客服消息)."""
    return reply.content if isinstance(reply, TextReply) else reply.otherwise


def rendered(reply: TextReply | TransferReply, asked: Mapping[str, Any], form: Form) -> str:
    """The reply to the push `asked`: sender and receiver change places."""
    fields: dict[str, str | int] = {
        "ToUserName": str(asked.get("FromUserName", "")),
        "FromUserName": str(asked.get("ToUserName", "")),
        "CreateTime": int(clock.now().timestamp()),
    }
    if isinstance(reply, TextReply):
        fields |= {"MsgType": "text", "Content": reply.content}
    else:
        fields |= {"MsgType": "transfer_customer_service"}
    if form == "json":
        return orjson.dumps(fields).decode()
    return f"<xml>{''.join(_element(name, value) for name, value in fields.items())}</xml>"


def _element(name: str, value: str | int) -> str:
    if isinstance(value, int):
        return f"<{name}>{value}</{name}>"
    # A text that holds the end mark would end the section early, so it is spread over two.
    text = NOT_IN_XML.sub("", value).replace("]]>", "]]]]><![CDATA[>")
    return f"<{name}><![CDATA[{text}]]></{name}>"
