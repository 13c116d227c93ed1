"""Entries of the other city: doubled, early, out of turn, of a newer city, of nobody."""

from datetime import timedelta
from typing import Any

import pytest

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.custody.models import CustodyEntry
from mobile_api.handoff.models import Handoff, IncomingMessage, OutgoingMessage
from mobile_api.handoff.partners.models import AgreedItem
from mobile_api.handoff.states import MessageKind, MessageState
from mobile_api.shared import clock
from tests.mobile_api.handoff.custody.papers import (
    GIVEN,
    TOLD,
    WAYBILL,
    HomeDesk,
    TakingDesk,
    found,
)
from tests.simulators.partner_city.state import CityState

COLLECTED: dict[str, Any] = {"papers": TOLD}


async def test_doubled_it_has_one_effect_and_the_same_answer(home: HomeDesk) -> None:
    first = await home.told("collected", facts=COLLECTED)
    again = await home.city.again(first.message_id)
    assert again.answered.body == first.answered.body
    assert await home.steps() == ["collected"]


async def test_another_message_of_the_same_sequence_is_refused(home: HomeDesk) -> None:
    await home.told("collected", facts=COLLECTED)
    other = await home.told("collected", facts=COLLECTED, sequence=1)
    assert (other.answered.status, other.answered.code) == (422, "sequence_differs")


async def test_what_comes_early_waits_for_its_turn(home: HomeDesk) -> None:
    late = await home.told("collected", facts=COLLECTED, hold=True)
    early = await home.told("sealed", facts=COLLECTED)
    last = await home.told("posted", facts=COLLECTED | {"waybill_number": WAYBILL})
    assert (early.answered.status, last.answered.status) == (202, 202)
    assert (await home.steps(), await home.place()) == ([], "with_person")
    assert (await home.city.again(late.message_id)).answered.status == 202
    assert await home.steps() == ["collected", "sealed", "posted"]
    assert await home.place() == "to_home"
    waiting = IncomingMessage.filter(kind=MessageKind.custody, applied_at=None)
    assert not await waiting.exists()


async def test_out_of_turn_it_is_kept_refused_and_counts_for_nothing(home: HomeDesk) -> None:
    await home.on_their_way()
    said = await home.told("handed_over")
    assert (said.answered.status, said.answered.code) == (422, "custody_out_of_turn")
    log = await home.log()
    assert (log["place"], log["entries"][-1]["is_out_of_turn"]) == ("to_home", True)
    assert (await home.row()).problem == "custody_out_of_turn"
    # What follows it is not held up.
    lost = await home.told("lost", note="快递告知遗失")
    assert (lost.answered.status, await home.place()) == (202, "missing")


async def test_what_only_a_newer_city_knows_is_told(desk: TakingDesk) -> None:
    await desk.posted()
    said = await desk.told("scanned", facts={"scanner": 7})
    assert (said.answered.status, await desk.place()) == (202, "to_home")
    text = "邻江市对材料原件有新的登记,请向邻江市查询详情。"
    assert text in await desk.handed.texts()
    assert (await desk.own())["steps"][-1]["text"] == text


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"step": "received"}, "custody_malformed"),
        ({"step": "received", "facts": {"papers": TOLD}}, "custody_malformed"),
        ({"step": "corrected"}, "custody_malformed"),
        ({"step": "lost", "facts": {"papers": [{"name": "护照"}]}}, "custody_malformed"),
        ({"step": "received", "facts": {"papers": found() * 16}}, "custody_malformed"),
        ({"step": "lost", "sealed": "AAAA"}, "sealed_unreadable"),
        ({"step": "received", "says": {"city": "taking"}}, "unknown_handoff"),
    ],
)
async def test_what_cannot_be_read_is_refused(
    desk: TakingDesk, order: dict[str, Any], code: str
) -> None:
    await desk.posted()
    said = await desk.told(**order)
    assert (said.answered.status, said.answered.code) == (422, code)
    assert await CustodyEntry.filter(city="home").count() == 0


async def test_a_number_in_a_name_is_not_shown(home: HomeDesk) -> None:
    papers = [{"name": "护照E12345678", "count": 1}]
    await home.told("collected", facts={"papers": papers})
    log = await home.log()
    assert log["papers"][0]["name"] == "护照****"
    assert "12345678" not in str(log)


async def test_not_of_another_mode_nor_of_another_partner(home: HomeDesk, desk: TakingDesk) -> None:
    said = await home.told("collected", says={"handoff_id": desk.name, "city": "home"})
    assert (said.answered.status, said.answered.code) == (422, "unknown_handoff")
    items = AgreedItem.filter(agreement__partner_id=home.neighbour.partner.id)
    await items.update(mode=HandoffMode.FULLY_ONLINE)
    said = await home.told("collected", facts=COLLECTED, sequence=1)
    assert (said.answered.status, said.answered.code) == (422, "mode_not_agreed")
    assert not await CustodyEntry.exists()


async def test_what_is_lost_or_missing_alarms_staff_and_is_told(desk: TakingDesk) -> None:
    await desk.posted()
    await desk.told("received", facts={"papers": found(户口簿="missing")})
    view = await desk.handed.view()
    assert (view["problem"], view["custody_place"]) == ("custody_papers_faulty", "at_home")
    path = "/staff/v1/handoffs?has_problem=true"
    assert len((await desk.colleague.ok("GET", path))["handoffs"]) == 1
    [told] = [one for one in await desk.inbox() if one["event"] == "originals_lost"]
    assert "户口簿1份(没有找到)" in told["text"]
    await desk.told("lost", note="火灾")
    assert (await desk.row()).custody_problem == "custody_lost"


async def test_what_is_missing_stays_a_problem_till_it_is_given_back(home: HomeDesk) -> None:
    await home.on_their_way()
    await home.write(
        "received",
        findings=[{"name": "原普通护照", "found": "there"}, {"name": "户口簿", "found": "missing"}],
    )
    await home.write("handed_over")
    assert (await home.row()).custody_problem == "custody_papers_faulty"
    assert "handed_over" in (await home.log())["next_steps"]
    told = await home.write("handed_over")
    assert told["entries"][-1]["papers"][0]["name"] == "户口簿"
    assert (await home.row()).custody_problem == ""
    assert (await home.try_to("handed_over")).status_code == 409


async def test_papers_do_not_travel_to_a_city_without_a_case(home: HomeDesk) -> None:
    await Handoff.filter(id=home.row_id).update(case_id=None)
    collected = await home.told("collected", facts=COLLECTED)
    assert collected.answered.status == 202
    await home.told("sealed", facts={})
    said = await home.told("posted", facts={"waybill_number": WAYBILL})
    assert (said.answered.status, said.answered.code) == (422, "not_now")


async def test_the_papers_of_a_step_without_any_are_those_that_are_held(home: HomeDesk) -> None:
    await home.told("collected", facts=COLLECTED)
    await home.told("sealed", facts={})
    assert "户口簿1份" in (await home.log())["entries"][-1]["text"]


async def test_one_name_has_one_line(home: HomeDesk) -> None:
    twice = [{"name": "户口簿", "count": 1}, {"name": "户口簿", "count": 2}]
    said = await home.told("collected", facts={"papers": twice})
    assert (said.answered.status, said.answered.code) == (422, "custody_malformed")


async def test_an_older_city_holds_up_nothing_else(desk: TakingDesk, kept: CityState) -> None:
    kept.knows_custody = False
    await desk.write("collected", papers=GIVEN)
    await desk.handed.citizen.ok("POST", f"{desk.handed.own}/withdraw")
    await desk.work()
    assert [one["kind"] for one in await desk.city.taken("", desk.name)] == ["case", "withdrawal"]
    assert await state_of_entry() is MessageState.waiting
    begun_at = clock.now()
    for hours in (40, 85):
        with clock.standing_at(begun_at + timedelta(hours=hours)):
            await desk.work()
    assert await state_of_entry() is MessageState.undeliverable
    assert (await desk.row()).problem == "custody_undeliverable"
    assert (await desk.log())["entries"][0]["message_state"] == "undeliverable"


async def state_of_entry() -> MessageState:
    return (await OutgoingMessage.get(kind=MessageKind.custody)).state
