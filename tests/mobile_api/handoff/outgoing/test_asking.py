"""The home city is asked how it stands: what it has lost goes again, what is odd is shown."""

from datetime import timedelta

import pytest

from mobile_api.handoff.models import Handoff
from mobile_api.handoff.outgoing.asking import _record
from mobile_api.shared import clock
from mobile_api.shared.due.claims import ClaimLost, claim
from tests.mobile_api.handoff.outgoing.handed import Handed
from tests.simulators.partner_city.state import CityState

_TOMORROW = timedelta(days=1, minutes=1)


async def _next_day(handed: Handed) -> None:
    with clock.standing_at(clock.now() + _TOMORROW):
        await handed.stack.settle()


async def test_once_a_day_what_was_never_told_is_fetched(handed: Handed) -> None:
    await handed.sent()
    await handed.city.tell(await handed.name(), "checked", hold=True)
    await handed.stack.settle()
    assert (await handed.row()).last_sequence == 0
    await _next_day(handed)
    assert (await handed.row()).last_sequence == 1


async def test_what_was_lost_there_goes_again_unchanged(handed: Handed, kept: CityState) -> None:
    await handed.sent()
    [before] = await handed.messages()
    # Restored from a backup that is older than the message.
    kept.taken.clear()
    kept.handoffs.clear()
    await _next_day(handed)
    [taken] = await handed.taken()
    assert (taken["message_id"], taken["body"].encode()) == (str(before.id), bytes(before.body))
    assert [one["kind"] for one in (await handed.view())["receipts"]] == ["received"]


async def test_fewer_events_than_are_known_is_shown_to_staff(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("checked")
    await Handoff.all().update(last_sequence=3)
    await _next_day(handed)
    assert (await handed.view())["problem"] == "other_side_restored"


async def test_what_is_over_is_not_asked_after(handed: Handed) -> None:
    await handed.sent()
    for event in ("checked", "decided", "delivered"):
        await handed.tell(event)
    await _next_day(handed)
    assert (await handed.row()).due_at is None


async def test_a_gap_that_opens_during_a_look_is_not_forgotten(handed: Handed) -> None:
    await handed.sent()
    with clock.standing_at(clock.now() + _TOMORROW):
        [held] = await claim(Handoff, limit=1, lease=timedelta(minutes=1))
        state = await handed.row()
        await handed.city.tell(await handed.name(), "checked", hold=True)
        await handed.city.tell(await handed.name(), "pre_reviewed")
        with pytest.raises(ClaimLost):
            await _record(held)
        assert ((await handed.row()).due_at or clock.now()) > (state.due_at or clock.now())
    with clock.standing_at(clock.now() + _TOMORROW + timedelta(minutes=2)):
        await handed.stack.settle()
    assert (await handed.row()).last_sequence == 2


async def test_a_line_at_fault_for_days_is_tried_again(handed: Handed) -> None:
    await handed.sent()
    path = f"/partner/v1/handoffs/{await handed.name()}"
    await handed.city.fail("lost", path=path, times=None)
    for days in (1, 3, 5, 7):
        with clock.standing_at(clock.now() + days * _TOMORROW):
            await handed.stack.settle()
    assert (await handed.row()).due_at is not None
