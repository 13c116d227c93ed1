"""An entry of the other city's log arrives: stored as it came, and counted in its turn."""

from datetime import datetime
from uuid import UUID

from pydantic import ValidationError

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.custody import rules, words
from mobile_api.handoff.custody.models import CustodyEntry, Paper
from mobile_api.handoff.custody.recording import CARRIER, PARTNER, CustodyLog, take_place
from mobile_api.handoff.errors import Refused
from mobile_api.handoff.exchange.outbox import KEPT_THERE
from mobile_api.handoff.models import Handoff, IncomingMessage, Taken
from mobile_api.handoff.outgoing.scope import locked_by_itself
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.partners.own_keys import CannotUnseal, unseal
from mobile_api.handoff.states import CustodyStep, HandoffSide, HandoffStatus
from mobile_api.handoff.wire.custody import CustodyFacts, CustodyMessage, SealedNote
from mobile_api.shared import clock
from mobile_api.shared.text.characters import has_visible, storable


def own_side(said: CustodyMessage) -> HandoffSide:
    """This city's, for the message names that of its sender."""
    is_from_taking = said.city is HandoffSide.taking
    return HandoffSide.home if is_from_taking else HandoffSide.taking


async def take_custody(
    partner: Partner, said: CustodyMessage, message_id: UUID, received_at: datetime
) -> Taken:
    """In the transaction that stores the message. One that comes before its turn waits; one that
    does not fit what is known here is kept, counts for nothing and is refused. Raises Refused."""
    case, handoff = await locked_by_itself(await _of_partner(partner, said))
    same = CustodyEntry.filter(handoff_row_id=handoff.id, city=said.city, sequence=said.sequence)
    if await same.exists():
        raise Refused("sequence_differs")
    entry = await _entry(said, handoff, message_id, received_at)
    log = await CustodyLog.of(handoff, case)
    if said.sequence > 1 + sum(one.city is said.city for one in log.entries):
        await entry.save()
        return Taken(handoff, is_applied=False)
    await _count(log, entry)
    await _count_waiting(log, said.city)
    return Taken(handoff, is_applied=True, refusal=KEPT_THERE if entry.is_out_of_turn else "")


async def _of_partner(partner: Partner, said: CustodyMessage) -> Handoff:
    """Raises Refused."""
    mine = Handoff.filter(partner_id=partner.id, side=own_side(said), handoff_id=said.handoff_id)
    found = await mine.prefetch_related("agreed_item").first()
    if found is None or found.status is HandoffStatus.chosen:
        raise Refused("unknown_handoff")
    if found.agreed_item.mode is not HandoffMode.COLLECTED_ON_BEHALF:
        raise Refused("mode_not_agreed")
    if said.step == CustodyStep.posted and found.case_id is None:
        # No window here would know what has come.
        raise Refused("not_now")
    return found


async def _entry(
    said: CustodyMessage, handoff: Handoff, message_id: UUID, received_at: datetime
) -> CustodyEntry:
    """Raises Refused."""
    try:
        facts = CustodyFacts.model_validate(dict(said.facts))
    except ValidationError as fault:
        raise Refused("custody_malformed") from fault
    _check_whole(said, facts)
    return CustodyEntry(
        handoff_row_id=handoff.id,
        city=said.city,
        sequence=said.sequence,
        step=str(said.step),
        at=said.at,
        recorded_at=received_at,
        by=CARRIER if facts.by == "carrier" else PARTNER,
        papers=tuple(
            Paper(key=one.key, name=words.masked(one.name), count=one.count, found=one.found)
            for one in facts.papers
        ),
        carrier=_word(facts.carrier),
        waybill_number=_word(facts.waybill_number),
        seal_number=_word(facts.seal_number),
        to=facts.to,
        corrects=facts.corrects,
        note=await _note(said),
        message_id=message_id,
    )


def _check_whole(said: CustodyMessage, facts: CustodyFacts) -> None:
    """What the step cannot be understood without. Raises Refused."""
    lacks = {
        CustodyStep.collected: not facts.papers,
        CustodyStep.received: not facts.papers or any(one.found is None for one in facts.papers),
        CustodyStep.corrected: facts.corrects is None,
    }
    if any(is_lacking for step, is_lacking in lacks.items() if step == said.step):
        raise Refused("custody_malformed")
    if not all(has_visible(words.masked(one.name)) for one in facts.papers):
        # Nobody could name it in what the next step asks for.
        raise Refused("custody_malformed")
    if len({words.masked(one.name) for one in facts.papers}) < len(facts.papers):
        # Nor say of which of the two something was found.
        raise Refused("custody_malformed")


def _word(text: str) -> str:
    return "".join(one for one in storable(text) if one.isprintable())


async def _note(said: CustodyMessage) -> str | None:
    if said.sealed is None:
        return None
    try:
        plain = SealedNote.model_validate_json(await unseal(said.sealed))
    except (CannotUnseal, ValidationError) as fault:
        raise Refused("sealed_unreadable") from fault
    return storable(plain.note) or None


async def _count(log: CustodyLog, entry: CustodyEntry) -> None:
    if not entry.papers:
        entry.papers = log.papers_of_next
    entry.is_out_of_turn = not rules.may_follow(log.entries, entry)
    await take_place(log, entry)
    if entry.is_out_of_turn:
        log.handoff.problem, log.handoff.changed_at = KEPT_THERE, clock.now()
        await log.handoff.save(update_fields=["problem", "changed_at"])


async def _count_waiting(log: CustodyLog, city: HandoffSide) -> None:
    """Those that came early and whose turn has come."""
    waiting = CustodyEntry.filter(handoff_row_id=log.handoff.id, city=city, position=None)
    for entry in await waiting.order_by("sequence"):
        if entry.sequence != 1 + sum(one.city is entry.city for one in log.entries):
            return
        await _count(log, entry)
        came = IncomingMessage.filter(
            partner_id=log.handoff.partner_id, message_id=entry.message_id
        )
        await came.update(applied_at=clock.now())
