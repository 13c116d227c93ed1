"""A person with a SIM card and a mobile browser."""

import re
import secrets
from typing import Any

import httpx

from tests.actors import Citizen
from tests.stack import Stack


def new_number() -> str:
    """A number that no test has used before: the provider's simulator counts what it sends."""
    return f"199{secrets.randbelow(10**8):08}"


class PhoneUser(Citizen):
    """Someone whose way in is the SIM card `number`."""

    def __init__(self, stack: Stack, client: httpx.AsyncClient, number: str = "") -> None:
        super().__init__(stack, client, f"phone-user-{secrets.token_hex(4)}")
        self.number = number or new_number()
        self.ticket = ""

    async def sms(self) -> list[str]:
        """The messages that reached the card."""
        inbox = self.stack.simulators["sms"] + "/_simulator/inbox"
        answer = await self.client.get(inbox, params={"phone": self.number})
        return [message["text"] for message in answer.json()["messages"]]

    async def ask(self, purpose: str = "sign_in", **headers: str) -> httpx.Response:
        body = {"phone": self.number, "purpose": purpose}
        answer = await self.client.post("/api/v1/phone-codes", json=body, headers=headers)
        self.ticket = answer.json().get("code_ticket", self.ticket)
        return answer

    async def code(self, purpose: str = "sign_in") -> str:
        """A new code, as the message says it."""
        answer = await self.ask(purpose)
        assert answer.status_code == 202, answer.text
        found = re.search(r"\d{6}", (await self.sms())[-1])
        assert found is not None
        return found.group()

    async def proof(self, purpose: str) -> dict[str, str]:
        code = await self.code(purpose)
        return {"phone": self.number, "phone_code": code, "code_ticket": self.ticket}

    async def enter(self, code: str = "", **more: Any) -> httpx.Response:
        """Sign in by phone; `more` are further fields of the body."""
        code = code or await self.code()
        body = {"phone": self.number, "code": code, "code_ticket": self.ticket} | more
        response = await self.client.post("/api/v1/sessions/phone", json=body)
        if response.is_success:
            self.tokens = response.json()
        return response
