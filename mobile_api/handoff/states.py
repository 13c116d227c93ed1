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
    """What a message is. `event` goes from the home city to the taking city, `custody` either way,
    all others from the taking city to the home city."""

    case = "case"
    correction = "correction"
    withdrawal = "withdrawal"
    event = "event"
    custody = "custody"


class ReceiptKind(StrEnum):
    """What the home city shows to have done; `refused` answers a message that it does not take."""

    received = "received"
    refused = "refused"
    checked = "checked"
    returned = "returned"
    decided = "decided"


class CustodyStep(StrEnum):
    """原件交接: what happened to paper originals. `delivered` and `sent_back` (退回寄件方) are the
    carrier's word; `corrected` strikes an earlier entry that was a mistake."""

    collected = "collected"
    sealed = "sealed"
    posted = "posted"
    delivered = "delivered"
    sent_back = "sent_back"
    received = "received"
    returned = "returned"
    handed_over = "handed_over"
    lost = "lost"
    corrected = "corrected"


class CustodyPlace(StrEnum):
    """Who holds the originals now; `at_taking_sealed`: in a sealed envelope at the window."""

    with_person = "with_person"
    at_taking = "at_taking"
    at_taking_sealed = "at_taking_sealed"
    to_home = "to_home"
    at_home = "at_home"
    to_taking = "to_taking"
    to_person = "to_person"
    missing = "missing"


class PaperFound(StrEnum):
    """How one paper was found when the envelope was opened."""

    there = "there"
    missing = "missing"
    damaged = "damaged"


class ReturnedTo(StrEnum):
    """Whom `returned` papers are posted to."""

    window = "window"
    person = "person"
