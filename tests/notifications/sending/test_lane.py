"""Due deliveries go out once, and every one of them ends in a state with a name."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from redis.asyncio import Redis

from mobile_api.shared import clock
from mobile_api.shared.settings.settings import Settings
from notifications.channels.mini_program import MiniProgramChannel
from notifications.models import ChannelName, Delivery, DeliveryState
from notifications.sending.lane import Channels
from tests.notifications.telling import PAGE, POSTED, by_wechat, send_due, tell_many, tell_posted
from tests.wechat.at_wechat import POSTED as TEMPLATE
from tests.wechat.at_wechat import SEND, STABLE_TOKEN, Platform
from tests.wechat.fixtures import Bind
from wechat import consent
from wechat.models import WechatBinding
from wechat.platform.client import WechatClient, make_client


@pytest.fixture
async def person(platform: Platform, bind: Bind) -> UUID:
    """Someone who has agreed to one message about a posted certificate."""
    binding = await bind()
    answers = await platform.accept(TEMPLATE)
    await consent.report(binding, answers)
    return binding.person_id


async def later(channels: Channels, **wait: float) -> int:
    with clock.standing_at(clock.now() + timedelta(**wait)):
        return await send_due(channels)


async def test_a_message_goes_out_once(
    platform: Platform, channels: Channels, person: UUID
) -> None:
    await tell_posted(person)
    assert [await send_due(channels) for _ in range(3)] == [1, 0, 0]
    (message,) = await platform.inbox()
    assert message["data"]["character_string2"] == POSTED["waybill_number"]
    assert message["page"] == PAGE
    row = await by_wechat()
    assert (row.state, row.reason, row.due_at) == (DeliveryState.sent, "", None)
    assert row.provider_message_id == str(message["msgid"])
    (binding,) = await WechatBinding.all()
    assert (await consent.balances_of(binding))[TEMPLATE].balance == 0


async def test_without_consent_it_falls_back_to_the_inbox(
    platform: Platform, channels: Channels, person: UUID
) -> None:
    for key in ("first", "second"):
        await tell_posted(person, key=key)
    await send_due(channels)
    assert len(await platform.inbox()) == 1
    row = await Delivery.get(channel=ChannelName.mini_program, dedupe_key="second")
    assert (row.state, row.reason, row.due_at) == (DeliveryState.fallen_back, "no_consent", None)
    assert await later(channels, days=1) == 0


async def test_who_has_no_wechat_has_the_inbox(
    platform: Platform, channels: Channels, database: None
) -> None:
    await tell_posted(uuid4())
    await send_due(channels)
    row = await by_wechat()
    assert (row.state, row.reason) == (DeliveryState.fallen_back, "no_wechat")
    assert await platform.count(SEND) == 0


@pytest.mark.parametrize(
    ("kind", "code", "reason"),
    [
        ("error", -1, "wechat_unavailable"),
        ("bad_gateway", 0, "wechat_unavailable"),
        ("error", 43108, "too_frequent_for_recipient"),
        ("error", 45011, "minute_quota_exhausted"),
        ("error", 45009, "day_quota_exhausted"),
        ("error", 48001, "wechat_not_configured"),
    ],
)
async def test_a_passing_fault_is_tried_again(
    platform: Platform, channels: Channels, person: UUID, kind: str, code: int, reason: str
) -> None:
    await platform.fail(SEND, kind, code=code, times=1)
    await tell_posted(person)
    await send_due(channels)
    row = await by_wechat()
    assert (row.state, row.reason) == (DeliveryState.pending, reason)
    assert await send_due(channels) == 0
    assert await later(channels, days=1) == 1
    assert (await by_wechat()).state == DeliveryState.sent
    assert len(await platform.inbox()) == 1


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (40003, "recipient_unreachable"),
        (40037, "template_unusable"),
        (47003, "argument_refused"),
        (45168, "content_refused"),
        (43107, "capability_banned"),
        (49999, "refused_by_wechat"),
    ],
)
async def test_a_lasting_refusal_is_not_repeated(
    platform: Platform, channels: Channels, person: UUID, code: int, reason: str
) -> None:
    await platform.fail(SEND, "error", code=code, times=None)
    await tell_posted(person)
    await send_due(channels)
    assert await later(channels, days=1) == 0
    row = await by_wechat()
    assert (row.state, row.reason) == (DeliveryState.failed, reason)
    assert await platform.count(SEND) == 1


@pytest.mark.parametrize("kind", ["reset", "truncated", "empty"])
async def test_a_lost_answer_is_never_followed_by_a_second_message(
    platform: Platform, channels: Channels, person: UUID, kind: str
) -> None:
    await platform.accept(TEMPLATE)
    await platform.fail(SEND, kind)
    await tell_posted(person)
    await send_due(channels)
    assert await later(channels, days=1) == 0
    row = await by_wechat()
    assert (row.state, row.reason) == (DeliveryState.sent_unconfirmed, "outcome_unknown")
    assert len(await platform.inbox()) == 1


async def test_a_day_without_wechat_costs_few_calls_and_loses_nothing(
    platform: Platform, channels: Channels, person: UUID
) -> None:
    await platform.fail(SEND, "bad_gateway", times=None)
    await tell_posted(person)
    start = clock.now()
    for minutes in range(0, 24 * 60, 10):
        with clock.standing_at(start + timedelta(minutes=minutes)):
            await send_due(channels)
    assert 10 <= await platform.count(SEND) <= 40
    await platform.http.delete(platform.url + "/_simulator/faults")
    with clock.standing_at(start + timedelta(hours=26)):
        await send_due(channels)
    assert (await by_wechat()).state == DeliveryState.sent


async def test_after_days_the_last_reason_is_the_end(
    platform: Platform, channels: Channels, person: UUID
) -> None:
    await platform.fail(SEND, "error", code=-1, times=None)
    await tell_posted(person)
    for hours in range(0, 24 * 5):
        await later(channels, hours=hours)
    row = await by_wechat()
    assert (row.state, row.reason) == (DeliveryState.failed, "wechat_unavailable")
    assert row.due_at is None


async def test_relays_together_send_each_message_once(
    platform: Platform, channels: Channels, bind: Bind
) -> None:
    users = [f"citizen-{number}" for number in range(40)]
    for user in users:
        await platform.accept(TEMPLATE, TEMPLATE, user=user)
        await tell_posted((await bind(user)).person_id)
    taken = await asyncio.gather(*(send_due(channels, limit=9) for _ in range(6)))
    assert sum(taken) == 40
    assert [len(await platform.inbox(user)) for user in users] == [1] * 40
    assert await platform.count(STABLE_TOKEN) == 1


async def test_messages_of_one_person_keep_their_order(
    platform: Platform, channels: Channels, person: UUID
) -> None:
    platform.config.sending_seconds = 0.02
    for _ in range(4):
        await platform.accept(TEMPLATE)
    for number in range(5):
        await tell_posted(person, key=str(number))
    await send_due(channels)
    rows = await Delivery.filter(channel=ChannelName.mini_program).order_by("dedupe_key")
    assert [row.state for row in rows] == [DeliveryState.sent] * 5
    ids = [row.provider_message_id for row in rows]
    assert ids == sorted(ids, key=str)


async def test_batches_follow_each_other_until_nothing_is_due(
    platform: Platform, channels: Channels, database: None
) -> None:
    await tell_many(60)
    assert await send_due(channels, limit=50) == 50
    assert await send_due(channels, limit=50) == 10
    rows = await Delivery.filter(channel=ChannelName.mini_program)
    assert {row.state for row in rows} == {DeliveryState.fallen_back}


async def test_without_redis_messages_go_out_all_the_same(
    platform: Platform, settings: Settings, person: UUID
) -> None:
    client = make_client(settings, Redis.from_url("redis://127.0.0.1:1/0"))
    paperless = MiniProgramChannel(client, settings.wechat_templates)
    await tell_posted(person)
    await send_due({ChannelName.mini_program: paperless})
    await client.close()
    assert (await by_wechat()).state == DeliveryState.sent
    assert len(await platform.inbox()) == 1


async def test_a_long_term_template_is_not_spent(
    platform: Platform, client: WechatClient, settings: Settings, person: UUID
) -> None:
    channel = MiniProgramChannel(client, settings.wechat_templates, [TEMPLATE])
    await tell_posted(person)
    await send_due({ChannelName.mini_program: channel})
    (binding,) = await WechatBinding.all()
    assert (await consent.balances_of(binding))[TEMPLATE].balance == 1
