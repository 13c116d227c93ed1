"""What a person's browser and app do at the identity service, step by step."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.stack import Stack

AUTHORIZE = "/api/v1/identity/authorize"
EXCHANGE = "/api/v1/sessions/identity"


def answer_of(location: str) -> dict[str, str]:
    """The query of an address, one value per name."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


class Browser:
    """One device: it begins, visits the identity service as `user`, and comes back."""

    def __init__(self, stack: Stack, client: httpx.AsyncClient) -> None:
        self.stack, self.client = stack, client
        self.flow_secret = ""
        self.callback = ""
        self.landing = ""
        self.changed: set[str] = set()

    @property
    def service(self) -> str:
        return self.stack.simulators["identity"]

    async def admin(self, what: str, /, **body: Any) -> None:
        self.changed.add(what)
        answer = await self.client.post(f"{self.service}/_simulator/{what}", json=body)
        assert answer.is_success, answer.text

    async def begin(self, purpose: str = "sign_in", token: str = "", **query: Any) -> str:
        """The address of the identity service."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        asked = {"purpose": purpose, "return_to": "/me?tab=1", **query}
        answer = await self.client.get(AUTHORIZE, params=asked, headers=headers)
        assert answer.status_code == 200, answer.text
        self.flow_secret = answer.json()["flow_secret"]
        return str(answer.json()["authorize_url"])

    async def prove(self, url: str, user: str) -> str:
        """Sign in there as `user`; answers where it sends the browser."""
        answer = await self.client.get(f"{url}&_user={user}")
        assert answer.status_code == 302, answer.text
        self.callback = answer.headers["location"]
        return self.callback

    async def come_back(self) -> dict[str, str]:
        """Follow the address back to us; what we add to the path asked for."""
        answer = await self.client.get(self.callback)
        assert answer.status_code == 302, answer.text
        self.landing = answer.headers["location"]
        assert self.landing.startswith(f"{self.stack.api}/me?tab=1&"), self.landing
        return {name: value for name, value in answer_of(self.landing).items() if name != "tab"}

    async def exchange(self, exchange_code: str, flow_secret: str = "") -> httpx.Response:
        body = {"exchange_code": exchange_code, "flow_secret": flow_secret or self.flow_secret}
        return await self.client.post(EXCHANGE, json=body)

    async def go(self, user: str, purpose: str = "sign_in", token: str = "", **query: Any) -> Any:
        """The whole way; answers the response of the exchange."""
        await self.prove(await self.begin(purpose, token, **query), user)
        answer = await self.come_back()
        assert "exchange_code" in answer, answer
        return await self.exchange(answer["exchange_code"])

    async def signed_in(self, user: str) -> str:
        """An access token."""
        response = await self.go(user)
        assert response.status_code == 201, response.text
        return str(response.json()["access_token"])

    async def get(self, path: str, token: str) -> Any:
        answer = await self.client.get(path, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, answer.text
        return answer.json()
