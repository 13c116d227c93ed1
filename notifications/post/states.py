"""Where parcels go, how they stand and end, and who carries them."""

from notifications.post.parcels.states import (
    ALERT_NAMES,
    ENDED,
    STATE_NAMES,
    AlertKind,
    CarrierName,
    Direction,
    Outcome,
    ParcelState,
)

__all__ = [
    "ALERT_NAMES",
    "ENDED",
    "STATE_NAMES",
    "AlertKind",
    "CarrierName",
    "Direction",
    "Outcome",
    "ParcelState",
]
