"""After a bad day the operator sends again what was lost, and nobody is told twice."""

from datetime import datetime
from uuid import uuid4

import pytest

from mobile_api.shared import clock
from mobile_api.shared.models import AuditRecord
from notifications.channels.base import TryOutcome
from notifications.inbox.queries import totals_since
from notifications.models import ChannelName, Delivery, DeliveryState
from notifications.operating.replaying import replay
from notifications.sending.lane import Lane
from tests.notifications.paper_channel import SENT, PaperChannel
from tests.notifications.telling import chain_of, tell_many, tell_posted

WAY = ChannelName.mini_program
REFUSED = TryOutcome(DeliveryState.failed, "argument_refused")
UNKNOWN = TryOutcome(DeliveryState.sent_unconfirmed, "outcome_unknown")


@pytest.fixture
def start() -> datetime:
    return clock.now()


async def replayed(
    start: datetime,
    *,
    state: DeliveryState = DeliveryState.failed,
    event: str = "posted",
    even_if_told: bool = False,
) -> tuple[int, int]:
    return await replay(event, since=start, state=state, reason="故障", even_if_told=even_if_told)


async def test_a_bad_day_is_replayed_once(database: None, start: datetime) -> None:
    paper = PaperChannel(WAY, *([REFUSED] * 5), SENT)
    await tell_many(8)
    await Lane(WAY, paper).work_off()
    totals = {total["state"]: total["number"] for total in await totals_since(start)}
    assert totals == {"failed": 5, "sent": 3}
    assert await replayed(start, event="accepted") == (0, 0)
    assert await replayed(clock.now()) == (0, 0)
    assert await replayed(start) == (5, 0)
    assert await replayed(start) == (0, 0)
    await Lane(WAY, paper).work_off()
    assert await Delivery.filter(channel=WAY, state=DeliveryState.sent).count() == 8
    records = await AuditRecord.filter(action="replay_delivery")
    assert [(one.caller_key, one.reason) for one in records] == [("operator", "故障")] * 5


async def test_whoever_was_told_by_another_channel_is_left_alone(
    city: None, start: datetime
) -> None:
    person_id = uuid4()
    await tell_posted(person_id)
    await Lane(WAY, PaperChannel(WAY, REFUSED)).work_off()
    second = ChannelName.official_subscription
    await Lane(second, PaperChannel(second)).work_off()
    assert await replayed(start) == (0, 1)
    assert (await chain_of(person_id, "posted"))[0][1] == DeliveryState.failed
    assert await replayed(start, even_if_told=True) == (1, 0)


async def test_what_may_have_arrived_goes_again_only_when_that_is_said(
    database: None, start: datetime
) -> None:
    paper, unsure = PaperChannel(WAY, UNKNOWN, SENT), DeliveryState.sent_unconfirmed
    await tell_posted(uuid4())
    await Lane(WAY, paper).work_off()
    assert await replayed(start, state=unsure) == (0, 1)
    assert await replayed(start, state=unsure, even_if_told=True) == (1, 0)
    await Lane(WAY, paper).work_off()
    assert len(paper.asked) == 2
