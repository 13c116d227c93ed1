"""A person's chat with the official account, over the simulated WeChat and the real hook."""

import re
from dataclasses import dataclass
from typing import Any

import httpx

from tests.simulators import defaults
from tests.stack import Stack

_LINK = re.compile(r'<a href="([^"]*)"([^>]*)>([^<]*)</a>')


@dataclass
class Chat:
    stack: Stack
    http: httpx.AsyncClient
    user: str

    async def act(self, action: str, **told: Any) -> list[dict[str, Any]]:
        """What the account answers to an act, as WeChat has opened and checked it."""
        body = {"user": self.user, **told}
        answer = await self.http.post(f"{self.stack.wechat}/_simulator/{action}", json=body)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert found["delivery"]["outcome"] == "delivered", found
        replies: list[dict[str, Any]] = found["replies"]
        return replies

    async def follow(self) -> str:
        return text_of(await self.act("follow"))

    async def say(self, text: str) -> str:
        return text_of(await self.act("say", text=text))

    async def chat(self) -> list[dict[str, Any]]:
        """Everything that stands in the chat on the phone."""
        query = {"app_id": defaults.OFFICIAL_ACCOUNT_APP_ID, "user": self.user}
        answer = await self.http.get(f"{self.stack.wechat}/_simulator/inbox", params=query)
        lines: list[dict[str, Any]] = answer.json()["messages"]
        return lines

    async def openid(self) -> str:
        query = {"app_id": defaults.OFFICIAL_ACCOUNT_APP_ID, "user": self.user}
        answer = await self.http.get(f"{self.stack.wechat}/_simulator/inbox", params=query)
        return str(answer.json()["openid"])


def text_of(replies: list[dict[str, Any]]) -> str:
    """The one text that was answered."""
    (reply,) = replies
    assert reply["MsgType"] == "text", reply
    return str(reply["Content"])


def links_in(text: str) -> list[tuple[str, str, str]]:
    """(address, other attributes, label) of every link."""
    return [(found[1], found[2], found[3]) for found in _LINK.finditer(text)]
