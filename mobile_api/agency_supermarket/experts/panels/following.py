"""What moves a panel by itself: its draws, when they are drawn or come to nothing."""

from mobile_api.agency_supermarket.experts.panels.asking import call_off_all
from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel, PanelDraw
from mobile_api.agency_supermarket.experts.panels.scope import draws_of, locked_panel
from mobile_api.agency_supermarket.experts.panels.seating import fail, seat
from mobile_api.agency_supermarket.experts.panels.states import UNDER_WAY, PanelStatus
from mobile_api.draws.models import Draw, DrawEvent
from mobile_api.draws.queries import draw_numbered, winners_of
from mobile_api.draws.service import DRAW_LOG, draw
from mobile_api.draws.states import DRAW, ENTER, FAIL, DrawStatus
from mobile_api.shared.history.followers import Follower

_NO_DRAW = "摇号没有结果,按规则抽取失败。"
_NOT_CONFIRMED = "没有第二人在期限内确认名单,按规则抽取失败。"


async def _follow(event: DrawEvent) -> None:
    served = await PanelDraw.get_or_none(draw_id=event.draw_id)
    if served is None:
        return
    if event.kind == ENTER.name:
        found = await draw_numbered(served.number)
        if found.status is DrawStatus.entropy_entered:
            await draw(found.id)
        return
    panel = await locked_panel(served.panel_id)
    if event.kind == FAIL.name:
        await _without_draw(panel)
    elif panel.status is PanelStatus.frozen:
        await _seat_when_all_are_drawn(panel)


async def _without_draw(panel: ExpertPanel) -> None:
    if panel.status not in UNDER_WAY:
        return
    text = _NOT_CONFIRMED if panel.status is PanelStatus.asked else _NO_DRAW
    await fail(panel, text)
    await call_off_all(panel, "专家抽取失败,不需要摇号")


async def _seat_when_all_are_drawn(panel: ExpertPanel) -> None:
    draws: list[Draw] = [await draw_numbered(one.number) for one in await draws_of(panel.id)]
    if all(one.status is DrawStatus.drawn for one in draws):
        await seat(panel, [await winners_of(one) for one in draws])


def following() -> list[Follower[DrawEvent]]:
    """Numbers that are complete let the draws be drawn; the last result seats the panel."""
    kinds = frozenset({ENTER.name, DRAW.name, FAIL.name})
    return [Follower(DRAW_LOG, "expert_panels", kinds, _follow)]
