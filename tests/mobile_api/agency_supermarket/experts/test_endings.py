"""A panel that comes to nothing: its draws are called off, and whoever sat is told."""

from uuid import UUID

import httpx
import pytest

from mobile_api.agency_supermarket.experts.panels.models import PanelCandidate
from tests.actors import Citizen
from tests.mobile_api.agency_supermarket.experts.panelling import (
    OWN,
    PanelDesk,
    draws_of,
    in_state,
    usual_expert,
)
from tests.mobile_api.agency_supermarket.experts.test_seats import with_a_phone
from tests.stack import Stack


async def _titles(person: Citizen) -> list[str]:
    entries = (await person.ok("GET", "/api/v1/me/messages"))["entries"]
    return sorted(one["title"] for one in entries)


@pytest.mark.parametrize("how", ["failed", "terminated"])
async def test_whose_panel_comes_to_nothing_is_told(
    stack: Stack, client: httpx.AsyncClient, panel_desk: PanelDesk, how: str
) -> None:
    people = {}
    for number in range(8):
        phone = usual_expert(number)["phone"]
        people[phone] = await with_a_phone(stack, client, phone)
    await panel_desk.fill()
    project_id = await panel_desk.board.announce()
    panel = await panel_desk.seated(project_id)
    seat_id = UUID(in_state(panel, "seated")[-1]["id"])
    seat = await PanelCandidate.get(id=seat_id).prefetch_related("expert")
    person = people[seat.expert.phone]
    assert await _titles(person) == ["抽取评标专家"]
    if how == "failed":
        for _the_seat_for_the_cost_and_its_alternate in range(2):
            panel = (await panel_desk.read(project_id))[-1]
            await panel_desk.replace(panel, in_state(panel, "seated", 1)[0]["id"])
    else:
        end = {"kind": "terminated", "title": "项目终止公告", "text": "项目计划有变,予以终止。"}
        await panel_desk.board.tell(project_id, end)
    panel = (await panel_desk.read(project_id))[-1]
    assert panel["status"] == {"failed": "failed", "terminated": "cancelled"}[how]
    assert await _titles(person) == ["抽取评标专家", "评标席位变动"]
    assert [one["may_decline"] for one in (await person.ok("GET", OWN))["seats"]] == [False]


async def test_a_terminated_project_calls_off_its_draws(panel_desk: PanelDesk) -> None:
    await panel_desk.fill()
    panel = await panel_desk.frozen(project_id := await panel_desk.board.announce())
    end = {"kind": "terminated", "title": "项目终止公告", "text": "项目计划有变,予以终止。"}
    await panel_desk.board.tell(project_id, end)
    assert (await panel_desk.read(project_id))[-1]["status"] == "cancelled"
    assert {one.status for one in await draws_of(panel["id"])} == {"failed"}
