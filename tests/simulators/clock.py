"""One controllable clock, so that minutes and days of the field pass at will in every part."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


class Clock:
    """Time that can be moved on (`advance`), sped up (`scale` 60: a minute a second) or frozen (0).

    `start` is the first moment it shows; without it, the time of this machine and `ahead` seconds.
    A product whose own clock is moved while it runs takes this one along: `ahead` is asked each
    time, and whatever it changes by is added.
    """

    def __init__(
        self,
        start: datetime | None = None,
        scale: float = 1.0,
        *,
        ahead: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self.scale, self._ahead = scale, ahead
        self._was_ahead = ahead()
        self._shown = start.timestamp() if start else time.time() + self._was_ahead
        self._read_at = time.monotonic()
        self._changed = asyncio.Event()

    def now(self) -> float:
        """Seconds since 1970 on this clock."""
        passed = (time.monotonic() - self._read_at) * self.scale
        return self._shown + passed + self._ahead() - self._was_ahead

    def beijing(self) -> datetime:
        return datetime.fromtimestamp(self.now(), BEIJING)

    def advance(self, seconds: float) -> None:
        self._set(self.now() + seconds, self.scale)

    def set_scale(self, scale: float) -> None:
        """Raises ValueError for a clock that would run backwards."""
        if scale < 0:
            raise ValueError("the scale of a clock is not negative")
        self._set(self.now(), scale)

    async def sleep(self, seconds: float) -> None:
        """Wait until `seconds` of this clock have passed, however they pass."""
        until = self.now() + seconds
        while (left := until - self.now()) > 0:
            changed = self._changed
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), left / self.scale if self.scale else None)

    def _set(self, shown: float, scale: float) -> None:
        self._shown, self._read_at, self.scale = shown, time.monotonic(), scale
        self._was_ahead = self._ahead()
        self._changed.set()
        self._changed = asyncio.Event()
