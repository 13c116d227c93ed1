"""A member's authenticator: it shares a secret with us and shows its codes."""

import base64
from datetime import datetime, timedelta

import httpx
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from mobile_api.shared import clock
from tests.actors import PASSWORD

SESSIONS, FACTORS = "/staff/v1/sessions", "/staff/v1/second-factors"
STEP = timedelta(seconds=30)


class Authenticator:
    """Of one username; `codes` are those on paper."""

    def __init__(self, client: httpx.AsyncClient, username: str) -> None:
        self.client, self.username = client, username
        self.secret, self.codes = "", list[str]()

    def who(self, **more: str) -> dict[str, str]:
        return {"username": self.username, "password": PASSWORD} | more

    def shown(self, at: datetime | None = None) -> str:
        """What it shows now, or would at another moment."""
        totp = TOTP(base64.b32decode(self.secret), 6, SHA1(), 30)
        return totp.generate(int((at or clock.now()).timestamp())).decode()

    async def bind(self) -> None:
        """Take a secret and show that it has arrived; the first code is used up by it."""
        begun = await self.client.post(FACTORS, json=self.who())
        assert begun.status_code == 201, begun.text
        self.secret = begun.json()["secret"]
        done = await self.client.post(f"{FACTORS}/confirm", json=self.who(code=self.shown()))
        assert done.status_code == 201, done.text
        self.codes = done.json()["recovery_codes"]

    async def sign_in(self, code: str | None = None, **more: str) -> httpx.Response:
        given = self.shown() if code is None else code
        return await self.client.post(SESSIONS, json=self.who(code=given, **more))
