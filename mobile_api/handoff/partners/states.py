"""How it goes with a partner, and which way an agreed item goes."""

from enum import StrEnum


class PartnerState(StrEnum):
    """`draining`: no new cases either way, the open ones go on. `paused`: nothing is sent, and what
    comes in is answered 503."""

    active = "active"
    draining = "draining"
    paused = "paused"


class HandoffDirection(StrEnum):
    """Of an agreed item, as seen from here: we take it for them, or they take it for us."""

    to_partner = "to_partner"
    from_partner = "from_partner"


class KeyUse(StrEnum):
    """What a key of our own is for."""

    signing = "signing"
    encryption = "encryption"
