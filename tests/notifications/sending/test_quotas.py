"""A closed quota is left alone, asked once when its time is over, and costs nobody a message."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import pytest

from mobile_api.shared import clock
from notifications.channels.base import Address, DueDelivery, TryOutcome
from notifications.models import ChannelName, Delivery, DeliveryState, SendingGate
from notifications.sending import quotas
from notifications.sending.claiming import DELIVERIES
from notifications.sending.lane import Lane
from notifications.sending.recording import Tried
from notifications.sending.turn import Turn
from tests.notifications.paper_channel import SENT, PaperChannel
from tests.notifications.telling import send_due, tell_correction, tell_many, tell_posted

WAY = ChannelName.mini_program
MINUTE = TryOutcome(
    DeliveryState.pending, "minute_quota_exhausted", wait=timedelta(minutes=1), is_of_account=True
)
OUTAGE = TryOutcome(DeliveryState.pending, "wechat_unavailable", is_outage=True)
HANGS = TryOutcome(DeliveryState.sent_unconfirmed, "outcome_unknown", is_outage=True)


def lane(paper: PaperChannel, window: int = 5) -> Lane:
    return Lane(WAY, paper, window=window)


async def states() -> dict[DeliveryState, int]:
    return Counter([row["state"] for row in await Delivery.filter(channel=WAY).values("state")])


async def test_a_backlog_does_not_hammer_a_closed_quota(database: None) -> None:
    paper = PaperChannel(WAY, MINUTE)
    await tell_many(40)
    for _ in range(5):
        await lane(paper).work_off()
    assert len(paper.asked) == 1
    assert await states() == {DeliveryState.pending: 40}
    untouched = await Delivery.filter(channel=WAY, attempts=0, leased_until=None).count()
    assert untouched == 39


async def test_one_message_probes_and_opens_for_all(database: None) -> None:
    paper = PaperChannel(WAY, MINUTE, MINUTE, SENT)
    await tell_many(40)
    await lane(paper).work_off()
    with clock.standing_at(clock.now() + timedelta(seconds=61)):
        await lane(paper).work_off()
        assert len(paper.asked) == 2
        assert await lane(paper).work_off() == 0
    with clock.standing_at(clock.now() + timedelta(seconds=125)):
        await asyncio.gather(lane(paper).work_off(), lane(paper).work_off())
        await lane(paper).work_off()
    assert await states() == {DeliveryState.sent: 40}
    assert len(paper.asked) == 42
    assert await SendingGate.all().count() == 0


@pytest.mark.parametrize("fault", [OUTAGE, HANGS])
async def test_an_outage_closes_longer_each_time(database: None, fault: TryOutcome) -> None:
    paper = PaperChannel(WAY, fault)
    await tell_many(120)
    start, asked, one = clock.now(), [], lane(paper)
    for minutes in range(0, 60, 1):
        with clock.standing_at(start + timedelta(minutes=minutes)):
            before = len(paper.asked)
            await one.work_off()
            asked.append(len(paper.asked) - before)
    assert 20 <= asked[0] <= 30
    assert max(asked[1:]) <= 1
    assert 10 <= sum(asked[1:]) <= 30


class SlowToHear:
    """A gate that stays open and is busy with what it hears for a while."""

    is_probing = False

    def __init__(self) -> None:
        self.heard = 0

    async def heed(self, tried: Sequence[Tried]) -> None:
        await asyncio.sleep(0.1)
        self.heard += len(tried)

    async def nothing_to_probe_with(self) -> None:
        """It never probes."""


class Counting(PaperChannel):
    """Also how many faults its gate had not heard of, at most."""

    def __init__(self, gate: SlowToHear) -> None:
        super().__init__(WAY, OUTAGE)
        self._gate, self.most_unheard = gate, 0

    async def send(self, delivery: DueDelivery, address: Address) -> TryOutcome:
        outcome = await super().send(delivery, address)
        self.most_unheard = max(self.most_unheard, len(self.asked) - self._gate.heard)
        return outcome


async def test_a_fault_keeps_its_place_until_the_gate_has_heard_of_it(database: None) -> None:
    """Else a whole outage is tried while its first faults are still being written."""
    gate = SlowToHear()
    paper = Counting(gate)
    await tell_many(30)
    await Turn(WAY, paper, gate, window=5, lease=DELIVERIES.lease, limit=None).run()
    assert len(paper.asked) == 30
    assert paper.most_unheard == 5


async def test_after_an_outage_the_important_go_first(database: None) -> None:
    paper = PaperChannel(WAY, *([OUTAGE] * 25), SENT)
    await tell_many(30)
    one = lane(paper)
    while await SendingGate.all().count() == 0:
        await one.work_off()
    waiting = uuid4()
    await tell_correction(waiting)
    paper.outcomes, before = [SENT], len(paper.asked)
    with clock.standing_at(clock.now() + timedelta(minutes=10)):
        await one.work_off()
    assert paper.asked[before].person_id == waiting
    assert await states() == {DeliveryState.sent: 31}


async def test_one_busy_person_closes_nothing(database: None) -> None:
    busy = TryOutcome(
        DeliveryState.pending, "too_frequent_for_recipient", wait=timedelta(seconds=5)
    )
    paper = PaperChannel(WAY, *([busy] * 30), SENT)
    await tell_many(40)
    await lane(paper).work_off()
    assert await SendingGate.all().count() == 0
    assert await states() == {DeliveryState.pending: 30, DeliveryState.sent: 10}


async def test_a_probe_without_a_message_is_given_back(database: None) -> None:
    paper = PaperChannel(WAY, MINUTE, SENT)
    await tell_posted(uuid4())
    one = lane(paper)
    await one.work_off()
    await Delivery.filter(channel=WAY).update(due_at=None)
    with clock.standing_at(clock.now() + timedelta(minutes=2)):
        assert await one.work_off() == 0
        await tell_posted(uuid4(), key="later")
        assert await one.work_off() == 1


async def test_people_without_an_address_open_nothing(database: None) -> None:
    paper = PaperChannel(WAY, MINUTE, SENT)
    await tell_posted(uuid4())
    await lane(paper).work_off()
    paper.strangers.update(await tell_many(3))
    with clock.standing_at(clock.now() + timedelta(minutes=2)):
        await Delivery.filter(dedupe_key="posted", attempts=1).update(due_at=None)
        await lane(paper).work_off()
        gate = await quotas.gate_of(f"paper:{WAY}")
    assert gate is not None
    assert len(paper.asked) == 1


async def test_a_channel_that_hangs_holds_up_no_other(city: None) -> None:
    slow, quick = PaperChannel(WAY), PaperChannel(ChannelName.sms)
    slow.seconds = 1.0
    await tell_many(10)
    await Delivery.filter(place__gt=1).delete()
    for _ in range(10):
        await tell_correction(uuid4())
    await Delivery.filter(event="correction_requested").update(due_at=None)
    sms = Delivery.filter(event="correction_requested", channel=ChannelName.sms)
    await sms.update(state=DeliveryState.pending, due_at=clock.now())
    work = asyncio.create_task(send_due({WAY: slow, ChannelName.sms: quick}))
    async with asyncio.timeout(0.9):
        while True:
            if await sms.filter(state=DeliveryState.sent).count() == 10:
                break
            await asyncio.sleep(0.01)
    assert slow.on_the_way
    await work
