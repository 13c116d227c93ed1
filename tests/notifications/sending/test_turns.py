"""Hundreds at once, the important first, one of each person, and broken rows beside the others."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from prometheus_client import REGISTRY

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from notifications.channels.base import Address, DueDelivery, TryOutcome
from notifications.models import ChannelName, Delivery, DeliveryState
from notifications.sending.lane import Lane
from notifications.words import reasons
from tests.notifications.paper_channel import SENT, PaperChannel
from tests.notifications.telling import tell_correction, tell_many, tell_posted

WAY = ChannelName.mini_program
LOST = TryOutcome(DeliveryState.sent_unconfirmed, "outcome_unknown")
SAFE = timedelta(minutes=10)


async def test_many_are_on_their_way_and_nobody_waits_for_the_slowest(database: None) -> None:
    class Uneven(PaperChannel):
        async def send(self, delivery: DueDelivery, address: Address) -> TryOutcome:
            self.seconds = 1.0 if len(self.asked) == 1 else 0.02
            return await super().send(delivery, address)

    paper = Uneven(WAY)
    await tell_many(300)
    work = asyncio.create_task(Lane(WAY, paper, window=50).work_off())
    async with asyncio.timeout(0.95):
        while True:
            if len(paper.asked) == 300:
                break
            await asyncio.sleep(0.01)
    assert await work == 300
    assert 40 <= paper.most_at_once <= 50
    assert paper.lookups <= 12
    assert len(paper.settled) == 300


async def test_the_first_finds_out_alone_whether_the_provider_answers(database: None) -> None:
    paper = PaperChannel(WAY)
    paper.seconds = 0.3
    await tell_many(20)
    work = asyncio.create_task(Lane(WAY, paper).work_off())
    async with asyncio.timeout(5):
        while True:
            if paper.asked:
                break
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    assert await Delivery.filter(state=DeliveryState.sending).count() == 1
    await work
    assert len(paper.asked) == 20


async def test_the_important_go_first(database: None) -> None:
    paper = PaperChannel(WAY)
    await tell_many(20)
    await tell_correction(uuid4())
    await Lane(WAY, paper, window=1).work_off()
    assert [row.event for row in paper.asked][:2] == ["correction_requested", "posted"]
    assert len(paper.asked) == 21


async def test_one_person_is_never_sent_two_at_once(database: None) -> None:
    paper, person_id, keys = PaperChannel(WAY), uuid4(), [f"{number:02}" for number in range(12)]
    paper.seconds = 0.01
    for key in keys:
        await tell_posted(person_id, key=key)
    await tell_many(30)
    await Lane(WAY, paper).work_off()
    rows = await Delivery.filter(person_id=person_id, channel=WAY).order_by("sent_at", "created_at")
    assert [row.dedupe_key for row in rows] == keys
    assert len(paper.asked) == 42


async def test_a_row_that_cannot_be_read_is_set_aside(database: None) -> None:
    paper = PaperChannel(WAY)
    people = await tell_many(5)
    await fetch(
        "UPDATE delivery SET content = set_byte(content, 30, 255 - get_byte(content, 30))"
        " WHERE person_id = $1",
        people[2],
    )
    await Lane(WAY, paper).work_off()
    assert [row.person_id for row in paper.asked] == [*people[:2], *people[3:]]
    rows = await Delivery.filter(person_id=people[2]).values("channel", "state", "reason", "due_at")
    (broken,) = [row for row in rows if row["channel"] == WAY]
    assert (broken["state"], broken["reason"]) == ("set_aside", reasons.UNREADABLE)
    assert broken["due_at"] is None


async def test_a_row_that_we_cannot_handle_is_set_aside_after_some_tries(database: None) -> None:
    class Broken(PaperChannel):
        async def send(self, delivery: DueDelivery, address: Address) -> TryOutcome:
            raise ZeroDivisionError

    lane, start = Lane(WAY, Broken(WAY)), clock.now()
    await tell_posted(uuid4())
    for hours in range(12):
        with clock.standing_at(start + timedelta(hours=hours)):
            await lane.work_off()
    row = await Delivery.get(channel=WAY)
    assert (row.state, row.reason, row.attempts) == ("set_aside", reasons.INTERNAL, 8)


async def test_a_lost_answer_is_repeated_with_the_same_id_where_that_is_safe(
    database: None,
) -> None:
    paper = PaperChannel(WAY, LOST, LOST, TryOutcome(DeliveryState.sent), repeats_safely_for=SAFE)
    lane, start = Lane(WAY, paper), clock.now()
    await tell_posted(uuid4())
    for minutes in range(4):
        with clock.standing_at(start + timedelta(minutes=minutes)):
            await lane.work_off()
    assert len(paper.asked) == 3
    assert len({row.id for row in paper.asked}) == 1
    assert (await Delivery.get(channel=WAY)).state == DeliveryState.sent


async def test_the_provider_remembers_from_the_first_try(database: None) -> None:
    paper, asked = PaperChannel(WAY, LOST, repeats_safely_for=SAFE), 0
    lane = Lane(WAY, paper)
    await tell_posted(uuid4())
    start = clock.now()
    for seconds in range(0, 1200, 30):
        with clock.standing_at(start + timedelta(seconds=seconds)):
            await lane.work_off()
        if seconds <= SAFE.total_seconds():
            asked = len(paper.asked)
    assert len(paper.asked) == asked > 2
    assert (await Delivery.get(channel=WAY)).state == DeliveryState.sent_unconfirmed


@pytest.mark.parametrize(
    ("minutes", "state", "asked"),
    [(2, DeliveryState.sent, 1), (11, DeliveryState.sent_unconfirmed, 0)],
)
async def test_interrupted_it_is_repeated_while_the_provider_remembers_the_id(
    database: None, minutes: int, state: DeliveryState, asked: int
) -> None:
    paper = PaperChannel(WAY, repeats_safely_for=SAFE)
    await tell_posted(uuid4())
    await Delivery.filter(channel=WAY).update(state=DeliveryState.sending, begun_at=clock.now())
    with clock.standing_at(clock.now() + timedelta(minutes=minutes)):
        await Lane(WAY, paper).work_off()
    assert (await Delivery.get(channel=WAY)).state == state
    assert len(paper.asked) == asked


async def test_an_outcome_that_cannot_be_written_costs_no_other_its_end(database: None) -> None:
    class Odd(PaperChannel):
        async def send(self, delivery: DueDelivery, address: Address) -> TryOutcome:
            # PostgreSQL refuses this character.
            message_id = "\x00" if len(self.asked) == 1 else delivery.id.hex
            await super().send(delivery, address)
            return TryOutcome(DeliveryState.sent, message_id=message_id)

    paper = Odd(WAY)
    await tell_many(3)
    await Lane(WAY, paper).work_off()
    states = await Delivery.filter(channel=WAY).order_by("created_at").values_list("state")
    assert sorted(state for (state,) in states) == ["sending", "sent", "sent"]


async def test_what_happened_can_be_counted(database: None) -> None:
    paper = PaperChannel(WAY, TryOutcome(DeliveryState.failed, "argument_refused"), SENT)
    labels = {"channel": WAY.value}
    before = REGISTRY.get_sample_value("yiwang_delivery_seconds_count", labels) or 0
    failed = labels | {"state": "failed", "reason": "argument_refused"}
    failures = REGISTRY.get_sample_value("yiwang_deliveries_total", failed) or 0
    await tell_many(3)
    await Lane(WAY, paper).work_off()
    assert REGISTRY.get_sample_value("yiwang_delivery_seconds_count", labels) == before + 2
    assert REGISTRY.get_sample_value("yiwang_deliveries_total", failed) == failures + 1
    assert REGISTRY.get_sample_value("yiwang_deliveries_in_flight", labels) == 0
