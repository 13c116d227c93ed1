"""WeChat behind a real socket as a test drives it: people's phones, faults, and what was asked."""

import asyncio
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.simulators import defaults
from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.config import WechatConfig

SEND = "/cgi-bin/message/subscribe/send"
STABLE_TOKEN = "/cgi-bin/stable_token"
ACCEPTED = defaults.TEMPLATE_IDS["accepted"]
COMPLETED = defaults.TEMPLATE_IDS["completed"]
POSTED = defaults.TEMPLATE_IDS["posted"]


@dataclass
class Platform:
    url: str
    config: WechatConfig
    clock: Clock
    http: aiohttp.ClientSession

    async def post(self, action: str, **body: Any) -> dict[str, Any]:
        async with self.http.post(f"{self.url}/_simulator/{action}", json=body) as response:
            assert response.status == 200, await response.text()
            found: dict[str, Any] = await response.json()
            return found

    async def get(self, action: str, **query: str) -> dict[str, Any]:
        async with self.http.get(f"{self.url}/_simulator/{action}", params=query) as response:
            assert response.status == 200, await response.text()
            found: dict[str, Any] = await response.json()
            return found

    async def login_code(self, user: str = "citizen") -> str:
        return str((await self.post("login", user=user))["code"])

    async def phone_code(self, user: str = "citizen") -> str:
        return str((await self.post("phone-code", user=user))["code"])

    async def openid(self, user: str = "citizen") -> str:
        return str((await self.get("inbox", user=user))["openid"])

    async def inbox(self, user: str = "citizen") -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = (await self.get("inbox", user=user))["messages"]
        return messages

    async def accept(self, *template_ids: str, user: str = "citizen") -> dict[str, Any]:
        """A tap on "allow"; the answers by template id, as the phone gets them."""
        answer = await self.post("subscribe", user=user, template_ids=list(template_ids))
        return {key: value for key, value in answer.items() if key != "errMsg"}

    async def on_official(self, action: str, user: str = "citizen", **more: Any) -> dict[str, Any]:
        """An act of a person that concerns the official account."""
        app_id = defaults.OFFICIAL_ACCOUNT_APP_ID
        return await self.post(action, user=user, app_id=app_id, **more)

    async def follower(self, user: str = "citizen") -> str:
        """The openid of a person who follows the official account."""
        await self.on_official("follow", user)
        return str((await self.on_official("person", user))["openid"])

    async def chat(self, user: str = "citizen") -> list[dict[str, Any]]:
        """What lies in a person's chat with the official account."""
        app_id = defaults.OFFICIAL_ACCOUNT_APP_ID
        messages: list[dict[str, Any]] = (await self.get("inbox", user=user, app_id=app_id))[
            "messages"
        ]
        return messages

    async def fail(self, path: str, kind: str, **more: Any) -> None:
        await self.post("faults", path=path, kind=kind, **more)

    async def count(self, path: str) -> int:
        return int((await self.get("requests", path=path))["count"])

    async def until_asked(self, path: str) -> None:
        async with asyncio.timeout(20):
            while await self.count(path) == 0:
                pass

    async def requests(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.get("requests", path=path))["requests"]
        return found
