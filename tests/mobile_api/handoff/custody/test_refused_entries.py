"""Entries that the other city refuses: those after them wait there, till all goes anew."""

import asyncio

import httpx
import pytest

from mobile_api.handoff.custody.models import CustodyEntry
from mobile_api.handoff.models import Handoff, OutgoingMessage
from mobile_api.handoff.states import MessageKind, MessageState
from mobile_api.shared.callers import StaffRole
from tests.actors import Colleague
from tests.mobile_api.handoff.custody.papers import GIVEN, NAMES, Desk, HomeDesk, TakingDesk
from tests.mobile_api.handoff.outgoing.handed import Handed
from tests.mobile_api.handoff.watching.conftest import of_role
from tests.stack import Stack

WHY = {"reason": "对方已经修复"}


@pytest.fixture
async def supervisor(stack: Stack, client: httpx.AsyncClient) -> Colleague:
    return await of_role(stack, client, StaffRole.supervisor)


async def replay(desk: Desk, supervisor: Colleague) -> dict[str, int]:
    partner = (await Handoff.get(id=desk.row_id).select_related("partner")).partner
    done = await supervisor.ok("POST", f"/staff/v1/partners/{partner.key}/replay", WHY)
    await desk.work()
    return dict(done)


async def test_a_refused_entry_goes_anew_in_its_place(
    desk: TakingDesk, supervisor: Colleague
) -> None:
    await desk.city.misbehave(refuse="unknown_handoff", contains='"collected"')
    await desk.write("collected", papers=GIVEN)
    await desk.write("sealed")
    assert (await desk.row()).problem == "unknown_handoff"
    [refused] = await OutgoingMessage.filter(state=MessageState.refused)
    assert await replay(desk, supervisor) == {"again": 1, "left": 0, "asked": 0}
    assert (await desk.row()).problem == ""
    entries = (await desk.log())["entries"]
    assert [one["message_state"] for one in entries] == ["delivered", "delivered"]
    first = await CustodyEntry.get(sequence=1)
    anew = await OutgoingMessage.get(id=first.message_id)
    assert (anew.kind, bytes(anew.body)) == (MessageKind.custody, bytes(refused.body))
    # The old one stays with its answer, and does not go a third time.
    assert (await OutgoingMessage.get(id=refused.id)).state is MessageState.refused
    assert await replay(desk, supervisor) == {"again": 0, "left": 0, "asked": 0}


async def test_two_replays_at_once_send_it_once(desk: TakingDesk, supervisor: Colleague) -> None:
    await desk.city.misbehave(refuse="unknown_handoff", contains='"collected"')
    await desk.write("collected", papers=GIVEN)
    done = await asyncio.gather(*(replay(desk, supervisor) for _ in range(4)))
    assert sorted(one["again"] for one in done) == [0, 0, 0, 1]
    assert await OutgoingMessage.filter(kind=MessageKind.custody).count() == 2


async def test_what_is_kept_there_does_not_go_anew(desk: TakingDesk, supervisor: Colleague) -> None:
    await desk.city.misbehave(refuse="custody_out_of_turn", contains='"collected"')
    await desk.write("collected", papers=GIVEN)
    assert await replay(desk, supervisor) == {"again": 0, "left": 0, "asked": 0}
    assert (await desk.row()).problem == "custody_out_of_turn"


async def test_what_both_have_to_settle_stays_when_something_else_goes_again(
    home: HomeDesk, supervisor: Colleague
) -> None:
    await home.on_their_way()
    await home.city.misbehave(refuse="custody_out_of_turn", contains='"received"')
    await home.write("received", findings=[{"name": one, "found": "there"} for one in NAMES])
    events = OutgoingMessage.filter(kind=MessageKind.event)
    assert await events.update(state=MessageState.undeliverable) == 1
    assert (await replay(home, supervisor))["again"] == 1
    assert (await home.row()).problem == "custody_out_of_turn"


async def test_papers_of_an_earlier_handoff_are_still_shown(handed: Handed) -> None:
    await handed.sent()
    desk = await TakingDesk.of(handed)
    await desk.write("collected", papers=GIVEN)
    await desk.handed.tell("returned", facts={"codes": ["item_gone"]})
    assert (await desk.handed.hand_off(region_code="990100")).status_code == 200
    await desk.work()
    assert await Handoff.filter(case_id=desk.handed.case_id).count() == 2
    own = await desk.own()
    assert (own["place"], len(own["papers"])) == ("at_taking", 2)
