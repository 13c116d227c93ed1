"""What a panel was asked for comes to an end without a result: nobody is drawn, nobody sits."""

from mobile_api.agency_supermarket.experts.panels import telling
from mobile_api.agency_supermarket.experts.panels.asking import call_off_all
from mobile_api.agency_supermarket.experts.panels.history import move
from mobile_api.agency_supermarket.experts.panels.scope import locked_panel, panels_of
from mobile_api.agency_supermarket.experts.panels.seating import seated_of
from mobile_api.agency_supermarket.experts.panels.states import CALL_OFF
from mobile_api.shared.callers import Staff
from mobile_api.shared.history.moves import actor_of


async def call_off_panels(caller: Staff, subject_number: str) -> None:
    """Its panels are called off as long as they are not named; who sits is told."""
    for one in await panels_of(subject_number):
        if one.status not in CALL_OFF.sources:
            continue
        panel = await locked_panel(one.id)
        await call_off_all(panel, "项目已经终止,不需要摇号")
        leaving = await seated_of(panel)
        await move(panel, CALL_OFF, actor_of(caller), "项目已经终止,专家抽取随之取消。")
        await telling.tell_released(panel, leaving)
