"""What a server and a phone ask of WeChat, in the few words that a test needs."""

import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.simulators import defaults

SEND = "/cgi-bin/message/subscribe/send"
POSTED = defaults.TEMPLATE_IDS["posted"]
POSTED_DATA = {"thing1": "居住证签注", "character_string2": "1100000000001", "thing3": "请留意查收"}


@dataclass
class Wechat:
    http: aiohttp.ClientSession
    url: str

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        async with self.http.get(self.url + path, params=query) as response:
            return parsed(await response.text())

    async def post(self, path: str, body: object, token: str = "") -> dict[str, Any]:
        query = {"access_token": token} if token else {}
        async with self.http.post(self.url + path, params=query, json=body) as response:
            return parsed(await response.text())

    async def plain_token(self) -> str:
        answer = await self.get(
            "/cgi-bin/token",
            grant_type="client_credential",
            appid=defaults.MINI_PROGRAM_APP_ID,
            secret=defaults.MINI_PROGRAM_SECRET,
        )
        return str(answer["access_token"])

    async def stable_token(self, **more: object) -> dict[str, Any]:
        return await self.post(
            "/cgi-bin/stable_token",
            {
                "grant_type": "client_credential",
                "appid": defaults.MINI_PROGRAM_APP_ID,
                "secret": defaults.MINI_PROGRAM_SECRET,
                **more,
            },
        )

    async def token(self) -> str:
        return str((await self.stable_token())["access_token"])

    async def official_token(self) -> str:
        answer = await self.stable_token(
            appid=defaults.OFFICIAL_ACCOUNT_APP_ID, secret=defaults.OFFICIAL_ACCOUNT_SECRET
        )
        return str(answer["access_token"])

    async def ask(self, path: str, body: object) -> dict[str, Any]:
        """A POST of the official account."""
        return await self.post(path, body, await self.official_token())

    async def on_official(
        self, action: str, user: str = "citizen", **more: object
    ) -> dict[str, Any]:
        """An act of a person that concerns the official account."""
        return await self.phone(action, user, app_id=defaults.OFFICIAL_ACCOUNT_APP_ID, **more)

    async def follower(self, user: str = "citizen") -> str:
        """The openid of a person who follows the official account."""
        await self.on_official("follow", user)
        return str((await self.on_official("person", user))["openid"])

    async def chat(self, user: str = "citizen") -> list[dict[str, Any]]:
        app_id = defaults.OFFICIAL_ACCOUNT_APP_ID
        messages: list[dict[str, Any]] = (
            await self.get("/_simulator/inbox", user=user, app_id=app_id)
        )["messages"]
        return messages

    async def phone(self, action: str, user: str = "citizen", **more: object) -> dict[str, Any]:
        return await self.post(f"/_simulator/{action}", {"user": user, **more})

    async def session(self, code: str) -> dict[str, Any]:
        return await self.get(
            "/sns/jscode2session",
            appid=defaults.MINI_PROGRAM_APP_ID,
            js_code=code,
            secret=defaults.MINI_PROGRAM_SECRET,
            grant_type="authorization_code",
        )

    async def openid(self, user: str = "citizen") -> str:
        code = (await self.phone("login", user))["code"]
        return str((await self.session(code))["openid"])

    async def send(self, openid: str, **changes: object) -> dict[str, Any]:
        data = {key: {"value": value} for key, value in POSTED_DATA.items()}
        body = {"touser": openid, "template_id": POSTED, "data": data, **changes}
        return await self.post(SEND, body, await self.token())

    async def inbox(self, user: str = "citizen") -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = (await self.get("/_simulator/inbox", user=user))[
            "messages"
        ]
        return messages


def parsed(text: str) -> dict[str, Any]:
    body = json.loads(text)
    assert isinstance(body, dict)
    return body
