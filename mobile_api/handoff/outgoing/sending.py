"""Messages go out: both sides' alike, in their order within a handoff, again and again for days."""

from datetime import timedelta

from tortoise.expressions import Q

from mobile_api.handoff.exchange.client import PARTNERS, LineFault, SignedAnswer, UnsafeAddress
from mobile_api.handoff.models import Handoff, OutgoingMessage
from mobile_api.handoff.outgoing import answers
from mobile_api.handoff.outgoing.scope import locked_by_itself
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.partners.states import PartnerState
from mobile_api.handoff.states import MessageKind, MessageState
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import Retry, TryAgain
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.due.wakes import wake

_TABLE = OutgoingMessage._meta.db_table
_A_MOMENT = timedelta(seconds=1)
# A partner that was paused is looked at again as often as this.
_PAUSE = timedelta(minutes=1)
PAUSED, WAITS = "paused", "waits"


async def _give_up(held: Held[OutgoingMessage], last: TryAgain) -> str | None:
    """After days without an answer: staff of both kinds see it, and so does the person."""
    handoff = await Handoff.get(id=held.row.handoff_row_id)
    case, handoff = await locked_by_itself(handoff)
    state = MessageState.undeliverable
    await held.record(due_at=None, state=state, code=last.code[:40])
    await answers.given_up(held.row, case, handoff)
    await _arm_next(held.row)
    return str(state)


# As long as the page says and some hours more, so that a partner may be away over a long weekend.
MESSAGES = DueTable(
    model=OutgoingMessage,
    lease=timedelta(minutes=1),
    at_once=8,
    share="partner_id",
    retry=Retry(
        first=timedelta(seconds=5),
        longest=timedelta(minutes=30),
        until=timedelta(hours=80),
        spread=0.1,
    ),
    on_end=_give_up,
)


async def send(held: Held[OutgoingMessage]) -> str | None:
    """One message, unless an earlier one of its handoff is still to be answered.

    The same bytes under the same id at every try, so whatever is cut off here is repeated and has
    one effect there.
    """
    message = held.row
    partner = await Partner.get(id=message.partner_id)
    if partner.state is PartnerState.paused:
        await held.record(due_at=clock.now() + _PAUSE)
        return PAUSED
    earlier = await _earlier(message)
    if earlier is not None:
        now = clock.now()
        await held.record(due_at=max(earlier.due_at or now, now + _A_MOMENT))
        return WAITS
    answer = await _asked(partner, message)
    outcome = await answers.read(answer, message)
    async with in_transaction():
        return await _record(held, answer, outcome)


async def _earlier(message: OutgoingMessage) -> OutgoingMessage | None:
    """Of the same handoff, not answered yet; one that was given up holds nothing up, and one of the
    custody log only those of that log: a city of before does not know them."""
    before = OutgoingMessage.filter(
        handoff_row_id=message.handoff_row_id,
        position__lt=message.position,
        state=MessageState.waiting,
    )
    if message.kind is not MessageKind.custody:
        before = before.filter(~Q(kind=MessageKind.custody))
    return await before.order_by("position").first()


async def _asked(partner: Partner, message: OutgoingMessage) -> SignedAnswer:
    try:
        return await PARTNERS.here().send(partner, message.id, bytes(message.body))
    except LineFault as fault:
        wait = timedelta(seconds=fault.retry_after or 0)
        raise TryAgain(fault.code, wait=wait) from fault
    except UnsafeAddress as fault:
        raise TryAgain("unsafe_address") from fault


async def _record(
    held: Held[OutgoingMessage], answer: SignedAnswer, outcome: answers.MessageOutcome
) -> str:
    """Answer, receipt and what follows from them in one transaction."""
    message = held.row
    case, handoff = await locked_by_itself(await Handoff.get(id=message.handoff_row_id))
    await held.record(
        due_at=None,
        state=outcome.state,
        code=outcome.code,
        answer_status=answer.status,
        answer_signature=answer.headers_signature,
        answer_body=answer.body,
        answered_at=clock.now(),
    )
    await answers.apply(outcome, message, case, handoff)
    await _arm_next(message)
    return str(outcome.state)


async def _arm_next(message: OutgoingMessage) -> None:
    """What waited for this one need not wait any longer."""
    waiting = OutgoingMessage.filter(
        handoff_row_id=message.handoff_row_id,
        position__gt=message.position,
        state=MessageState.waiting,
        leased_until=None,
    )
    is_custody = Q(kind=MessageKind.custody)
    for lane in (waiting.filter(~is_custody), waiting.filter(is_custody)):
        following = await lane.order_by("position").first()
        if following is None:
            continue
        await OutgoingMessage.filter(id=following.id, leased_until=None).update(due_at=clock.now())
        await wake(_TABLE)
