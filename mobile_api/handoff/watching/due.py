"""Handoffs that wait for something of this city: one table, worked off by the side it is on."""

from datetime import timedelta

from mobile_api.handoff.custody import due as custody
from mobile_api.handoff.incoming import arriving
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.outgoing import asking, sending
from mobile_api.handoff.states import HandoffSide
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.loops import Loop, loop_over
from mobile_api.shared.due.retries import Retry, TryAgain
from mobile_api.shared.due.tables import DueTable


async def work_on(held: Held[Handoff]) -> str | None:
    """What this side has to do by itself. Raises TryAgain."""
    if held.row.side is HandoffSide.home:
        return await arriving.arrive(held)
    return await asking.ask(held)


async def _give_up(held: Held[Handoff], last: TryAgain) -> str | None:
    if held.row.side is HandoffSide.home:
        return await arriving.give_up(held, last)
    return await asking.give_up(held)


HANDOFFS = DueTable(
    model=Handoff,
    # Some pages at each turn, each within the patience of the line.
    lease=timedelta(minutes=8),
    at_once=4,
    # One city that is slow keeps no other one waiting.
    share="partner_id",
    retry=Retry(
        first=timedelta(seconds=10),
        longest=timedelta(minutes=30),
        until=timedelta(days=3),
        spread=0.2,
    ),
    on_end=_give_up,
)
TABLES = (sending.MESSAGES, HANDOFFS, custody.CUSTODY)


def loops() -> list[Loop]:
    """Messages that go out, handoffs that wait for something of this city, papers that were
    posted."""
    return [
        loop_over(sending.MESSAGES, sending.send),
        loop_over(HANDOFFS, work_on),
        loop_over(custody.CUSTODY, custody.look),
    ]
