"""What the counter may write, and what it is answered where it may not."""

import asyncio
from typing import Any

import httpx
import pytest

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.custody.models import CustodyEntry
from mobile_api.handoff.models import OutgoingMessage
from mobile_api.handoff.partners.models import AgreedItem
from mobile_api.shared.callers import StaffRole
from tests.actors import Colleague
from tests.mobile_api.handoff.custody.papers import GIVEN, WAYBILL, HomeDesk, TakingDesk
from tests.mobile_api.handoff.outgoing.handed import Handed
from tests.stack import Stack

NUMBERED = [{"name": "护照E12345678", "count": 1}]
LONG = "很" * 301


def faults(answer: httpx.Response) -> set[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return {(one["path"], one["code"]) for one in answer.json()["errors"]}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"step": "delivered"}, {("/step", "enum")}),
        ({"step": "collected"}, {("/papers", "missing")}),
        (
            {"step": "posted", "to": "window", "note": LONG},
            {
                ("/waybill_number", "missing"),
                ("/to", "extra_forbidden"),
                ("/note", "string_too_long"),
            },
        ),
        (
            {"step": "returned", "waybill_number": "1", "seal_number": "有字"},
            {
                ("/waybill_number", "waybill_invalid"),
                ("/to", "missing"),
                ("/seal_number", "string_pattern_mismatch"),
            },
        ),
        ({"step": "corrected"}, {("/corrects", "missing"), ("/note", "missing")}),
        ({"step": "lost"}, {("/note", "missing")}),
        (
            {"step": "collected", "papers": [*NUMBERED, {"name": "户口簿", "count": 100}]},
            {("/papers/0/name", "paper_number_told"), ("/papers/1/count", "less_than_equal")},
        ),
        (
            {
                "step": "collected",
                "papers": [
                    {"count": 1},
                    {"key": "nothing-of-the-guide", "count": 1},
                    {"name": "户口簿", "count": 1},
                    {"name": "户口簿", "count": 2},
                ],
            },
            {
                ("/papers/0/name", "paper_unnamed"),
                ("/papers/1/key", "paper_unknown"),
                ("/papers", "papers_repeated"),
            },
        ),
    ],
)
async def test_every_fault_at_once(
    desk: TakingDesk, body: dict[str, Any], expected: set[tuple[str, str]]
) -> None:
    answer = await desk.try_to(**body)
    assert faults(answer) == expected
    assert "E12345678" not in answer.text and not await CustodyEntry.exists()


async def test_every_paper_has_its_finding(home: HomeDesk) -> None:
    await home.on_their_way()
    findings = [{"name": "户口簿", "found": "there"}, {"name": "出生证", "found": "there"}]
    answer = await home.try_to("received", findings=findings)
    assert faults(answer) == {
        ("/findings/1/name", "paper_unknown"),
        ("/findings", "findings_incomplete"),
    }


async def test_a_mistake_is_struck_with_a_reason(desk: TakingDesk) -> None:
    await desk.write("collected", papers=GIVEN)
    wrong = (await desk.write("handed_over"))["last"]
    await desk.write("corrected", corrects=wrong, note="点错了")
    log = await desk.log()
    assert (log["place"], [one["is_struck"] for one in log["entries"]]) == (
        "at_taking",
        [False, True, False],
    )
    assert "更正:本地窗口此前关于“交还本人”的一条登记有误,不再有效。" in await desk.handed.texts()
    assert (await desk.there())[-1]["facts"]["corrects"] == 2
    again = await desk.try_to("corrected", corrects=wrong, note="点错了")
    assert again.json()["code"] == "custody_out_of_turn"


async def test_nobody_corrects_what_the_other_city_said(home: HomeDesk) -> None:
    await home.on_their_way()
    theirs = (await home.log())["last"]
    answer = await home.try_to("corrected", corrects=theirs, note="不对")
    assert faults(answer) == {("/corrects", "entry_unknown")}


async def test_a_wrong_waybill_is_no_longer_followed(desk: TakingDesk) -> None:
    await desk.posted()
    posted = (await desk.log())["last"]
    await desk.write("corrected", corrects=posted, note="运单号抄错了")
    await desk.write("posted", waybill_number="1100000000009")
    log = await desk.log()
    assert (log["place"], log["entries"][-1]["waybill_number"]) == ("to_home", "1100000000009")


@pytest.mark.parametrize("step", ["sealed", "posted", "received", "handed_over"])
async def test_out_of_turn(desk: TakingDesk, step: str) -> None:
    needs: dict[str, dict[str, Any]] = {
        "posted": {"waybill_number": WAYBILL},
        "received": {"findings": [{"name": "户口簿", "found": "there"}]},
    }
    more = needs.get(step, {})
    answer = await desk.try_to(step, **more)
    expected = (422, "invalid_input") if step == "received" else (409, "custody_out_of_turn")
    assert (answer.status_code, answer.json()["code"]) == expected
    assert not await OutgoingMessage.filter(kind="custody").exists()


async def test_who_has_not_read_the_last_entry_is_told(desk: TakingDesk) -> None:
    first = await desk.write("collected", papers=GIVEN)
    stale = await desk.try_to("sealed", after=None)
    assert (stale.status_code, stale.json()["code"]) == (409, "custody_moved")
    assert (await desk.try_to("sealed", after=first["last"])).status_code == 201


async def test_of_two_clerks_at_once_one_writes(
    desk: TakingDesk, stack: Stack, client: httpx.AsyncClient
) -> None:
    read = (await desk.write("collected", papers=GIVEN))["last"]
    second = Colleague(stack, client, "second-crj", department="crj")
    await second.sign_in()
    body = {"step": "sealed", "after": read}
    answers = await asyncio.gather(
        *(one.call("POST", desk.path, body) for one in (desk.colleague, second) for _ in range(3))
    )
    codes = sorted(one.status_code for one in answers)
    assert codes == [201, 409, 409, 409, 409, 409]
    assert await desk.steps() == ["collected", "sealed"]
    assert await OutgoingMessage.filter(kind="custody").count() == 2


async def test_the_same_key_writes_once(desk: TakingDesk) -> None:
    body = {"step": "collected", "papers": GIVEN}
    headers = {"Idempotency-Key": "custody-0001"}
    first, again = [
        await desk.colleague.call("POST", desk.path, body, headers=dict(headers)) for _ in range(2)
    ]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() and await CustodyEntry.all().count() == 1


async def test_only_of_what_is_collected_for_another_city(handed: Handed) -> None:
    await handed.submitted()
    desk = await TakingDesk.of(handed)
    answer = await desk.try_to("collected", papers=GIVEN)
    assert (answer.status_code, answer.json()["code"]) == (409, "custody_not_open")
    await handed.hand_off()
    await handed.stack.settle()
    await AgreedItem.all().update(mode=HandoffMode.FULLY_ONLINE)
    answer = await desk.try_to("collected", papers=GIVEN)
    assert answer.json()["code"] == "custody_not_open"


async def test_others_neither_read_nor_write(
    desk: TakingDesk, stack: Stack, client: httpx.AsyncClient
) -> None:
    body = {"step": "collected", "papers": GIVEN}
    stranger = Colleague(stack, client, "elsewhere", department="hrss")
    decider = Colleague(stack, client, "decider-crj", department="crj", roles=(StaffRole.decider,))
    for one in (stranger, decider):
        await one.sign_in()
    assert (await stranger.call("GET", desk.path)).json()["code"] == "handoff_not_found"
    assert (await stranger.call("POST", desk.path, body)).json()["code"] == "handoff_not_found"
    assert (await decider.call("GET", desk.path)).status_code == 200
    assert (await decider.call("POST", desk.path, body)).status_code == 403
    assert (await client.get(desk.path)).status_code == 401
    assert (await desk.citizen.call("GET", desk.path)).status_code == 403
    assert not await CustodyEntry.exists()


async def test_the_counter_finds_what_is_on_its_way(home: HomeDesk) -> None:
    await home.on_their_way()
    for place, count in (("to_home", 1), ("at_home", 0)):
        path = f"/staff/v1/handoffs?side=home&custody_place={place}"
        assert len((await home.colleague.ok("GET", path))["handoffs"]) == count


async def test_they_stay_at_the_window_till_the_other_city_has_made_a_case(handed: Handed) -> None:
    await handed.sent()
    desk = await TakingDesk.of(handed)
    await desk.write("collected", papers=GIVEN)
    await desk.write("sealed", seal_number="F-0081")
    assert "posted" not in (await desk.log())["next_steps"]
    answer = await desk.try_to("posted", waybill_number=WAYBILL, carrier_code="ems")
    assert (answer.status_code, answer.json()["code"]) == (409, "custody_too_soon")
    await handed.tell("checked")
    assert "posted" in (await desk.log())["next_steps"]
    await desk.write("posted", waybill_number=WAYBILL, carrier_code="ems")
