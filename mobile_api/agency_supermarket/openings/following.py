"""What moves a need by itself: its draws, and an owner who never opens."""

from datetime import timedelta

from mobile_api.agency_supermarket.needs.models import Need, NeedDraw
from mobile_api.agency_supermarket.needs.scope import need_by_itself
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.openings.deciding import (
    never_chosen,
    never_opened,
    note_barred_since,
    settle,
    without_draw,
)
from mobile_api.draws.models import DrawEvent
from mobile_api.draws.queries import draw_numbered, winners_of
from mobile_api.draws.service import DRAW_LOG, draw
from mobile_api.draws.states import DRAW, ENTER, FAIL, DrawStatus
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.history.followers import Follower

NEEDS = DueTable(model=Need, lease=timedelta(minutes=1), at_once=1, claim_size=20, retry=OWN_WORK)


async def run_out(held: Held[Need]) -> str:
    """The owner has not opened the bids, or not chosen, in time: lost key, or no interest."""
    async with in_transaction():
        need = await held.locked()
        if need.due_at is None or need.due_at > clock.now():
            await held.record(due_at=need.due_at)
            return "changed_before"
        await held.record(due_at=None)
        need.due_at = None
        if need.status is NeedStatus.published:
            await never_opened(need)
        elif need.status is NeedStatus.choosing:
            await never_chosen(need)
        else:
            return "went_on_before"
        return "failed"


async def _follow(event: DrawEvent) -> None:
    served = await NeedDraw.get_or_none(draw_id=event.draw_id)
    if served is None:
        return
    found = await draw_numbered(served.number)
    if event.kind == ENTER.name:
        if found.status is DrawStatus.entropy_entered:
            await draw(found.id)
        return
    need = await need_by_itself(served.need_id)
    if need.status is not NeedStatus.drawing or need.outcome is None or need.outcome.draw is None:
        return
    if need.outcome.draw.purpose is not served.purpose:
        return
    if event.kind == FAIL.name:
        await without_draw(need)
        return
    need.drawn = {**(need.drawn or {}), served.purpose: tuple(await winners_of(found))}
    await need.save(update_fields=["drawn"])
    await note_barred_since(need)
    await settle(need)


def following() -> list[Follower[DrawEvent]]:
    """Numbers that are complete let the draw be drawn; its result lets the need go on."""
    kinds = frozenset({ENTER.name, DRAW.name, FAIL.name})
    return [Follower(DRAW_LOG, "market_needs", kinds, _follow)]
