"""Hands what became of a parcel to the feature whose it is."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK, TryAgain
from mobile_api.shared.due.tables import DueTable
from notifications.post.parcels.models import ParcelOutcome

# A handler runs in the transaction that marks the outcome as told; `outcome.parcel` is at hand.
Handler = Callable[[ParcelOutcome], Awaitable[None]]
# By the kind of owner (`Owner.kind`): a kind belongs to one feature.
Handlers = Mapping[str, Handler]

# One after the other: what became of one parcel is told in the order in which it happened.
OUTCOMES = DueTable(
    model=ParcelOutcome, lease=timedelta(minutes=1), at_once=1, claim_size=50, retry=OWN_WORK
)


async def hand_over(handlers: Handlers, held: Held[ParcelOutcome]) -> None:
    """One outcome to the handler of its kind; without one it stays due, and is set aside by name.

    Raises TryAgain where nobody answers for the owner, and what the handler raises.
    """
    outcome = held.row
    async with in_transaction():
        # First, so that a claim lost to another worker stops here and tells nothing twice.
        await held.record(due_at=None)
        await outcome.fetch_related("parcel")
        handler = handlers.get(outcome.parcel.owner_kind)
        if handler is None:
            raise TryAgain("no_handler_of_" + outcome.parcel.owner_kind)
        await handler(outcome)
