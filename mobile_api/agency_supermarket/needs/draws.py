"""The draws that a need may come to: committed with it, before any bidder is known."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from mobile_api.agency_supermarket.needs.models import Need, NeedDraw
from mobile_api.agency_supermarket.rules import RULES
from mobile_api.agency_supermarket.selection.engine import draws_ahead
from mobile_api.agency_supermarket.selection.schemas import DrawPurpose
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.draws.errors import DrawMoveNotAllowed, SourcesClosed
from mobile_api.draws.schemas import Reference
from mobile_api.draws.service import call_off, commit, next_sources
from mobile_api.shared import clock

# In which the numbers of an issue are entered.
_WAIT = timedelta(days=7)
# Behind the number of the need, for each of its draws has a number of its own.
_SUFFIXES = {
    DrawPurpose.factor: "F",
    DrawPurpose.winner: "W",
    DrawPurpose.tie: "T",
    DrawPurpose.small_list: "S",
}


async def commit_ahead(need: Need) -> None:
    """Commit every draw that its terms may come to; their sources close after the opening.

    Raises NoIssuesAnnounced.
    """
    await _commit(need, "")


async def commit_anew(need: Need, change: int) -> None:
    """For a published need whose method or last day of opening has changed: what was committed
    is called off, and committed again under numbers of their own, for a number has one draw.

    `change`: the number of the change. Raises NoIssuesAnnounced.
    """
    await call_off_all(need, f"采购需求第{change}次变更,摇号重新承诺")
    await NeedDraw.filter(need_id=need.id).delete()
    await _commit(need, str(change))


async def _commit(need: Need, behind: str) -> None:
    ahead = draws_ahead(need.terms)
    if not ahead or need.open_by is None:
        return
    after = need.open_by
    if need.terms.judging is not None:
        # Equal scores are drawn for once all are in, which takes the panel its time.
        on = clock.beijing_date(need.published_at or clock.now())
        after += RULES.here().judging.on(on).span
    for purpose, picks in ahead.items():
        # One that may follow upon another is drawn from numbers that nobody knows then either.
        sources = await next_sources(after)
        after = max(one.fallback_closes_at for one in sources) + _WAIT
        number = f"{need.number}-{_SUFFIXES[purpose]}{behind}"
        serves = Reference(kind="need", number=number)
        made = await commit(
            serves, sources, picks, wait_days=_WAIT.days, kept_by=SERVICES.here().operator
        )
        await NeedDraw.create(need_id=need.id, purpose=purpose, draw_id=made.id, number=number)


async def draws_of(need: Need) -> Sequence[NeedDraw]:
    return await NeedDraw.filter(need_id=need.id).order_by("number")


async def call_off_all(need: Need, because: str) -> None:
    """Those that nothing will ask for any more; one that has begun to be drawn goes on."""
    for one in await draws_of(need):
        with suppress(DrawMoveNotAllowed, SourcesClosed):
            await call_off(one.draw_id, because)
