"""Tells the workers that rows are due, so that they need not keep asking."""

from mobile_api.shared.database import fetch

WAKE_CHANNEL = "yiwang_due"


async def wake(kind: str) -> None:
    """Tell the workers, when this transaction commits, that rows of `kind` are due.

    PostgreSQL delivers the notification at commit, so no worker looks too early.
    """
    await fetch("SELECT pg_notify($1, $2)", WAKE_CHANNEL, kind)
