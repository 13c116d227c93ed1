"""What the people of the demo know while they go along, and how they wait and check."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from mobile_api.demo.people import Applicant, Courier, DemoPhone, Screen, StepFailed
from mobile_api.embedded import Stack

_PATIENCE_SECONDS = 20.0
_LOOK_SECONDS = 0.1


async def until(look: Callable[[], Awaitable[Any]], what: str) -> Any:
    """Look again and again, as a person would, until there is something. Raises StepFailed."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = await look()
        if found:
            return found
        await asyncio.sleep(_LOOK_SECONDS)
    raise StepFailed(f"等了{_PATIENCE_SECONDS:.0f}秒,没有等到:{what}")


def expect(found: object, wanted: object, what: str) -> None:
    """Raises StepFailed when the service is not where it should be."""
    if found != wanted:
        raise StepFailed(f"{what}:应为 {wanted},实为 {found}")


class Journey:
    """The screens of everyone, and the case that they are all about."""

    def __init__(
        self,
        stack: Stack,
        http: aiohttp.ClientSession,
        phone: DemoPhone,
        passwords: dict[str, str],
    ) -> None:
        self.stack, self.http, self.passwords = stack, http, passwords
        self.applicant = Applicant()
        self.phone = phone
        self.courier = Courier(http, stack["simulators"]["ems"])
        self.citizen = Screen(http, stack["api"])
        self.stranger = Screen(http, stack["api"])
        self.counter = {name: Screen(http, stack["api"]) for name in passwords}
        self.case: dict[str, Any] = {}
        self.timeline: list[dict[str, Any]] = []

    @property
    def path(self) -> str:
        """Address of the case, for its owner."""
        return f"/api/v1/cases/{self.case['id']}"

    async def staff(self, name: str) -> Screen:
        """That member of staff, signed in."""
        screen = self.counter[name]
        who = {"username": name, "password": self.passwords[name]}
        screen.sign_in(await screen.post("/staff/v1/sessions", who))
        return screen
