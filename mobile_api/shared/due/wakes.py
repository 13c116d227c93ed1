"""Tells the workers that rows are due, so that they need not keep asking."""

import time
from collections.abc import Callable

from mobile_api.shared.database import fetch

WAKE_CHANNEL = "yiwang_due"
# The server lets one transaction at a time commit that notifies.
SELDOM_SECONDS = 0.25
_said_at: dict[str, float] = {}


async def wake(kind: str) -> None:
    """Tell the workers, when this transaction commits, that rows of `kind` are due.

    PostgreSQL delivers the notification at commit, so no worker looks too early.
    """
    await fetch("SELECT pg_notify($1, $2)", WAKE_CHANNEL, kind)


async def wake_sometimes(kind: str, seconds: Callable[[], float] = time.monotonic) -> None:
    """As `wake`, for rows that come by the hundred a second: said once in a while by each process,
    and to nobody for those between. Every loop looks by itself after `loops.IDLE_SECONDS`."""
    now = seconds()
    if now - _said_at.get(kind, -SELDOM_SECONDS) < SELDOM_SECONDS:
        return
    _said_at[kind] = now
    await wake(kind)
