"""Events of the home city take effect here in their order, each once, however they came."""

from datetime import datetime
from uuid import UUID

from mobile_api.cases.models import Case
from mobile_api.handoff.errors import Refused
from mobile_api.handoff.models import Handoff, IncomingMessage, Taken
from mobile_api.handoff.outgoing.events.effects import apply
from mobile_api.handoff.outgoing.events.reading import ReadEvent, read
from mobile_api.handoff.outgoing.scope import locked_by_itself
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.states import HandoffSide, HandoffStatus, MessageKind
from mobile_api.handoff.wire.events import EventMessage
from mobile_api.shared import clock
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.text.characters import storable

# What events change of a handoff.
_TOLD = (
    "last_sequence",
    "changed_at",
    "their_number",
    "status",
    "problem",
    "home_round",
    "withdrawal_asked_at",
    "due_at",
)


UNREADABLE = frozenset({"event_malformed", "receipt_wrong", "sealed_unreadable"})
"""An event refused with one of these holds up those after it, till it comes in another way."""


async def note_refused(handoff_row_id: UUID | None, code: str) -> None:
    """In the transaction that stores the refusal: staff see it at once, and the alarm as well."""
    if code in UNREADABLE and handoff_row_id is not None:
        await Handoff.filter(id=handoff_row_id).update(problem=code, changed_at=clock.now())


async def take_event(partner: Partner, said: EventMessage, received_at: datetime) -> Taken:
    """In the transaction that stores the message; the row of the message is written after it.

    One that comes before its turn waits, and the other city is asked for those before it. One that
    is known already, because it was asked for, changes nothing. Raises Refused.
    """
    found = await _of_partner(partner, said)
    case, handoff = await locked_by_itself(found)
    stored = IncomingMessage.filter(
        handoff_row_id=handoff.id, kind=MessageKind.event, sequence=said.sequence
    )
    if await stored.exists():
        raise Refused("sequence_differs")
    if said.sequence <= handoff.last_sequence:
        return Taken(handoff, True)
    # Also one that has to wait: what cannot be read later is refused while it can still be mended.
    event = await read(said, handoff)
    if said.sequence > handoff.last_sequence + 1:
        handoff.due_at = clock.now()
        await handoff.save(update_fields=["due_at"])
        await wake(Handoff._meta.db_table)
        return Taken(handoff, False)
    await apply_next(case, handoff, event)
    await apply_waiting(case, handoff)
    return Taken(handoff, True)


async def _of_partner(partner: Partner, said: EventMessage) -> Handoff:
    mine = Handoff.filter(partner_id=partner.id, side=HandoffSide.taking)
    found = await mine.get_or_none(handoff_id=said.handoff_id)
    if found is None or found.case_id is None or found.status is HandoffStatus.chosen:
        raise Refused("unknown_handoff")
    return found


async def apply_next(case: Case | None, handoff: Handoff, event: ReadEvent) -> None:
    """The event after the last one; case and handoff are locked."""
    said = event.said
    handoff.last_sequence, handoff.changed_at = said.sequence, clock.now()
    if said.case_number:
        handoff.their_number = storable(said.case_number)
    if handoff.problem in UNREADABLE:
        # What was refused has come, and this is it.
        handoff.problem = ""
    if case is not None:
        await apply(event, case, handoff)
    await handoff.save(update_fields=_TOLD)


async def apply_waiting(case: Case | None, handoff: Handoff) -> None:
    """Those that came early and whose turn has come."""
    while True:
        waiting = IncomingMessage.filter(
            handoff_row_id=handoff.id,
            kind=MessageKind.event,
            sequence=handoff.last_sequence + 1,
            applied_at=None,
        )
        row = await waiting.first()
        if row is None:
            return
        said = EventMessage.model_validate_json(row.body)
        try:
            event = await read(said, handoff)
        except Refused as fault:
            # It could be read when it came: a key was revoked since. Staff look, the rest goes on.
            handoff.last_sequence, handoff.problem = said.sequence, fault.code
            await handoff.save(update_fields=_TOLD)
        else:
            await apply_next(case, handoff, event)
        await IncomingMessage.filter(id=row.id).update(applied_at=clock.now())
