"""Things of the market that the demo has loaded, as its desk lists them: nobody else's to touch."""

from typing import Any

from mobile_api.demo.people import Screen
from mobile_api.shared.callers import StaffRole
from tests.attack.people import at_counter
from tests.attack.world import World

_DESK = "/staff/v1/market"
# Parameter -> the list that names such things, and the field of the list. What waits in a queue of
# the desk is not in the demo: disputes and ratings are asked for by ids that nobody has.
_LISTS = {
    "agency_id": ("/agencies?status=listed", "agencies"),
    "contract_id": ("/contracts", "contracts"),
    "expert_id": ("/experts", "experts"),
    "project_id": ("/trading/projects", "projects"),
}


async def things_of_the_market(world: World) -> dict[str, str]:
    """An id by name of parameter. Raises StepFailed, KeyError where the demo has none."""
    desk = await at_counter(world, "fg-of-the-market", "fg", *StaffRole)
    things = {}
    for parameter, (path, field) in _LISTS.items():
        found = (await desk.get(_DESK + path))[field]
        if not found:
            raise KeyError(f"the demo market has no {field}")
        things[parameter] = found[0]["id"]
    return things | await _of_agencies(desk) | await _of_project(desk, things["project_id"])


async def _of_agencies(desk: Screen) -> dict[str, str]:
    """What hangs on agencies, gathered from as many as it takes."""
    things: dict[str, str] = {}
    for line in (await desk.get(f"{_DESK}/agencies?status=listed"))["agencies"]:
        path = f"{_DESK}/agencies/{line['id']}"
        agency, credit = await desk.get(path), await desk.get(f"{path}/credit")
        things |= _first("qualification_id", agency["qualifications"])
        things |= _first("sanction_id", agency["sanctions"])
        things |= _first("entry_id", credit["entries"]) | _first("effect_id", credit["effects"])
    return things


async def _of_project(desk: Screen, project_id: str) -> dict[str, str]:
    project = await desk.get(f"{_DESK}/trading/projects/{project_id}")
    return _first("notice_id", project["drafts"] or project["notices"])


def _first(parameter: str, found: list[dict[str, Any]]) -> dict[str, str]:
    return {parameter: found[0]["id"]} if found else {}
