"""Messages on their way out, of either side: written once; what was given up goes again."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from tortoise.expressions import Q
from tortoise.functions import Max, Min
from tortoise.queryset import QuerySet

from mobile_api.handoff.models import Handoff, OutgoingMessage
from mobile_api.handoff.states import OVER, MessageKind, MessageState
from mobile_api.shared import clock
from mobile_api.shared.due.wakes import wake

KEPT_THERE = "custody_out_of_turn"
# That city would decide what is decided here as well.
_TAKEN_BACK = Q(
    kind__in=[MessageKind.case, MessageKind.correction], handoff_row__status__in=list(OVER)
)


async def put(
    handoff: Handoff,
    kind: MessageKind,
    body: bytes,
    *,
    position: int | None = None,
    sequence: int | None = None,
) -> OutgoingMessage:
    """A message of a locked handoff, in that place or after those before it; its bytes are fixed
    from now on."""
    now = clock.now()
    message = await OutgoingMessage.create(
        partner_id=handoff.partner_id,
        handoff_row_id=handoff.id,
        kind=kind,
        position=position or await _next_position(handoff),
        sequence=sequence,
        body=body,
        body_digest=hashlib.sha256(body).hexdigest(),
        created_at=now,
        due_at=now,
    )
    await wake(OutgoingMessage._meta.db_table)
    return message


async def _next_position(handoff: Handoff) -> int:
    earlier = OutgoingMessage.filter(handoff_row_id=handoff.id).annotate(last=Max("position"))
    last = await earlier.group_by("handoff_row_id").values_list("last", flat=True)
    return int(str(last[0])) + 1 if last else 1


def given_up() -> QuerySet[OutgoingMessage]:
    """What may go again; not the case, nor its correction, that the window has taken back."""
    return OutgoingMessage.filter(~_TAKEN_BACK, state=MessageState.undeliverable)


def refused_in_order() -> QuerySet[OutgoingMessage]:
    """Events and entries of the custody log: those after them wait there. One that went anew has no
    place any more; an entry that came out of turn is kept there, and holds nothing up."""
    in_order = OutgoingMessage.filter(kind__in=[MessageKind.event, MessageKind.custody])
    return in_order.filter(~Q(code=KEPT_THERE), state=MessageState.refused, position__gt=0)


async def go_anew(refused: Sequence[OutgoingMessage]) -> dict[UUID, UUID]:
    """The same bytes in the same place under a new id, for a refusal is final for the old one,
    which stays with its answer; the new ids by the old. Their handoffs are locked."""
    ids = list({old.handoff_row_id for old in refused})
    handoffs = {one.id: one for one in await Handoff.filter(id__in=ids)}
    rows = OutgoingMessage.filter(handoff_row_id__in=ids).annotate(low=Min("position"))
    found = await rows.group_by("handoff_row_id").values_list("handoff_row_id", "low")
    lowest, anew = dict(found), {}
    for old in refused:
        handoff, place, number = handoffs[old.handoff_row_id], old.position, old.sequence
        # Beside all others, so that two messages never have one place.
        lowest[handoff.id] = min(int(lowest[handoff.id]), 0) - 1
        old.position, old.sequence = lowest[handoff.id], None
        await old.save(update_fields=["position", "sequence"])
        new = await put(handoff, old.kind, bytes(old.body), position=place, sequence=number)
        anew[old.id] = new.id
    return anew


async def go_again(messages: QuerySet[OutgoingMessage]) -> int:
    """The same bytes under the same ids are due now; how many. Their handoffs are locked."""
    again = await messages.update(
        state=MessageState.waiting, code="", due_at=clock.now(), leased_until=None
    )
    if again:
        await wake(OutgoingMessage._meta.db_table)
    return again
