"""A seat that becomes free goes to the next alternate in the drawn order, or the panel fails."""

import asyncio
import secrets
from typing import Any
from uuid import UUID

import httpx
import pytest

from mobile_api.accounts.phones.models import PhoneBinding, hash_of_phone
from mobile_api.accounts.sessions.tokens import caller_of
from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.agency_supermarket.experts.panels.models import PanelCandidate
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen as Caller
from mobile_api.shared.models import AuditRecord
from tests.actors import Citizen
from tests.mobile_api.agency_supermarket.experts.panelling import (
    EXPERTS,
    OWN,
    PANELS,
    PanelDesk,
    in_state,
    usual_expert,
)
from tests.stack import Stack


async def with_a_phone(stack: Stack, client: httpx.AsyncClient, phone: str) -> Citizen:
    """Somebody whose account signs in with that number."""
    person = Citizen(stack, client, f"expert-{secrets.token_hex(4)}")
    await person.sign_in()
    caller = caller_of(person.tokens["access_token"])
    assert isinstance(caller, Caller)
    await PhoneBinding.create(
        person_id=caller.person_id,
        phone=phone,
        phone_hash=hash_of_phone(phone),
        created_at=clock.now(),
        verified_at=clock.now(),
    )
    return person


@pytest.fixture
async def panel(panel_desk: PanelDesk) -> dict[str, Any]:
    """Three seats and two alternates for the works, one and one for the cost."""
    await panel_desk.fill()
    return await panel_desk.seated(await panel_desk.board.announce())


async def test_the_next_in_order_moves_up_until_nobody_is_left(
    client: httpx.AsyncClient, panel_desk: PanelDesk, panel: dict[str, Any]
) -> None:
    order = [one["id"] for one in panel["groups"][0]["drawn"]]
    assert [one["place"] for one in panel["groups"][0]["drawn"]] == [1, 2, 3, 4, 5]
    assert [one["place"] for one in in_state(panel, "seated")] == [1, 2, 3]
    seen = panel
    for expected in (order[1:4], order[2:5]):
        answer = await panel_desk.replace(panel, in_state(seen, "seated")[0]["id"])
        seen = answer.json()
        assert [one["id"] for one in in_state(seen, "seated")] == expected
    assert "联系不上" in seen["history"][-1]["text"]
    gone = in_state(seen, "replaced")
    assert [one["reason"] for one in gone] == ["联系不上", "联系不上"]
    failed = (await panel_desk.replace(panel, order[2])).json()
    assert (failed["status"], "候补已经用完" in failed["history"][-1]["text"]) == ("failed", True)
    again = await panel_desk.replace(panel, order[3])
    assert again.json()["code"] == "panel_move_not_allowed"


async def test_two_replace_one_seat_at_once(panel_desk: PanelDesk, panel: dict[str, Any]) -> None:
    seat_id = in_state(panel, "seated")[0]["id"]
    path = f"{PANELS}/{panel['id']}/seats/{seat_id}/replace"
    await panel_desk.asker.ok("POST", path, {"reason": "avoidance"})
    both = await asyncio.gather(
        *(one.call("POST", f"{path}/confirm") for one in (panel_desk.supervisor, panel_desk.second))
    )
    assert sorted(one.status_code for one in both) == [200, 404]
    assert await PanelCandidate.filter(panel_id=panel["id"], state="seated").count() == 4


async def test_nobody_replaces_anybody_alone(panel_desk: PanelDesk, panel: dict[str, Any]) -> None:
    """One member of staff who could do it would choose the panel, seat by seat."""
    seat_id = in_state(panel, "seated")[0]["id"]
    path = f"{PANELS}/{panel['id']}/seats/{seat_id}/replace"
    unasked = await panel_desk.second.call("POST", f"{path}/confirm")
    assert unasked.json()["code"] == "panel_move_not_allowed"
    for _ in range(2):
        asked = await panel_desk.asker.ok("POST", path, {"reason": "unreachable"})
    assert [one["reason"] for one in in_state(asked, "seated")] == ["", "", ""]
    assert "等待第二人确认" in asked["history"][-1]["text"]
    assert len(asked["history"]) == len(panel["history"]) + 1
    other = await panel_desk.second.call("POST", path, {"reason": "avoidance"})
    assert other.json()["code"] == "panel_move_not_allowed"
    alone = await panel_desk.asker.call("POST", f"{path}/confirm")
    assert alone.json()["code"] == "panel_four_eyes"
    why = {"reason": "电话通知评标时间"}
    found = (await panel_desk.second.ok("POST", f"{PANELS}/{panel['id']}/members", why))["members"]
    assert [(one["seat_id"], one["leaving"]) for one in found if one["leaving"]] == [
        (seat_id, "联系不上")
    ]
    done = await panel_desk.second.ok("POST", f"{path}/confirm")
    assert [one["id"] for one in in_state(done, "replaced")] == [seat_id]


async def test_who_may_not_sit_any_more_is_passed_over(
    panel_desk: PanelDesk, panel: dict[str, Any]
) -> None:
    """The list was frozen before the last alternate was paused."""
    panel = (await panel_desk.replace(panel, in_state(panel, "seated")[0]["id"])).json()
    waiting = UUID(in_state(panel, "alternate")[0]["id"])
    seat = await PanelCandidate.get(id=waiting)
    await panel_desk.supervisor.ok(
        "POST", f"{EXPERTS}/{seat.expert_id}/status", {"status": "paused", "reason": "出国进修一年"}
    )
    failed = (await panel_desk.replace(panel, in_state(panel, "seated")[0]["id"])).json()
    assert failed["status"] == "failed"
    passed = in_state(failed, "passed")
    assert [(one["id"], one["reason"]) for one in passed] == [(str(waiting), "已暂停或已出库")]


async def test_who_has_to_be_avoided_by_now_is_passed_over(
    panel_desk: PanelDesk, panel: dict[str, Any]
) -> None:
    first, second = in_state(panel, "alternate")
    seat = await PanelCandidate.get(id=UUID(first["id"])).prefetch_related("expert")
    moved = {
        "name": seat.expert.name,
        "phone": seat.expert.phone,
        "employer_name": "示范市第九十九实验学校",
        "specialties": ["building-works"],
    }
    await panel_desk.asker.ok("PUT", f"{EXPERTS}/{seat.expert_id}", moved)
    seen = (await panel_desk.replace(panel, in_state(panel, "seated")[0]["id"])).json()
    assert [(one["id"], one["reason"]) for one in in_state(seen, "passed")] == [
        (first["id"], "应当回避")
    ]
    assert in_state(seen, "seated")[-1]["id"] == second["id"]


async def test_an_expert_gives_the_own_seat_back(
    stack: Stack, client: httpx.AsyncClient, panel_desk: PanelDesk
) -> None:
    people = {}
    for number in range(8):
        phone = usual_expert(number)["phone"]
        people[phone] = await with_a_phone(stack, client, phone)
    await panel_desk.fill()
    panel = await panel_desk.seated(await panel_desk.board.announce())
    seat_id = in_state(panel, "seated")[0]["id"]
    seat = await PanelCandidate.get(id=UUID(seat_id)).prefetch_related("expert")
    person = people.pop(seat.expert.phone)
    told = (await person.ok("GET", "/api/v1/me/messages"))["entries"]
    assert [one["title"] for one in told] == ["抽取评标专家"]
    own = await person.ok("GET", OWN)
    assert [(one["seat_id"], one["may_decline"]) for one in own["seats"]] == [(seat_id, True)]
    other = next(iter(people.values()))
    path = f"{OWN}/seats/{seat_id}/decline"
    assert (await other.call("POST", path)).json()["code"] == "panel_seat_not_found"
    done = await person.ok("POST", path)
    assert [(one["state"], one["may_decline"]) for one in done["seats"]] == [("replaced", False)]
    assert (await person.call("POST", path)).json()["code"] == "panel_seat_not_found"
    assert await PanelCandidate.filter(panel_id=panel["id"], state="seated").count() == 4


async def test_alternates_do_not_know_before_their_turn(
    stack: Stack, client: httpx.AsyncClient, panel_desk: PanelDesk
) -> None:
    people = {}
    for number in range(8):
        phone = usual_expert(number)["phone"]
        people[phone] = await with_a_phone(stack, client, phone)
    await panel_desk.fill()
    panel = await panel_desk.seated(await panel_desk.board.announce())
    found = PanelCandidate.get(id=UUID(in_state(panel, "alternate")[0]["id"]))
    waiting = people[(await found.prefetch_related("expert")).expert.phone]
    assert (await waiting.ok("GET", OWN))["seats"] == []
    assert (await waiting.ok("GET", "/api/v1/me/messages"))["entries"] == []
    await panel_desk.replace(panel, in_state(panel, "seated")[0]["id"])
    assert len((await waiting.ok("GET", OWN))["seats"]) == 1


async def test_the_desk_says_why_it_looks_at_names(
    panel_desk: PanelDesk, panel: dict[str, Any]
) -> None:
    path = f"{PANELS}/{panel['id']}/members"
    assert (await panel_desk.asker.call("POST", path, {"reason": ""})).status_code == 422
    found = await panel_desk.asker.ok("POST", path, {"reason": "电话通知评标时间"})
    assert len(found["members"]) == 4
    assert {one["phone"][:6] for one in found["members"]} == {"139111"}
    record = await AuditRecord.get(action="read_panel")
    assert (record.subject_id, record.reason) == (panel["id"], "电话通知评标时间")


async def test_the_register(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, panel_desk: PanelDesk
) -> None:
    made = await panel_desk.register(1, employer_code="12999900MF0009026B")
    assert (made["name_masked"], made["phone_masked"]) == ("专**", "139****0001")
    twice = await panel_desk.asker.call("POST", EXPERTS, usual_expert(1, name="另一个人"))
    assert twice.json()["code"] == "expert_registered"
    wrong = usual_expert(2, specialties=["astrology", "building-works", "alchemy"])
    answer = await panel_desk.asker.call("POST", EXPERTS, wrong)
    assert [one["path"] for one in answer.json()["errors"]] == ["/specialties/0", "/specialties/2"]
    path = f"{EXPERTS}/{made['id']}"
    changed = usual_expert(1, specialties=["law"], avoided=["示范市长风木器有限公司"])
    seen = await panel_desk.asker.ok("PUT", path, changed)
    assert (seen["specialties"], seen["avoided"]) == (["law"], ["示范市长风木器有限公司"])
    why = {"status": "removed", "reason": "年龄届满,不再担任"}
    assert (await panel_desk.asker.call("POST", f"{path}/status", why)).status_code == 403
    gone = await panel_desk.supervisor.ok("POST", f"{path}/status", why)
    assert (gone["status"], gone["history"][-1]["text"][:3]) == ("removed", "已出库")
    back = {"status": "active", "reason": "重新入库一次"}
    answer = await panel_desk.supervisor.call("POST", f"{path}/status", back)
    assert answer.json()["code"] == "expert_move_not_allowed"
    assert (await citizen.call("GET", OWN)).json()["code"] == "not_an_expert"
    row = await Expert.get(id=made["id"])
    assert "专家" not in str([one["text"] for one in gone["history"]]) and row.name == "专家乙"


async def test_an_expert_declares_whom_to_avoid(
    stack: Stack, client: httpx.AsyncClient, panel_desk: PanelDesk
) -> None:
    phone = usual_expert(3)["phone"]
    person = await with_a_phone(stack, client, phone)
    await panel_desk.register(3)
    said = {"avoided": ["示范市长风木器有限公司", "示范市长风木器有限公司"]}
    seen = await person.ok("PUT", f"{OWN}/avoided", said)
    assert seen["avoided"] == ["示范市长风木器有限公司"]
    assert (await person.ok("PUT", f"{OWN}/avoided", said))["avoided"] == seen["avoided"]
    row = await Expert.get(phone_hash=hash_of_phone(phone))
    assert (row.event_count, row.avoided) == (2, ("示范市长风木器有限公司",))
