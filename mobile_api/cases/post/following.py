"""The postal leg of a case: the result is posted, and what becomes of it moves the case."""

from collections.abc import Mapping
from typing import Any

from mobile_api.cases import telling
from mobile_api.cases.clocks import close_clocks, reopen_clock
from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.history import SYSTEM, note
from mobile_api.cases.models import Case, CaseEvent
from mobile_api.cases.moves import make_move
from mobile_api.cases.post import originals, results, tasks
from mobile_api.cases.post.owner import KIND
from mobile_api.cases.rules import ClockKind
from mobile_api.cases.scope import locked_for_nobody, numbered
from mobile_api.cases.states import (
    HAND_OVER,
    SIGNED_FOR,
    UNDO_SIGNED_FOR,
    CaseStatus,
    Move,
)
from mobile_api.cases.words import WORDS
from mobile_api.shared import clock
from notifications.post.models import ParcelOutcome
from notifications.post.schemas import CheckedContact
from notifications.post.service import Handlers, is_superseded, order_again
from notifications.post.states import Direction, ParcelNews, ParcelState

_MOVING = (ParcelNews.delivered, ParcelNews.reversed)
# That the parcel left stays true, whatever came later, and ends a change of address.
_ALWAYS_TOLD = (ParcelNews.sent,)


async def send_result(case: Case, sender: Mapping[str, str]) -> None:
    """Order the posting of the result in the running transaction."""
    chosen = case.delivery
    if chosen is None or chosen.address is None:
        raise ValueError("a case that is posted was submitted with an address")
    checked = CheckedContact.model_validate(sender)
    pays = chosen.receiver_pays
    await results.post_result(case, checked, chosen.address, receiver_pays=pays)


async def follow(outcome: ParcelOutcome) -> None:
    """What became of a parcel of a case, in the running transaction.

    Raises CaseNotFound: a number is never taken back, so somebody must look.
    """
    found = await numbered(outcome.reference)
    if found is None:
        raise CaseNotFound()
    await _tell_case(await locked_for_nobody(found.id), outcome)


HANDLERS: Handlers = {KIND: follow}


async def _tell_case(case: Case, outcome: ParcelOutcome) -> None:
    if outcome.outcome not in _ALWAYS_TOLD and await is_superseded(outcome):
        # Worked off late, after the post said otherwise; that later word is what counts.
        return
    latest = await results.latest_result(case)
    if outcome.parcel.direction is Direction.to_hall:
        await originals.tell_case(case, outcome)
    elif latest is not None and latest.id != outcome.parcel_id and outcome.outcome not in _MOVING:
        if outcome.outcome is ParcelNews.sent:
            await _note(case, outcome, WORDS.results.old_sent)
    else:
        await _tell_of_result(case, outcome)


async def _tell_of_result(case: Case, outcome: ParcelOutcome) -> None:
    match outcome.outcome:
        case ParcelNews.delivered:
            await tasks.void_tasks(outcome.parcel_id)
            # 送达 is the day of the signature (民事诉讼法 91), whenever we hear of it.
            signed_on = min(clock.beijing_date(outcome.at), clock.today())
            await close_clocks(case, signed_on, ClockKind.delivery)
            text = WORDS.results.news[outcome.outcome]
            if await _moved(case, SIGNED_FOR, text, outcome, delivered_at=outcome.at):
                await telling.tell_delivered(case, once_per=str(outcome.id))
        case ParcelNews.reversed:
            await tasks.void_tasks(outcome.parcel_id)
            if await _undo_signed_for(case, outcome):
                await telling.tell_not_delivered(case, once_per=str(outcome.id))
        case ParcelNews.returned | ParcelNews.lost:
            await _undo_signed_for(case, outcome)
            await _note(case, outcome, WORDS.results.news[outcome.outcome])
            await _ask_what_to_do(case, outcome)
        case ParcelNews.cancelled | ParcelNews.order_failed:
            await _not_posted(case, outcome)
        case _:
            await _on_its_way(case, outcome)


async def _ask_what_to_do(case: Case, outcome: ParcelOutcome) -> None:
    """A task for the person or for staff, unless the counter handed the result over itself."""
    if case.status is not CaseStatus.completed:
        return
    if outcome.outcome is ParcelNews.lost:
        await tasks.open_reissue(case, outcome.parcel_id)
        await telling.tell_lost(case, once_per=str(outcome.id))
        return
    due_on = await tasks.open_readdress(case, outcome.parcel_id)
    waybill_number = outcome.parcel.waybill_number or ""
    await telling.tell_returned(case, waybill_number, due_on, once_per=str(outcome.id))


async def _not_posted(case: Case, outcome: ParcelOutcome) -> None:
    """Cancelled, or never ordered: the result goes to the address that waits for this, if any."""
    parcel = outcome.parcel
    if case.status is not CaseStatus.completed:
        # The counter handed the result over meanwhile, so there is nothing to post any more.
        await results.await_cancelling(case, None)
        return
    address = case.delivery.next_address if case.delivery else None
    if outcome.outcome is ParcelNews.order_failed:
        if parcel.state is not ParcelState.order_failed:
            return
        if address:
            await order_again(parcel.id, receiver=address)
            await results.write_address(case, address)
            await note(case, SYSTEM, "address_changed", WORDS.results.address_changed)
            return
    elif address:
        await results.post_again(
            case, parcel, address, SYSTEM, "address_changed", WORDS.results.address_changed
        )
        return
    else:
        await tasks.keep_at_counter(case)
    await _note(case, outcome, WORDS.results.news[outcome.outcome])


async def _on_its_way(case: Case, outcome: ParcelOutcome) -> None:
    if case.delivery and case.delivery.next_address:
        # EMS was quicker than the change of address.
        await results.await_cancelling(case, None)
        text = WORDS.results.address_not_changed
        await note(case, SYSTEM, "address_not_changed", text)
        await telling.tell_address_kept(case, once_per=str(outcome.id))
    await _note(case, outcome, WORDS.results.news[outcome.outcome])
    waybill_number = outcome.parcel.waybill_number or ""
    if outcome.outcome is ParcelNews.sent:
        await telling.tell_posted(case, waybill_number)
    else:
        await telling.tell_held(case, waybill_number, once_per=str(outcome.id))


async def _note(case: Case, outcome: ParcelOutcome, text: str) -> None:
    payload = {"parcel_id": str(outcome.parcel_id)}
    await note(case, SYSTEM, f"parcel_{outcome.outcome.value}", text, payload)


async def _undo_signed_for(case: Case, outcome: ParcelOutcome) -> bool:
    """The post's own word of this parcel is taken back; what the counter handed over stays so."""
    deliveries = CaseEvent.filter(case_id=case.id, kind__in=[SIGNED_FOR.name, HAND_OVER.name])
    last = await deliveries.order_by("-sequence").first()
    if last is None or last.kind != SIGNED_FOR.name:
        return False
    if (last.payload or {}).get("parcel_id", str(outcome.parcel_id)) != str(outcome.parcel_id):
        return False
    # Also when what is told now is that the parcel came back or was lost.
    text = WORDS.results.news[ParcelNews.reversed]
    if not await _moved(case, UNDO_SIGNED_FOR, text, outcome, delivered_at=None):
        return False
    await reopen_clock(case, ClockKind.delivery)
    return True


async def _moved(case: Case, move: Move, text: str, outcome: ParcelOutcome, **changes: Any) -> bool:
    # An outcome told twice, or after the counter handed the result over, changes nothing.
    if case.status not in move.sources:
        return False
    payload = {"parcel_id": str(outcome.parcel_id)}
    await make_move(case, move, SYSTEM, public_text=text, payload=payload, **changes)
    return True
