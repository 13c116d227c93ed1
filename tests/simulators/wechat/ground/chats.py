"""The chat of a person with an official account, as it stands on their phone."""

from collections.abc import Mapping
from typing import Any

from tests.simulators.wechat.ground.config import Template
from tests.simulators.wechat.ground.state import Allowance, ChatMessage, Person

OUT_OF_SERVICE = "该公众号暂时无法提供服务，请稍后再试"
HOUR = 3_600
# Seconds and customer messages that each act of a person opens.
# https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
ALLOWED = {"message": (48 * HOUR, 5), "menu": (60, 3), "follow": (60, 3), "scan": (60, 3)}


def add_said(person: Person, content: dict[str, Any], at: str) -> None:
    person.chat.append(ChatMessage(kind="said", content=content, at=at))


def add_reply(person: Person, content: dict[str, Any], at: str) -> None:
    person.chat.append(ChatMessage(kind="reply", content=content, at=at))


def add_customer_message(person: Person, content: dict[str, Any], at: str) -> None:
    person.chat.append(ChatMessage(kind="customer", content=content, at=at))


def add_fault(person: Person, at: str) -> None:
    person.chat.append(ChatMessage(kind="fault", content={"Content": OUT_OF_SERVICE}, at=at))


def of_template(
    template: Template, values: Mapping[str, str], opens: dict[str, str], msgid: int, at: str
) -> ChatMessage:
    """A template message; its caller says whether it is a `subscription` instead."""
    return ChatMessage(
        kind="template",
        content={},
        at=at,
        event=template.event,
        title=template.title,
        template_id=template.template_id,
        data=dict(values),
        labelled=[(template.keywords[key], value) for key, value in values.items()],
        msgid=msgid,
        opens=opens,
    )


def allow(person: Person, act: str, now: float) -> None:
    """A new act of the person opens customer messages anew."""
    seconds, messages = ALLOWED[act]
    person.allowances = [one for one in person.allowances if one.until > now]
    person.allowances.append(Allowance(until=now + seconds, left=messages))
