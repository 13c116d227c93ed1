"""Events that the taking city refuses: of one handoff alone, seen here, and sent anew by staff."""

import httpx
import pytest

from mobile_api.handoff.models import OutgoingMessage
from mobile_api.handoff.states import MessageState
from mobile_api.shared.callers import StaffRole
from tests.actors import Colleague
from tests.mobile_api.handoff.incoming.neighbour import Neighbour
from tests.mobile_api.handoff.watching.conftest import of_role
from tests.stack import Stack

LINE, OTHER = "/staff/v1/partners/linjiang", "370000198207150015"
WHY = {"reason": "对方已经修复"}


@pytest.fixture
async def supervisor(stack: Stack, client: httpx.AsyncClient) -> Colleague:
    return await of_role(stack, client, StaffRole.supervisor)


async def test_it_holds_up_no_other_handoff(neighbour: Neighbour) -> None:
    first = await neighbour.hand_over()
    await neighbour.city.misbehave(refuse="event_malformed", contains=first.handoff_id)
    await neighbour.work()
    row = await neighbour.row(first.handoff_id)
    assert (row.problem, row.last_sequence) == ("event_malformed", 1)
    other = await neighbour.taken(person=OTHER)
    assert await neighbour.kinds(other) == ["checked"]


async def test_a_replay_sends_it_anew_and_keeps_what_was_refused(
    neighbour: Neighbour, supervisor: Colleague
) -> None:
    handoff_id = (await neighbour.hand_over()).handoff_id
    await neighbour.city.misbehave(refuse="event_malformed", contains=handoff_id, times=2)
    await neighbour.work()
    for _ in range(2):
        done = await supervisor.ok("POST", f"{LINE}/replay", WHY)
        assert done == {"again": 1, "left": 0, "asked": 0}
        await neighbour.work()
    # All three came there; the last one was taken.
    came = await neighbour.city.taken("event", handoff_id)
    assert len({one["message_id"] for one in came}) == 3
    assert len({one["body"] for one in came}) == 1
    assert (await neighbour.row(handoff_id)).problem == ""
    rows = await OutgoingMessage.all().order_by("position")
    assert [(one.state, one.position, one.sequence) for one in rows] == [
        (MessageState.refused, -2, None),
        (MessageState.refused, -1, None),
        (MessageState.delivered, 1, 1),
    ]
    assert len({bytes(one.body) for one in rows}) == 1
    done = await supervisor.ok("POST", f"{LINE}/replay", WHY)
    assert done == {"again": 0, "left": 0, "asked": 0}
