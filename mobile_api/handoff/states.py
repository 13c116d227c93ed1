"""Where a handoff and a message stand, and which side of it this city is on."""

from enum import StrEnum


class HandoffSide(StrEnum):
    """收件地 took the case from a person; 属地 decides it."""

    taking = "taking"
    home = "home"


class HandoffStatus(StrEnum):
    """`chosen`: where the person's draft is meant to go. `returned`: the home city could make no
    case of it. `undeliverable`: no answer for days; staff look after it."""

    chosen = "chosen"
    sending = "sending"
    received = "received"
    checked = "checked"
    decided = "decided"
    finished = "finished"
    returned = "returned"
    declined = "declined"
    withdrawn = "withdrawn"
    undeliverable = "undeliverable"


OVER = frozenset(
    {
        HandoffStatus.finished,
        HandoffStatus.returned,
        HandoffStatus.declined,
        HandoffStatus.withdrawn,
    }
)


class MessageState(StrEnum):
    """`refused`: answered with a refusal of business; `undeliverable`: given up after days."""

    waiting = "waiting"
    delivered = "delivered"
    refused = "refused"
    undeliverable = "undeliverable"


class MessageKind(StrEnum):
    """What a message is. All but `event` go from the taking city to the home city."""

    case = "case"
    correction = "correction"
    withdrawal = "withdrawal"
    event = "event"


class ReceiptKind(StrEnum):
    """What the home city shows to have done; `refused` answers a message that it does not take."""

    received = "received"
    refused = "refused"
    checked = "checked"
    returned = "returned"
    decided = "decided"
