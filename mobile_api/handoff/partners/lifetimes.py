"""How long the keys of somebody last, the next ones that are known already counted in."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from mobile_api.handoff.partners.models import OwnKey, PartnerKey

WARNED_BEFORE = timedelta(days=30)
"""A new key has to be made, sent and registered by people of two cities."""


def days_left(keys: Iterable[PartnerKey | OwnKey], now: datetime) -> float | None:
    """Days until none of these is good any more; 0 where none is good now, None for never.

    Those that are dead (revoked, retired) are not among them. A gap before the next key counts.
    """
    at = now
    spans = [(one.valid_from, one.valid_until) for one in keys]
    while True:
        good = [ends for begins, ends in spans if begins <= at and (ends is None or at < ends)]
        if not good:
            return (at - now) / timedelta(days=1)
        if None in good:
            return None
        at = max(ends for ends in good if ends is not None)
