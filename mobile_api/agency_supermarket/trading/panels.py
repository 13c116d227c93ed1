"""The panel that judges the offers for a project: asked for here, drawn from the register."""

from uuid import UUID

from mobile_api.agency_supermarket.experts.panels import asking, seating, views
from mobile_api.agency_supermarket.experts.panels.asking import Subject
from mobile_api.agency_supermarket.experts.panels.ending import call_off_panels
from mobile_api.agency_supermarket.experts.panels.schemas import PanelRequest, PanelView
from mobile_api.agency_supermarket.experts.panels.scope import panels_of
from mobile_api.agency_supermarket.experts.rules import PanelKind
from mobile_api.agency_supermarket.trading.errors import PanelUnderWay, ProjectMoveNotAllowed
from mobile_api.agency_supermarket.trading.models import TradingProject
from mobile_api.agency_supermarket.trading.scope import locked_project, projects_at_the_desk
from mobile_api.agency_supermarket.trading.states import (
    OPEN_PROJECTS,
    ProjectStatus,
    TradingClass,
)
from mobile_api.shared.callers import Staff

_KINDS = {
    TradingClass.construction: PanelKind.tender,
    TradingClass.procurement: PanelKind.procurement,
    TradingClass.property_rights: PanelKind.other,
    TradingClass.land: PanelKind.other,
}
_WHILE = OPEN_PROJECTS | {ProjectStatus.closed}


async def ask(caller: Staff, project_id: UUID, given: PanelRequest) -> PanelView:
    """Of a project that was announced and has no result yet. Raises what `asking.ask` raises, and
    ProjectNotFound, ProjectMoveNotAllowed."""
    project = await locked_project(projects_at_the_desk(caller), project_id)
    if project.status not in _WHILE or project.number is None:
        raise ProjectMoveNotAllowed()
    parties = (project.buyer_name, project.buyer_code, project.agent_name, project.agent_code)
    kind = _KINDS[project.trading_class]
    subject = Subject(project.number, project.title, kind, parties)
    return await views.view(await asking.ask(caller, subject, given))


async def of(project: TradingProject) -> list[PanelView]:
    """Every panel that was asked for it, the first one first."""
    return [await views.view(one) for one in await panels_of(project.number or "")]


async def check_drawn(project: TradingProject) -> None:
    """No result while somebody is still to be drawn. Raises PanelUnderWay."""
    if await seating.is_under_way(project.number or ""):
        raise PanelUnderWay()


async def follow(caller: Staff, project: TradingProject) -> None:
    """With a result it is public who judged; of a terminated project nobody judges any more."""
    if project.status is ProjectStatus.terminated:
        await call_off_panels(caller, project.number or "")
    elif project.status is ProjectStatus.result:
        await seating.name_members(caller, project.number or "")
