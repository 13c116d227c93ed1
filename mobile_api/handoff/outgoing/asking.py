"""Asks the home city how a handoff stands: at a gap, and once a day as long as it is open.

`watching.due` calls `ask` for the handoffs that were taken here. A city that was restored from an
old backup has lost what it had answered for: it gets our messages again, under their old ids.
"""

import hashlib
from uuid import UUID

from pydantic import ValidationError

from mobile_api.handoff.errors import Refused
from mobile_api.handoff.exchange.client import PARTNERS, LineFault, SignedAnswer, UnsafeAddress
from mobile_api.handoff.exchange.outbox import go_again
from mobile_api.handoff.models import Handoff, IncomingMessage, OutgoingMessage
from mobile_api.handoff.outgoing import words
from mobile_api.handoff.outgoing.events.reading import read
from mobile_api.handoff.outgoing.events.taking import apply_next, apply_waiting
from mobile_api.handoff.outgoing.handing import LOOK_EVERY, is_over
from mobile_api.handoff.outgoing.scope import locked_by_itself
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.partners.states import PartnerState
from mobile_api.handoff.states import MessageKind, MessageState
from mobile_api.handoff.wire.events import EventsPage, HandoffState
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import TryAgain
from mobile_api.shared.ids import new_id

_NOT_THERE = "not_found"
_OK = 200
# As many pages as a handoff can have events worth; a city that never ends is asked again tomorrow.
_MOST_PAGES = 50
PAUSED, LOST, PULLED, SAME, OVER_NOW = "paused", "lost_there", "pulled", "same", "over"
UNASKED = "unasked"


async def ask(held: Held[Handoff]) -> str | None:
    """One look at one handoff of the taking side. Raises TryAgain where the line is at fault."""
    handoff = held.row
    if is_over(handoff):
        await held.record(due_at=None)
        return OVER_NOW
    partner = await Partner.get(id=handoff.partner_id)
    if partner.state is PartnerState.paused:
        await held.record(due_at=clock.now() + LOOK_EVERY / 24)
        return PAUSED
    state = await _state(partner, handoff)
    if state is None:
        return await _lost_there(held)
    return await _compared(held, partner, state)


async def _compared(held: Held[Handoff], partner: Partner, state: HandoffState) -> str:
    """What the other side's last number says beside ours."""
    handoff = held.row
    if state.last_sequence < handoff.last_sequence:
        await _record(held, problem=words.RESTORED)
        return words.RESTORED
    if state.last_sequence > handoff.last_sequence:
        await _pull(partner, handoff)
        await _record(held)
        return PULLED
    await _record(held)
    return SAME


async def give_up(held: Held[Handoff]) -> str:
    """The line was at fault for days: it is asked again all the same, for it may be open."""
    await _record(held)
    return UNASKED


async def _record(held: Held[Handoff], problem: str | None = None) -> None:
    changes = {} if problem is None else {"problem": problem}
    # An event that left a gap meanwhile has made it due at once: then this look counts for nothing.
    await held.record(due_at=clock.now() + LOOK_EVERY, unchanged=["due_at"], **changes)


async def _state(partner: Partner, handoff: Handoff) -> HandoffState | None:
    """None: that city says, signed, that it has no such handoff."""
    path = f"/partner/v1/handoffs/{handoff.handoff_id}"
    try:
        answer = await _asked(partner, path, new_id())
    except TryAgain as fault:
        if fault.code == _NOT_THERE:
            return None
        raise
    try:
        return HandoffState.model_validate_json(answer.body)
    except ValidationError as fault:
        raise TryAgain("answer_malformed") from fault


async def _asked(partner: Partner, path: str, message_id: UUID) -> SignedAnswer:
    try:
        answer = await PARTNERS.here().ask(partner, "GET", path, message_id=message_id)
    except LineFault as fault:
        raise TryAgain(fault.code) from fault
    except UnsafeAddress as fault:
        raise TryAgain("unsafe_address") from fault
    if answer.status != _OK:
        raise TryAgain(f"status_{answer.status}")
    return answer


async def _lost_there(held: Held[Handoff]) -> str:
    """What it had taken goes once more, unchanged."""
    async with in_transaction():
        _case, handoff = await locked_by_itself(held.row)
        ours = OutgoingMessage.filter(
            handoff_row_id=handoff.id, state=MessageState.delivered
        ).exclude(kind=MessageKind.event)
        taken = await ours.exists()
        await go_again(ours)
        problem = words.RESTORED if taken and handoff.last_sequence else handoff.problem
        await _record(held, problem=problem)
    return LOST if taken else SAME


async def _pull(partner: Partner, handoff: Handoff) -> None:
    """Page after page, each with its effects in a transaction of its own."""
    known = handoff.last_sequence
    for _ in range(_MOST_PAGES):
        message_id = new_id()
        path = f"/partner/v1/handoffs/{handoff.handoff_id}/events?after={known}"
        answer = await _asked(partner, path, message_id)
        try:
            page = EventsPage.model_validate_json(answer.body)
        except ValidationError as fault:
            raise TryAgain("answer_malformed") from fault
        before, known = known, await _apply(page, answer, handoff, message_id, path)
        if known == before or known >= page.last_sequence:
            return


async def _apply(
    page: EventsPage, answer: SignedAnswer, found: Handoff, message_id: UUID, path: str
) -> int:
    """The sequence that has come so far. Another event may have arrived by itself meanwhile."""
    async with in_transaction():
        case, handoff = await locked_by_itself(found)
        before = handoff.last_sequence
        for said in sorted(page.events, key=lambda one: one.sequence):
            if said.handoff_id != handoff.handoff_id or said.sequence != handoff.last_sequence + 1:
                continue
            try:
                event = await read(said, handoff)
            except Refused as fault:
                handoff.problem = fault.code
                await handoff.save(update_fields=["problem"])
                break
            await apply_next(case, handoff, event)
            await apply_waiting(case, handoff)
        if handoff.last_sequence > before:
            await _keep(answer, handoff, message_id, path)
        return handoff.last_sequence


async def _keep(answer: SignedAnswer, handoff: Handoff, message_id: UUID, path: str) -> None:
    """The signed page as it came, so that it can be shown later who said it."""
    now = clock.now()
    await IncomingMessage.create(
        partner_id=handoff.partner_id,
        message_id=message_id,
        handoff_row_id=handoff.id,
        kind=MessageKind.event,
        target=path,
        signature=answer.headers_signature,
        body=answer.body,
        body_digest=hashlib.sha256(answer.body).hexdigest(),
        answer_status=answer.status,
        answer_body=b"",
        received_at=now,
        applied_at=now,
    )
