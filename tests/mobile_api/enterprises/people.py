"""What legal representatives and clerks do over HTTP."""

import secrets
from datetime import timedelta
from typing import Any, Self
from uuid import UUID

import httpx

from mobile_api.accounts.phones.models import PhoneBinding, hash_of_phone
from mobile_api.accounts.sessions.tokens import caller_of
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen as Caller
from tests.actors import Citizen, photo
from tests.mobile_api.accounts.identity.browser import Browser
from tests.simulators.identity.state import PEOPLE
from tests.stack import Stack

USCC = PEOPLE["boss"]["enterprise_uscc"]
ITEM = "seal"


class Member(Citizen):
    """Somebody whom the identity service knows, with a phone number of their own."""

    acting_for = ""
    name = ""
    phone = ""

    @classmethod
    async def arrive(
        cls, stack: Stack, client: httpx.AsyncClient, browser: Browser, user: str
    ) -> Self:
        member = cls(stack, client, user)
        member.name = PEOPLE.get(user, {}).get("name", "")
        member.phone = f"139{secrets.randbelow(10**8):08}"
        await member.prove(browser)
        now = clock.now()
        await PhoneBinding.create(
            person_id=member.person_id,
            phone=member.phone,
            phone_hash=hash_of_phone(member.phone),
            created_at=now,
            verified_at=now,
        )
        return member

    async def prove(self, browser: Browser) -> None:
        """Sign in at the identity service, once more perhaps."""
        answer = await browser.go(self.label)
        assert answer.status_code == 201, answer.text
        self.tokens = answer.json()

    @property
    def person_id(self) -> UUID:
        found = caller_of(self.tokens["access_token"])
        assert isinstance(found, Caller)
        return found.person_id

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        if self.acting_for:
            more["headers"] = {"X-Acting-For": self.acting_for} | more.get("headers", {})
        return await super().call(method, path, body, **more)

    async def begin_case(self, item: str = ITEM) -> dict[str, Any]:
        return dict(await self.ok("POST", "/api/v1/cases", {"item_key": item}))

    async def complete_draft(self) -> str:
        """A draft for having a seal cut, ready to submit; answers its path."""
        path = f"/api/v1/cases/{(await self.begin_case())['id']}"
        await self.ok("PATCH", path, {"form": {"seal-kinds": "basic-set"}})
        return path

    async def give(self, path: str, material: str) -> None:
        """Upload a page and make it that material of the draft."""
        pages = {"file_ids": [await self.upload(photo(61))]}
        await self.ok("PUT", f"{path}/materials/{material}", pages)


class Office:
    """An enterprise here, and what its legal representative does with it."""

    def __init__(self, boss: Member, enterprise_id: str) -> None:
        self.boss, self.id = boss, enterprise_id

    @classmethod
    async def claimed(cls, boss: Member, code: str = USCC) -> Self:
        body = {"social_credit_code": code}
        return cls(boss, (await boss.ok("POST", "/api/v1/me/enterprises", body))["id"])

    @property
    def clerks(self) -> str:
        return f"/api/v1/enterprises/{self.id}/clerks"

    @staticmethod
    def invitation(member: Member, **more: Any) -> dict[str, Any]:
        ends_on = str(clock.today() + timedelta(days=30))
        return {"name": member.name, "phone": member.phone, "ends_on": ends_on} | more

    async def appoint(self, member: Member, **more: Any) -> str:
        """Invited and accepted; answers the appointment's id."""
        invitation = self.invitation(member, **more)
        clerk_id = (await self.boss.ok("POST", self.clerks, invitation))["id"]
        await member.ok("POST", f"/api/v1/me/clerk-appointments/{clerk_id}/accept")
        return str(clerk_id)

    async def revoke(self, clerk_id: str) -> None:
        await self.boss.ok("POST", f"{self.clerks}/{clerk_id}/revoke")
