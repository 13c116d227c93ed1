"""What moves a need by itself: its draws, its panel, and whoever does not act in time."""

from datetime import timedelta
from typing import Any

from mobile_api.agency_supermarket.experts.panels.by_rule import replace_late
from mobile_api.agency_supermarket.experts.panels.history import PANEL_LOG
from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel, PanelEvent
from mobile_api.agency_supermarket.experts.panels.scope import locked_panel, panel_by_itself
from mobile_api.agency_supermarket.experts.panels.seating import seated_of
from mobile_api.agency_supermarket.experts.panels.states import FAIL_PANEL, SEATING, PanelStatus
from mobile_api.agency_supermarket.experts.panels.telling import tell_to_score
from mobile_api.agency_supermarket.needs.models import Need, NeedDraw
from mobile_api.agency_supermarket.needs.scope import need_by_itself, public_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.openings.deciding import (
    never_chosen,
    never_opened,
    never_scored,
    note_barred_since,
    settle,
    without_draw,
    without_panel,
)
from mobile_api.agency_supermarket.openings.panel import judge_by, panel_of, scores_due_at
from mobile_api.draws.models import DrawEvent
from mobile_api.draws.queries import draw_numbered, winners_of
from mobile_api.draws.service import DRAW_LOG, draw
from mobile_api.draws.states import DRAW, ENTER, FAIL, DrawStatus
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.history.followers import Follower
from notifications.words.service import date_text

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
        if need.status is NeedStatus.scoring:
            return await _scores_run_out(need)
        if need.status is NeedStatus.published:
            await never_opened(need)
        elif need.status is NeedStatus.choosing:
            await never_chosen(need)
        else:
            return "went_on_before"
        return "failed"


async def _scores_run_out(need: Need) -> str:
    """Whoever has not scored gives way to the next who was drawn, as long as there is time."""
    panel = await panel_of(need)
    if panel is not None and panel.status is PanelStatus.seated and clock.now() < judge_by(need):
        late = [one for one in await seated_of(panel) if one.scored_at is None]
        await replace_late(panel, late)
    if panel is None or panel.status is not PanelStatus.seated or clock.now() >= judge_by(need):
        await never_scored(need)
        return "failed"
    await _await_scores(need, panel)
    return "replaced"


async def _await_scores(need: Need, panel: ExpertPanel) -> None:
    """Whoever sits and has not scored is told till when; then the need is due."""
    need.due_at = await scores_due_at(need, panel)
    await need.save(update_fields=["due_at"])
    await wake(Need._meta.db_table)
    waiting = [one for one in await seated_of(panel) if one.scored_at is None]
    await tell_to_score(panel, waiting, date_text(clock.beijing_date(need.due_at)))


async def _follow_panel(event: PanelEvent) -> None:
    panel = await panel_by_itself(event.panel_id)
    found = await public_needs().get_or_none(number=panel.subject_number)
    if found is None:
        return
    need = await need_by_itself(found.id)
    panel = await locked_panel(panel.id)
    if need.status is not NeedStatus.scoring:
        return
    if panel.status is PanelStatus.failed:
        await without_panel(need)
    elif panel.status is PanelStatus.seated:
        await _await_scores(need, panel)


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


def following() -> list[Follower[Any]]:
    """Numbers that are complete let the draw be drawn; its result lets the need go on, and so does
    a panel that has its seats, or comes to nothing."""
    kinds = frozenset({ENTER.name, DRAW.name, FAIL.name})
    of_panels = SEATING | {FAIL_PANEL.name}
    return [
        Follower(DRAW_LOG, "market_needs", kinds, _follow),
        Follower(PANEL_LOG, "market_scores", of_panels, _follow_panel),
    ]
