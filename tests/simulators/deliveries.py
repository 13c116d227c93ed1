"""Calls that a simulator makes to the product, each repeated on a schedule until it is taken."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import aiohttp
from aiohttp import web

from tests.simulators.clock import Clock

REMEMBERED = 2_000


class NotTaken(Exception):
    """The product did not take a call; the text says what was wrong with its answer."""


@dataclass
class Delivery:
    """One call: what it is about, how to try it once, and how that went so far.

    `attempt` answers the accepted reply or raises NotTaken.
    """

    about: dict[str, Any]
    attempt: Callable[[], Awaitable[str]]
    outcome: Literal["pending", "delivered", "given_up"] = "pending"
    failures: list[str] = field(default_factory=list)
    reply: str = ""

    def describe(self) -> dict[str, Any]:
        return {
            "about": self.about,
            "outcome": self.outcome,
            "failures": self.failures,
            "attempts": len(self.failures) + (self.outcome == "delivered"),
            "reply": self.reply,
        }


class Deliveries:
    """`waits` are the pauses before the second, third... attempt, in seconds of the clock."""

    def __init__(self, clock: Clock, waits: Sequence[float]) -> None:
        self.all: deque[Delivery] = deque(maxlen=REMEMBERED)
        self._clock = clock
        self._waits = waits
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    async def lifespan(self, app: web.Application) -> AsyncIterator[None]:
        """For `app.cleanup_ctx`: nothing is left running when the simulator stops."""
        async with aiohttp.ClientSession() as self._session:
            yield
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def deliver(self, delivery: Delivery) -> None:
        """Try once before returning; a failure is repeated in the background."""
        self.all.append(delivery)
        if not await self._taken(delivery):
            self.spawn(self._repeat(delivery))

    def deliver_later(self, delivery: Delivery, seconds: float = 0) -> None:
        """Do all of it in the background, `seconds` of the clock from now."""
        self.spawn(self._deliver_after(delivery, seconds))

    async def post(
        self,
        url: str,
        *,
        data: bytes,
        content_type: str,
        cut_off: float,
        params: Mapping[str, str] | None = None,
    ) -> str:
        """Answer the body of a 200; raise NotTaken for all else. `cut_off`: real seconds."""
        assert self._session is not None, "the simulator is not running"
        try:
            async with self._session.post(
                url,
                data=data,
                params=params,
                headers={"Content-Type": content_type},
                timeout=aiohttp.ClientTimeout(total=cut_off),
            ) as response:
                text = await response.text(errors="replace")
        except (aiohttp.ClientError, TimeoutError) as fault:
            raise NotTaken(type(fault).__name__) from fault
        if response.status != 200:
            raise NotTaken(f"HTTP {response.status}")
        return text

    async def get(self, url: str, *, params: Mapping[str, str]) -> str:
        """The body of a 200, and an empty text for everything else."""
        assert self._session is not None, "the simulator is not running"
        try:
            async with self._session.get(url, params=params) as response:
                return await response.text(errors="replace") if response.status == 200 else ""
        except (aiohttp.ClientError, TimeoutError):
            return ""

    async def _deliver_after(self, delivery: Delivery, seconds: float) -> None:
        await self._clock.sleep(seconds)
        await self.deliver(delivery)

    async def _repeat(self, delivery: Delivery) -> None:
        for wait in self._waits:
            await self._clock.sleep(wait)
            if await self._taken(delivery):
                return
        delivery.outcome = "given_up"

    async def _taken(self, delivery: Delivery) -> bool:
        try:
            delivery.reply = await delivery.attempt()
        except NotTaken as fault:
            delivery.failures.append(str(fault))
            return False
        delivery.outcome = "delivered"
        return True

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the background until the simulator stops."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
