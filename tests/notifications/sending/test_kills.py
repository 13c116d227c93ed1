"""Three workers are killed in the middle of 200 messages, and answers get lost besides.

The same at full size is `yiwang bench crash`.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from mobile_api.shared.settings.settings import Settings
from notifications.models import ChannelName, Delivery, DeliveryState
from notifications.policy import CHANNEL_POLICY, ChannelPolicy
from notifications.service import notify
from tests.committed import committed
from tests.notifications.sending.test_crash import start_relay
from tests.simulators import defaults
from tests.stack import Stack
from tests.wechat.at_wechat import POSTED as TEMPLATE
from tests.wechat.at_wechat import SEND, Platform
from tests.wechat.fixtures import Bind
from wechat.login import WechatIdentity
from wechat.models import WechatBinding

TEMPLATE_SEND = "/cgi-bin/message/template/send"
USERS, EACH, KILLS = 20, 5, 3
LEASE = timedelta(seconds=2)
BY_SUBSCRIPTION, BY_TEMPLATE = ChannelName.mini_program, ChannelName.official_template


@pytest.fixture
def two_ways(stack: Stack, database: None) -> Iterator[None]:
    """Each of the two events has one way out."""
    ways = {BY_SUBSCRIPTION: frozenset({"posted"}), BY_TEMPLATE: frozenset({"accepted"})}
    with stack.having(CHANNEL_POLICY, ChannelPolicy(ways)):
        yield


@pytest.fixture
async def people(two_ways: None, platform: Platform, bind: Bind) -> dict[str, UUID]:
    """Users who agreed to enough messages, and who follow the official account."""
    found = {}
    for number in range(USERS):
        user = f"citizen-{number}"
        found[user] = (await bind(user)).person_id
        openid = await platform.follower(user)
        who = WechatIdentity(defaults.OFFICIAL_ACCOUNT_APP_ID, openid, None, "")
        await WechatBinding.bind(found[user], who)
        for _ in range(EACH):
            await platform.accept(TEMPLATE, user=user)
    return found


async def tell(person_id: UUID, event: str, number: int) -> None:
    data = {
        "item_name": "居住证签注",
        "case_number": str(number),
        "waybill_number": str(number),
        "accepted_on": "2026年11月3日",
        "due_on": "2026年11月30日",
    }
    key = f"{event}:{number}"
    await committed(notify(person_id, event, data, subject=f"case:{number}", dedupe_key=key))


async def killed_in_the_middle(stack: Stack, settings: Settings, platform: Platform) -> None:
    before = await platform.count(SEND) + await platform.count(TEMPLATE_SEND)
    process = await start_relay(settings, stack, LEASE)
    async with asyncio.timeout(20):
        while True:
            if await platform.count(SEND) + await platform.count(TEMPLATE_SEND) > before + 5:
                break
            await asyncio.sleep(0.01)
    process.kill()
    await process.wait()


async def until_nothing_is_due(stack: Stack, settings: Settings) -> None:
    process = await start_relay(settings, stack, LEASE)
    async with asyncio.timeout(30):
        while True:
            if not await Delivery.filter(due_at__isnull=False).exists():
                break
            await asyncio.sleep(0.1)
    process.kill()
    await process.wait()


async def test_every_message_has_its_end_and_none_comes_twice(
    stack: Stack, settings: Settings, platform: Platform, people: dict[str, UUID]
) -> None:
    platform.config.sending_seconds = 0.05
    for path in (SEND, TEMPLATE_SEND):
        await platform.fail(path, "reset", times=5)
    for turn in range(EACH):
        for number, person_id in enumerate(people.values(), turn * USERS):
            await tell(person_id, "posted", number)
            await tell(person_id, "accepted", number)
        if turn < KILLS:
            await killed_in_the_middle(stack, settings, platform)
    await until_nothing_is_due(stack, settings)
    await check(platform, people)


async def check(platform: Platform, people: dict[str, UUID]) -> None:
    rows = await Delivery.filter(place=1).values("person_id", "channel", "state")
    assert len(rows) == 2 * USERS * EACH
    ended = Counter((row["channel"], row["state"]) for row in rows)
    sent, unsure = DeliveryState.sent, DeliveryState.sent_unconfirmed
    assert ended[BY_TEMPLATE, sent] == USERS * EACH
    assert ended[BY_SUBSCRIPTION, sent] + ended[BY_SUBSCRIPTION, unsure] == USERS * EACH
    for user, person_id in people.items():
        taken = [one for one in await platform.chat(user) if one["kind"] == "template"]
        assert len(taken) == EACH
        numbers = [one["data"]["character_string2"] for one in await platform.inbox(user)]
        assert len(numbers) == len(set(numbers))
        own = Counter(
            row["state"]
            for row in rows
            if row["person_id"] == person_id and row["channel"] == BY_SUBSCRIPTION
        )
        assert own[sent] <= len(numbers) <= EACH
