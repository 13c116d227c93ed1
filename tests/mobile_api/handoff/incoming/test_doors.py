"""What a taking city may ask about its handoffs, and only about its own."""

from uuid import uuid4

from tests.actors import Colleague
from tests.mobile_api.handoff.incoming.neighbour import Neighbour
from tests.mobile_api.handoff.incoming.test_good_way import WHOLE_WAY, decided


def path_of(handoff_id: str, events_after: int | None = None) -> str:
    path = f"/partner/v1/handoffs/{handoff_id}"
    return path if events_after is None else f"{path}/events?after={events_after}"


async def test_where_it_stands(neighbour: Neighbour, clerk: Colleague) -> None:
    message = await neighbour.hand_over()
    found = (await neighbour.city.get(path_of(message.handoff_id))).json()
    assert (found["status"], found["last_sequence"]) == ("received", 0)
    await neighbour.work()
    case = await neighbour.case(message.handoff_id)
    found = (await neighbour.city.get(path_of(message.handoff_id))).json()
    assert found == {
        "handoff_id": message.handoff_id,
        "status": "checked",
        "case_number": case.number,
        "last_sequence": 1,
    }


async def test_events_from_a_cursor_are_those_that_were_sent(
    neighbour: Neighbour, clerk: Colleague
) -> None:
    handoff_id = await neighbour.taken()
    await decided(clerk, (await neighbour.case(handoff_id)).id)
    await neighbour.work()
    answer = await neighbour.city.get(path_of(handoff_id, 1))
    assert (answer.status, answer.fault) == (200, None)
    told = answer.json()["events"]
    assert [one["event"] for one in told] == WHOLE_WAY[1:5]
    sent = (await neighbour.events(handoff_id))[1:]
    kept = ("sequence", "event", "at", "case_number", "facts")
    assert [[one[name] for name in kept] for one in told] == [
        [one[name] for name in kept] for one in sent
    ]
    assert told[-1]["receipt"] == sent[-1]["receipt"]
    assert answer.json()["last_sequence"] == 5


async def test_another_city_finds_nothing(neighbour: Neighbour, another: Neighbour) -> None:
    handoff_id = await neighbour.taken()
    for asked in (path_of(handoff_id), path_of(handoff_id, 0), path_of(str(uuid4()))):
        answer = await another.city.get(asked)
        assert (answer.status, answer.fault) == (404, None)
