"""Quotas that a provider has closed: a backlog must not hammer a door that stays shut.

A gate is a row, so it holds for all workers, over restarts, and without Redis. It is closed until
an instant; after that one message of one worker probes. A success opens, a failure closes longer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.ids import new_id

# An outage names no end: from seconds to minutes, so that recovery is noticed soon.
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=5)
# Longer than any try: a prober that died is followed by another one.
_PROBE = timedelta(seconds=45)

# Many messages that were under way come back with the same fault: together they count once.
_CLOSE = """
WITH here AS (
    SELECT $4::timestamptz AS now, $5::interval AS wait, $6::interval AS first, $7::interval AS most
)
INSERT INTO sending_gate AS gate (id, quota, reason, closed_until, closings)
SELECT $1, $2, $3, now + COALESCE(wait, first), 1 FROM here
ON CONFLICT (quota) DO UPDATE SET
    reason = EXCLUDED.reason,
    closings = gate.closings + (gate.is_probed OR gate.closed_until <= $4)::int,
    is_probed = false,
    closed_until = CASE WHEN gate.is_probed OR gate.closed_until <= $4
        THEN $4 + COALESCE($5, LEAST($6 * power(2, LEAST(gate.closings, 20)), $7))
        ELSE GREATEST(gate.closed_until, EXCLUDED.closed_until) END
RETURNING closed_until
"""
_TAKE_PROBE = """
UPDATE sending_gate SET closed_until = $3, is_probed = true
WHERE quota = $1 AND closed_until <= $2 RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Gate:
    """A quota that is, or was until `closed_until`, closed."""

    closed_until: datetime
    reason: str


async def gate_of(quota: str) -> Gate | None:
    """None: open."""
    rows = await fetch("SELECT closed_until, reason FROM sending_gate WHERE quota = $1", quota)
    return Gate(rows[0]["closed_until"], rows[0]["reason"]) if rows else None


async def close(quota: str, reason: str, wait: timedelta | None) -> datetime:
    """Close for `wait`, or, when nobody knows how long, for longer each time; until when."""
    rows = await fetch(
        _CLOSE, new_id(), quota, reason, clock.now(), wait, _FIRST_WAIT, _LONGEST_WAIT
    )
    closed_until: datetime = rows[0]["closed_until"]
    return closed_until


async def take_probe(quota: str) -> bool:
    """The right to probe a gate whose time is over; one worker gets it."""
    now = clock.now()
    return bool(await fetch(_TAKE_PROBE, quota, now, now + _PROBE))


async def give_back_probe(quota: str) -> None:
    """Nothing was there to probe with: the next one may."""
    now = clock.now()
    await fetch(
        "UPDATE sending_gate SET closed_until = $2, is_probed = false"
        " WHERE quota = $1 AND is_probed",
        quota,
        now,
    )


async def open_again(quota: str) -> None:
    await fetch("DELETE FROM sending_gate WHERE quota = $1", quota)
