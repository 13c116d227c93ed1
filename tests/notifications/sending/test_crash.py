"""A relay that is killed in the middle of its work loses nothing and doubles nothing."""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import orjson
import pytest

from mobile_api.shared import clock
from mobile_api.shared.settings.settings import Settings
from notifications.models import ChannelName, DeliveryState
from notifications.sending import relay
from notifications.sending.claiming import DELIVERIES, claim
from notifications.sending.relay import Channels
from tests.notifications.telling import by_wechat, tell_posted
from tests.stack import Stack
from tests.wechat.at_wechat import POSTED as TEMPLATE
from tests.wechat.at_wechat import SEND, Platform
from tests.wechat.fixtures import Bind


async def start_relay(
    settings: Settings, stack: Stack, lease: timedelta = DELIVERIES.lease
) -> asyncio.subprocess.Process:
    """A relay in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.notifications.sending.relay_process",
        stdin=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    own = settings.model_copy(update={"secret_key": stack.settings.secret_key})
    given = {"settings": own.model_dump(mode="json"), "lease": lease.total_seconds()}
    process.stdin.write(orjson.dumps(given) + b"\n")
    await process.stdin.drain()
    return process


@pytest.fixture
async def person(platform: Platform, bind: Bind) -> UUID:
    for _ in range(2):
        await platform.accept(TEMPLATE)
    return (await bind()).person_id


@pytest.fixture
async def dying_relay(
    stack: Stack, settings: Settings, platform: Platform, person: UUID
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A relay process that waits for WeChat's answer; the message has not arrived yet."""
    platform.config.sending_seconds = 0.5
    await tell_posted(person)
    process = await start_relay(settings, stack)
    await platform.until_asked(SEND)
    yield process
    await process.wait()


async def test_killed_while_sending_the_message_is_never_sent_twice(
    platform: Platform, channels: Channels, dying_relay: asyncio.subprocess.Process
) -> None:
    dying_relay.kill()
    await dying_relay.wait()
    assert (await by_wechat()).state == DeliveryState.sending
    assert await relay.work_off(channels) == 0
    with clock.standing_at(clock.now() + timedelta(seconds=60)):
        assert await relay.work_off(channels) == 1
    row = await by_wechat()
    assert (row.state, row.reason, row.due_at) == (
        DeliveryState.sent_unconfirmed,
        "interrupted",
        None,
    )
    assert await platform.count(SEND) == 1


async def test_killed_before_sending_the_message_still_goes_out(
    platform: Platform, channels: Channels, person: UUID
) -> None:
    await tell_posted(person)
    assert len(await claim(ChannelName.mini_program, limit=10, lease=DELIVERIES.lease)) == 1
    assert await relay.work_off(channels) == 0
    with clock.standing_at(clock.now() + timedelta(seconds=60)):
        assert await relay.work_off(channels) == 1
    assert (await by_wechat()).state == DeliveryState.sent
    assert len(await platform.inbox()) == 1


async def test_told_to_stop_a_relay_finishes_what_is_on_its_way(
    platform: Platform, channels: Channels, person: UUID
) -> None:
    platform.config.sending_seconds = 0.3
    await tell_posted(person)
    step = asyncio.create_task(relay.work_off(channels))
    await platform.until_asked(SEND)
    step.cancel()
    with pytest.raises(asyncio.CancelledError):
        await step
    assert (await by_wechat()).state == DeliveryState.sent


async def test_who_lost_the_row_does_not_write_over_it(
    platform: Platform, channels: Channels, person: UUID
) -> None:
    platform.config.sending_seconds = 0.3
    await tell_posted(person)
    slow = asyncio.create_task(relay.work_off(channels))
    await platform.until_asked(SEND)
    with clock.standing_at(clock.now() + timedelta(seconds=60)):
        await relay.work_off(channels)
    await slow
    assert (await by_wechat()).state == DeliveryState.sent_unconfirmed
    assert len(await platform.inbox()) == 1
