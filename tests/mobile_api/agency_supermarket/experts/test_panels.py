"""A panel is asked for by one, confirmed by another, drawn in public, and named with the result."""

import asyncio
import hashlib
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.agency_supermarket.experts.panels.history import PANEL_LOG, events_of
from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel, PanelCandidate
from mobile_api.draws.proof.verifying import verify
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from tests.mobile_api.agency_supermarket.experts.panelling import (
    PANELS,
    WORKS,
    PanelDesk,
    after_its_sources,
    draws_of,
    in_state,
    usual_panel,
)
from tests.mobile_api.agency_supermarket.market import fault_codes
from tests.mobile_api.agency_supermarket.trading.trading import (
    DESK,
    Keeper,
    usual_result,
    usual_tender,
)
from tests.stack import Stack


async def test_drawn_in_public_and_named_with_the_result(
    stack: Stack, client: httpx.AsyncClient, panel_desk: PanelDesk
) -> None:
    await panel_desk.fill()
    tender = usual_tender()
    project_id = await panel_desk.board.announce(tender)
    panel = await panel_desk.seated(project_id)
    assert panel["status"] == "seated"
    assert [len(in_state(panel, "seated", group)) for group in (0, 1)] == [3, 1]
    assert [len(in_state(panel, "alternate", group)) for group in (0, 1)] == [2, 1]
    assert {one["name"] for group in panel["groups"] for one in group["drawn"]} == {None}
    for group in panel["groups"]:
        record = (await client.get(f"/api/v1/draws/{group['draw_number']}")).json()
        assert [one["winner"] for one in record["drawn"]] == [x["entry"] for x in group["drawn"]]
        assert all(step.holds is not False for step in verify(record))
    with panel_desk.board.after_its_deadline(tender):
        await panel_desk.asker.sign_in()
        await panel_desk.second.sign_in()
        await panel_desk.board.tell(project_id, usual_result())
        named = (await panel_desk.read(project_id))[0]
    assert named["status"] == "named"
    for one in in_state(named, "seated"):
        said = f"{named['number']}:{one['expert_number']}:{one['nonce']}"
        assert hashlib.sha256(said.encode()).hexdigest() == one["entry"]
        assert one["name"].startswith("专家")
    assert {one["name"] for one in in_state(named, "alternate")} == {None}
    stored = await ExpertPanel.get(id=named["id"])
    assert PANEL_LOG.first_fault(stored, await events_of(stored.id)) is None


async def test_nobody_who_is_to_be_avoided_is_on_the_list(panel_desk: PanelDesk) -> None:
    """By the panel's list, the buyer, the employer, the expert's own word, or their standing."""
    await panel_desk.fill(works=7)
    buyer = {"employer_name": "示范市第九十九实验学校"}
    agent = {"avoided": ["示范市公正招标代理有限公司"]}
    bidder = {"employer_code": "91999900MF00090341"}
    shunned: list[dict[str, Any]] = [buyer, agent, bidder]
    for number, more in enumerate(shunned, 50):
        await panel_desk.register(number, **more)
    named = await panel_desk.register(53)
    paused = await panel_desk.register(54)
    await panel_desk.supervisor.ok(
        "POST",
        f"/staff/v1/market/experts/{paused['id']}/status",
        {"status": "paused", "reason": "出国进修一年"},
    )
    project_id = await panel_desk.board.announce()
    panel = await panel_desk.frozen(
        project_id, avoided=["91999900MF00090341"], avoided_experts=[named["number"]]
    )
    listed = PanelCandidate.filter(panel_id=panel["id"], group=0).prefetch_related("expert")
    assert {one.expert.employer_name for one in await listed} == {
        f"示范设计院第{number}所" for number in range(7)
    }
    works = (await draws_of(panel["id"]))[0]
    assert len((works.list_text or "").splitlines()) == 7
    assert "91999900MF00090341" not in str(await panel_desk.read(project_id))


async def test_the_draw_is_committed_before_anybody_is_on_a_list(panel_desk: PanelDesk) -> None:
    await panel_desk.fill()
    panel = await panel_desk.ask(await panel_desk.board.announce())
    draws = await draws_of(panel["id"])
    assert [one.status for one in draws] == ["committed", "committed"]
    assert all(one.closes_at > clock.now() + timedelta(days=1) for one in draws)
    assert await PanelCandidate.filter(panel_id=panel["id"]).count() == 0


async def test_whoever_asked_does_not_confirm(panel_desk: PanelDesk) -> None:
    await panel_desk.fill()
    panel = await panel_desk.ask(await panel_desk.board.announce())
    own = await panel_desk.confirm(panel["id"], by=panel_desk.asker)
    assert own.json()["code"] == "panel_four_eyes"
    both = await asyncio.gather(
        panel_desk.confirm(panel["id"]), panel_desk.confirm(panel["id"], by=panel_desk.supervisor)
    )
    assert sorted(one.status_code for one in both) == [200, 409]
    assert await PanelCandidate.filter(panel_id=panel["id"]).count() == 12


async def test_the_order_of_the_list_is_not_that_of_the_register(panel_desk: PanelDesk) -> None:
    """Ids of seats are public and tell their order: nobody must read the expert from it."""
    await panel_desk.fill(works=20)
    panel = await panel_desk.frozen(await panel_desk.board.announce())
    rows = PanelCandidate.filter(panel_id=panel["id"], group=0).order_by("id")
    numbers = [one.expert.number for one in await rows.prefetch_related("expert")]
    assert (len(numbers), numbers == sorted(numbers)) == (20, False)


async def test_every_fault_of_a_panel_at_once(panel_desk: PanelDesk) -> None:
    project_id = await panel_desk.board.announce()
    path = f"{DESK}/projects/{project_id}/panels"
    wrong = {
        "members": 4,
        "groups": [
            {"specialty": WORKS, "seats": 1, "alternates": 0},
            {"specialty": WORKS, "seats": 1, "alternates": 0},
            {"specialty": "astrology", "seats": 3, "alternates": 6},
        ],
        "avoided_experts": ["Z" + "0" * 21],
    }
    answer = await panel_desk.asker.call("POST", path, wrong)
    assert answer.status_code == 422
    assert fault_codes(answer) == {
        "/members": "too_few",
        "/groups": "more_than_members",
        "/groups/1/specialty": "twice",
        "/groups/2/specialty": "unknown",
        "/groups/2/alternates": "more_than_seats",
        "/avoided_experts/0": "unknown",
    }
    few = usual_panel(groups=[{"specialty": WORKS, "seats": 3, "alternates": 0}])
    assert fault_codes(await panel_desk.asker.call("POST", path, few)) == {
        "/groups": "too_few_experts"
    }
    assert fault_codes(await panel_desk.asker.call("POST", path, usual_panel(members=6))) == {
        "/members": "even"
    }


async def test_a_register_that_is_too_small_says_so_by_group(panel_desk: PanelDesk) -> None:
    await panel_desk.fill(works=4, cost=1)
    project_id = await panel_desk.board.announce()
    path = f"{DESK}/projects/{project_id}/panels"
    answer = await panel_desk.asker.call("POST", path, usual_panel())
    assert (answer.status_code, answer.json()["code"]) == (409, "too_few_experts")
    assert set(fault_codes(answer)) == {"/groups/0", "/groups/1"}
    assert await ExpertPanel.all().count() == 0


async def test_one_panel_at_a_time_and_cancelled_only_while_nobody_knows(
    panel_desk: PanelDesk,
) -> None:
    await panel_desk.fill()
    project_id = await panel_desk.board.announce()
    first = await panel_desk.frozen(project_id)
    path = f"{DESK}/projects/{project_id}/panels"
    again = await panel_desk.asker.call("POST", path, usual_panel())
    assert again.json()["code"] == "panel_there"
    why = {"reason": "项目计划有变动"}
    with after_its_sources(await draws_of(first["id"])):
        await panel_desk.asker.sign_in()
        late = await panel_desk.asker.call("POST", f"{PANELS}/{first['id']}/cancel", why)
        assert late.json()["code"] == "sources_closed"
    await panel_desk.asker.sign_in()
    done = await panel_desk.asker.ok("POST", f"{PANELS}/{first['id']}/cancel", why)
    assert done["status"] == "cancelled"
    assert {one.failure for one in await draws_of(first["id"])} == {"called_off"}
    await panel_desk.board.writer.stack.settle()
    assert (await panel_desk.ask(project_id))["number"] != first["number"]
    assert [one["status"] for one in await panel_desk.read(project_id)] == ["cancelled", "asked"]


async def test_who_may_not(stack: Stack, client: httpx.AsyncClient, panel_desk: PanelDesk) -> None:
    await panel_desk.fill()
    project_id = await panel_desk.board.announce()
    panel = await panel_desk.seated(project_id)
    seat_id = in_state(panel, "seated")[0]["id"]
    police = await Keeper.arrive(stack, client, "police", department="gaj")
    clerk = await Keeper.arrive(stack, client, "front", StaffRole.front_desk)
    why = {"reason": "核对联系方式"}
    for path, body in (
        (f"{DESK}/projects/{project_id}/panels", usual_panel()),
        (f"{PANELS}/{panel['id']}/confirm", None),
        (f"{PANELS}/{panel['id']}/cancel", why),
        (f"{PANELS}/{panel['id']}/members", why),
        (f"{PANELS}/{panel['id']}/seats/{seat_id}/replace", {"reason": "declined"}),
    ):
        assert (await police.call("POST", path, body)).json()["code"] == "not_market_desk", path
        assert (await clerk.call("POST", path, body)).status_code == 403, path


@pytest.mark.parametrize("what", ["draft", "result"])
async def test_only_a_project_that_waits_for_its_result_gets_one(
    panel_desk: PanelDesk, what: str
) -> None:
    await panel_desk.fill()
    tender = usual_tender()
    if what == "draft":
        project_id = await panel_desk.asker.draft_project()
    else:
        project_id = await panel_desk.board.announce(tender)
    with panel_desk.board.after_its_deadline(tender):
        await panel_desk.asker.sign_in()
        await panel_desk.second.sign_in()
        if what == "result":
            await panel_desk.board.tell(project_id, usual_result())
        path = f"{DESK}/projects/{project_id}/panels"
        answer = await panel_desk.asker.call("POST", path, usual_panel())
    assert answer.json()["code"] == "trading_move_not_allowed"
    assert await Expert.all().count() == 12
