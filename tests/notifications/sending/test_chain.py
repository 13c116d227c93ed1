"""Who could not be told by one channel is told by the next, once, and every row says why."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from notifications.channels.base import TryOutcome
from notifications.models import ChannelName, Delivery, DeliveryState
from notifications.sending import receipts
from notifications.sending.lane import Channels
from notifications.sending.receipts import Receipt
from notifications.words import reasons
from tests.notifications.paper_channel import SENT, PaperChannel
from tests.notifications.telling import chain_of, send_due, tell_correction, tell_posted

FIRST, SECOND = ChannelName.mini_program, ChannelName.official_subscription
THIRD, LAST = ChannelName.official_template, ChannelName.sms
NO_CONSENT = TryOutcome(DeliveryState.fallen_back, "no_consent")
REFUSED = TryOutcome(DeliveryState.failed, "argument_refused")
UNKNOWN = TryOutcome(DeliveryState.sent_unconfirmed, "outcome_unknown")
BUSY = TryOutcome(DeliveryState.pending, "too_frequent_for_recipient")


def papers(**outcomes: TryOutcome) -> dict[ChannelName, PaperChannel]:
    ways = (FIRST, SECOND, THIRD, LAST)
    return {name: PaperChannel(name, outcomes.get(name.value, SENT)) for name in ways}


async def until_quiet(channels: Channels) -> None:
    while await send_due(channels):
        pass


@pytest.fixture
async def person(city: None) -> UUID:
    return uuid4()


async def test_only_the_first_is_due_and_the_rest_are_not_needed(person: UUID) -> None:
    channels = papers()
    await tell_correction(person)
    waiting = await chain_of(person, "correction")
    assert [(name, state) for name, state, _ in waiting] == [
        (FIRST, DeliveryState.pending),
        *((name, DeliveryState.in_reserve) for name in (SECOND, THIRD, LAST)),
    ]
    await until_quiet(channels)
    assert await chain_of(person, "correction") == [
        (FIRST, DeliveryState.sent, ""),
        *((name, DeliveryState.not_needed, reasons.TOLD_BEFORE) for name in (SECOND, THIRD, LAST)),
    ]


async def test_each_that_cannot_tell_hands_on_to_the_next(person: UUID) -> None:
    channels = papers(mini_program=NO_CONSENT, official_subscription=REFUSED)
    channels[THIRD].strangers.add(person)
    await tell_correction(person)
    await until_quiet(channels)
    assert await chain_of(person, "correction") == [
        (FIRST, DeliveryState.fallen_back, "no_consent"),
        (SECOND, DeliveryState.failed, "argument_refused"),
        (THIRD, DeliveryState.fallen_back, "no_wechat"),
        (LAST, DeliveryState.sent, ""),
    ]
    assert len(channels[LAST].asked) == 1


async def test_a_channel_that_is_not_open_in_this_worker_is_passed_over(person: UUID) -> None:
    channels = papers()
    del channels[FIRST]
    await tell_posted(person)
    await until_quiet(channels)
    (first, second, _) = await chain_of(person, "posted")
    assert first == (FIRST, DeliveryState.fallen_back, reasons.NOT_OPEN)
    assert second == (SECOND, DeliveryState.sent, "")


async def test_what_may_have_been_told_is_not_told_twice(person: UUID) -> None:
    channels = papers(mini_program=UNKNOWN)
    await tell_posted(person)
    await until_quiet(channels)
    assert await chain_of(person, "posted") == [
        (FIRST, DeliveryState.sent_unconfirmed, "outcome_unknown"),
        (SECOND, DeliveryState.not_needed, reasons.UNCONFIRMED_BEFORE),
        (THIRD, DeliveryState.not_needed, reasons.UNCONFIRMED_BEFORE),
    ]


@pytest.mark.parametrize("is_confirmed", [True, False])
async def test_a_correction_without_answer_is_told_again_unless_a_receipt_comes(
    person: UUID, is_confirmed: bool
) -> None:
    channels = papers(mini_program=UNKNOWN)
    await tell_correction(person)
    await until_quiet(channels)
    assert not channels[SECOND].asked
    if is_confirmed:
        async with in_transaction():
            await receipts.note(Receipt("paper", FIRST, "42", True, "", person))
    with clock.standing_at(clock.now() + timedelta(minutes=12)):
        await until_quiet(channels)
    assert len(channels[SECOND].asked) == (0 if is_confirmed else 1)
    assert not channels[LAST].asked
    ended = {state for _, state, _ in await chain_of(person, "correction")}
    assert not ended & {DeliveryState.pending, DeliveryState.in_reserve}


@pytest.mark.parametrize("times", [1, 3])
async def test_blocked_after_sending_the_next_tells_once(person: UUID, times: int) -> None:
    channels = papers(mini_program=TryOutcome(DeliveryState.sent, message_id="42"))
    await tell_correction(person)
    await until_quiet(channels)
    for _ in range(times):
        async with in_transaction():
            await receipts.note(Receipt("paper", FIRST, "42", False, reasons.BLOCKED_BY_PERSON))
        await until_quiet(channels)
    first, second, third, _ = await chain_of(person, "correction")
    assert first == (FIRST, DeliveryState.failed, reasons.BLOCKED_BY_PERSON)
    assert second == (SECOND, DeliveryState.sent, "")
    assert third == (THIRD, DeliveryState.not_needed, reasons.TOLD_BEFORE)
    assert len(channels[SECOND].asked) == 1


async def test_a_late_refusal_calls_nobody_when_another_has_told(person: UUID) -> None:
    channels = papers(mini_program=UNKNOWN)
    await tell_correction(person)
    await until_quiet(channels)
    with clock.standing_at(clock.now() + timedelta(minutes=12)):
        await until_quiet(channels)
        async with in_transaction():
            await receipts.note(Receipt("paper", FIRST, "42", False, person_id=person))
        await until_quiet(channels)
    assert [state for _, state, _ in await chain_of(person, "correction")] == [
        DeliveryState.failed,
        DeliveryState.sent,
        DeliveryState.not_needed,
        DeliveryState.not_needed,
    ]
    assert not channels[THIRD].asked


async def test_given_up_after_days_the_next_tells(person: UUID) -> None:
    channels = papers(mini_program=BUSY)
    await tell_correction(person)
    start = clock.now()
    for hours in range(0, 24 * 4, 2):
        with clock.standing_at(start + timedelta(hours=hours)):
            await send_due(channels)
    first, second, *_ = await chain_of(person, "correction")
    assert first == (FIRST, DeliveryState.failed, "too_frequent_for_recipient")
    assert second == (SECOND, DeliveryState.sent, "")


async def test_the_inbox_has_it_whatever_becomes_of_the_rest(person: UUID) -> None:
    channels = papers(**{name.value: NO_CONSENT for name in (FIRST, SECOND, THIRD, LAST)})
    await tell_correction(person)
    await until_quiet(channels)
    assert {state for _, state, _ in await chain_of(person, "correction")} == {
        DeliveryState.fallen_back
    }
    inbox = await Delivery.get(person_id=person, channel=ChannelName.in_app)
    assert inbox.state == DeliveryState.delivered
