"""Who follows a history sees every event once, and those of one row in their order."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from mobile_api.cases.history import CASE_LOG, SYSTEM, note
from mobile_api.cases.models import Case, CaseEvent
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import ClaimLost, claim
from mobile_api.shared.due.faults import DueFault
from mobile_api.shared.due.working import work_off
from mobile_api.shared.history.followers import FOLLOWERS, Follower
from mobile_api.shared.history.following import FOLLOWED_EVENTS, WAITS, show_event
from mobile_api.shared.history.models import FollowedEvent
from tests.actors import Citizen
from tests.mobile_api.shared.history.sample import draft, noted, numbered
from tests.stack import Stack


class Recorder:
    """Follows notes; fails at the events of these numbers."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int]] = []
        self.fails_at: set[int] = set()
        kinds = frozenset({"noted"})
        self.followers = [Follower(CASE_LOG, name, kinds, partial(self.see, name)) for name in "ab"]

    async def see(self, name: str, event: CaseEvent) -> None:
        self.seen.append((name, event.sequence))
        await Case.filter(id=event.case_id).update(item_name=f"{name} {event.sequence}")
        if event.sequence in self.fails_at:
            raise LookupError

    async def work(self) -> int:
        return await work_off(FOLLOWED_EVENTS, partial(show_event, self.followers))


@pytest.fixture
def recorder(stack: Stack) -> Iterator[Recorder]:
    recorder = Recorder()
    with stack.having(FOLLOWERS, recorder.followers):
        yield recorder


async def test_each_follower_sees_what_it_follows(recorder: Recorder, citizen: Citizen) -> None:
    await numbered(citizen)
    assert await recorder.work() == 4
    assert sorted(recorder.seen) == [("a", 2), ("a", 3), ("b", 2), ("b", 3)]
    assert not await FollowedEvent.exists()
    assert await recorder.work() == 0


async def test_what_is_due_is_written_with_the_event(recorder: Recorder, citizen: Citizen) -> None:
    case = await draft(citizen)

    async def taken_back() -> None:
        async with in_transaction():
            await note(case, SYSTEM, "noted", "草稿。")
            raise LookupError

    with pytest.raises(LookupError):
        await taken_back()
    assert not await FollowedEvent.exists()


async def test_a_later_event_waits_for_an_earlier_one(recorder: Recorder, citizen: Citizen) -> None:
    """Two workers, and the one with the later event is quicker."""
    await numbered(citizen)
    held = await claim(FollowedEvent, limit=9, lease=timedelta(minutes=1))
    first, second = [one for one in held if one.row.follower == "a"]
    assert await show_event(recorder.followers, second) == WAITS
    assert recorder.seen == []
    assert await show_event(recorder.followers, first) is None
    with clock.standing_at(clock.now() + timedelta(minutes=2)):
        while await recorder.work():
            pass
    assert [sequence for name, sequence in recorder.seen if name == "a"] == [2, 3]


async def test_a_worker_that_was_too_slow_changes_nothing(
    recorder: Recorder, citizen: Citizen
) -> None:
    await numbered(citizen, notes=1)
    slow = await claim(FollowedEvent, limit=9, lease=timedelta(minutes=1))
    with clock.standing_at(clock.now() + timedelta(minutes=2)):
        assert await recorder.work() == 2
    with pytest.raises(ClaimLost):
        await show_event(recorder.followers, slow[0])
    assert sorted(recorder.seen) == [("a", 2), ("b", 2)]


async def test_whoever_fails_at_an_event_sees_the_next_ones_only_after_it(
    recorder: Recorder, citizen: Citizen
) -> None:
    case = await numbered(citizen)
    recorder.fails_at = {2}
    for hours in range(3):
        with clock.standing_at(clock.now() + timedelta(hours=2 * hours)):
            await recorder.work()
    assert {sequence for _, sequence in recorder.seen} == {2}
    assert (await Case.get(id=case.id)).item_name == case.item_name
    recorder.fails_at = set()
    with clock.standing_at(clock.now() + timedelta(days=1)):
        await recorder.work()
    with clock.standing_at(clock.now() + timedelta(days=2)):
        await recorder.work()
    assert recorder.seen[-4:].count(("a", 3)) == 1
    assert not await FollowedEvent.exists()


async def test_what_fails_for_days_is_set_aside_by_name_and_the_rest_goes_on(
    recorder: Recorder, citizen: Citizen
) -> None:
    await numbered(citizen)
    recorder.fails_at = {2}
    for days in (0, 4, 8):
        with clock.standing_at(clock.now() + timedelta(days=days)):
            await recorder.work()
    assert sorted(recorder.seen)[-1] == ("b", 3)
    faults = await DueFault.all()
    assert {(fault.kind, fault.fault) for fault in faults} == {("followed_event", "LookupError")}
    assert all(fault.ended_at for fault in faults)


async def test_a_follower_that_this_release_does_not_know(
    recorder: Recorder, citizen: Citizen
) -> None:
    await numbered(citizen, notes=1)
    recorder.followers = []
    await recorder.work()
    assert {fault.fault for fault in await DueFault.all()} == {"NobodyFollows"}
    assert await FollowedEvent.all().count() == 2


async def test_an_event_that_was_deleted_with_its_draft(
    recorder: Recorder, citizen: Citizen
) -> None:
    case = await draft(citizen)
    await noted(case)
    await FollowedEvent.all().update(subject_id=uuid4())
    await recorder.work()
    assert recorder.seen == [] and not await FollowedEvent.exists()
