"""Figures of the line for Prometheus: what waits, what was given up, which keys end soon."""

import math
from collections.abc import Iterable

from mobile_api.handoff.partners.lifetimes import days_left
from mobile_api.handoff.partners.models import OwnKey, PartnerKey
from mobile_api.handoff.partners.states import KeyUse
from mobile_api.handoff.watching.queries import figures
from mobile_api.shared import clock, metrics

OWN = "own"


async def measure_partners() -> int:
    """Set the gauges; nothing is left to do. Without a partner there is nothing to tell."""
    now = clock.now()
    told = await figures()
    keys = await PartnerKey.filter(revoked_at=None)
    for one in told:
        partner = one["key"]
        waits = (now - one["since"]).total_seconds() if one["since"] else 0.0
        metrics.handoff_waiting.labels(partner).set(one["waiting"])
        metrics.handoff_waiting_seconds.labels(partner).set(waits)
        metrics.handoff_undeliverable.labels(partner).set(one["undeliverable"])
        metrics.handoff_problems.labels(partner).set(one["problems"])
        own = [key for key in keys if key.partner_id == one["id"]]
        _set_days(partner, KeyUse.signing, days_left(own, now))
    if told:
        await _measure_own_keys()
    return 0


async def _measure_own_keys() -> None:
    """A city with partners and without a key of its own has none left for any day."""
    known: Iterable[OwnKey] = await OwnKey.filter(retired_at=None).only(
        "id", "use", "valid_from", "valid_until"
    )
    for use in KeyUse:
        left = days_left([one for one in known if one.use is use], clock.now())
        _set_days(OWN, use, left)


def _set_days(owner: str, use: KeyUse, left: float | None) -> None:
    metrics.handoff_key_days.labels(owner, use).set(math.inf if left is None else left)
