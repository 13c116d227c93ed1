"""Template messages of the official account, over WeChat's own protocol, and its refusals."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from mobile_api.shared import clock
from mobile_api.shared.ids import new_id
from mobile_api.shared.settings.settings import Settings
from notifications.channels.official_account import OfficialTemplateChannel, Opens
from notifications.models import DeliveryState
from notifications.words import reasons
from tests.notifications.official import APP_ID, PAGE, TEMPLATE_SEND, bound, due, tried
from tests.simulators import defaults
from tests.wechat.at_wechat import Platform
from wechat.inbound import Push
from wechat.official_account import followers
from wechat.platform.client import WechatClient, make_official_account


@pytest.fixture
async def account(settings: Settings, redis: Redis) -> AsyncIterator[WechatClient]:
    made = make_official_account(settings, redis)
    assert made is not None
    yield made
    await made.close()


@pytest.fixture
def messages(database: None, account: WechatClient, settings: Settings) -> OfficialTemplateChannel:
    templates = settings.wechat_official_account_templates
    return OfficialTemplateChannel(account, templates, Opens.of(settings))


async def templates_in_chat(platform: Platform) -> list[dict[str, object]]:
    return [one for one in await platform.chat() if one["kind"] == "template"]


async def test_a_follower_gets_the_message_once(
    platform: Platform, messages: OfficialTemplateChannel
) -> None:
    delivery = due(await bound(await platform.follower()))
    first = await tried(messages, delivery)
    again = await tried(messages, delivery)
    assert first.state == again.state == DeliveryState.sent
    [message] = await templates_in_chat(platform)
    assert message["data"] == delivery.content
    assert message["opens"] == {
        "appid": defaults.MINI_PROGRAM_APP_ID,
        "pagepath": PAGE,
        "url": "http://127.0.0.1:8080/status",
    }
    assert first.message_id == again.message_id == str(message["msgid"])


async def test_where_no_mini_program_is_bound_the_web_page_opens(
    platform: Platform, account: WechatClient, settings: Settings, database: None
) -> None:
    alone = settings.model_copy(update={"wechat_official_account_opens_mini_program": False})
    templates = settings.wechat_official_account_templates
    channel = OfficialTemplateChannel(account, templates, Opens.of(alone))
    await tried(channel, due(await bound(await platform.follower())))
    [message] = await templates_in_chat(platform)
    assert message["opens"] == {"url": "http://127.0.0.1:8080/status"}


async def test_a_refused_template_is_the_persons_choice(
    platform: Platform, messages: OfficialTemplateChannel, caplog: pytest.LogCaptureFixture
) -> None:
    delivery = due(await bound(await platform.follower()))
    template_id = defaults.OFFICIAL_TEMPLATE_IDS["accepted"]
    await platform.on_official("refuse", template_id=template_id)
    outcome = await tried(messages, delivery)
    assert (outcome.state, outcome.reason) == (DeliveryState.fallen_back, reasons.BLOCKED_BY_PERSON)
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


async def test_who_left_is_not_asked_again_until_they_come_back(
    platform: Platform, messages: OfficialTemplateChannel
) -> None:
    openid = await platform.follower()
    await platform.on_official("unfollow")
    delivery = due(await bound(openid))
    outcome = await tried(messages, delivery)
    assert (outcome.state, outcome.reason) == (DeliveryState.failed, "recipient_unreachable")
    assert not await messages.addresses_of([delivery])
    await platform.follower()
    later = int((clock.now() + timedelta(seconds=5)).timestamp())
    with clock.standing_at(clock.now() + timedelta(seconds=10)):
        push = Push(APP_ID, openid, "subscribe", {"CreateTime": later})
        for handle in followers.HANDLERS["subscribe"]:
            await handle(push)
    assert (await tried(messages, delivery)).state == DeliveryState.sent


@pytest.mark.parametrize(("code", "other_event_is_tried"), [(43116, True), (43107, False)])
async def test_a_ban_is_told_once_and_not_asked_about_again(
    platform: Platform,
    messages: OfficialTemplateChannel,
    caplog: pytest.LogCaptureFixture,
    code: int,
    other_event_is_tried: bool,
) -> None:
    person_id = await bound(await platform.follower())
    await platform.fail(TEMPLATE_SEND, "error", code=code)
    outcomes = [await tried(messages, due(person_id)) for _ in range(3)]
    assert {one.state for one in outcomes} == {DeliveryState.failed}
    assert len({one.reason for one in outcomes}) == 1
    assert await platform.count(TEMPLATE_SEND) == 1
    errors = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert len(errors) == 1
    await tried(messages, due(person_id, "posted"))
    assert await platform.count(TEMPLATE_SEND) == 1 + other_event_is_tried
    with clock.standing_at(clock.now() + timedelta(minutes=31)):
        assert (await tried(messages, due(person_id))).state == DeliveryState.sent


@pytest.mark.parametrize(
    ("code", "state", "is_of_account"),
    [
        (43117, DeliveryState.pending, False),
        (43108, DeliveryState.pending, False),
        (45009, DeliveryState.pending, True),
        (48001, DeliveryState.pending, True),
        (-1, DeliveryState.pending, False),
        (40037, DeliveryState.failed, False),
        (40249, DeliveryState.failed, False),
    ],
)
async def test_each_refusal_has_its_reaction(
    platform: Platform,
    messages: OfficialTemplateChannel,
    code: int,
    state: DeliveryState,
    is_of_account: bool,
) -> None:
    delivery = due(await bound(await platform.follower()))
    await platform.fail(TEMPLATE_SEND, "error", code=code)
    outcome = await tried(messages, delivery)
    assert (outcome.state, outcome.is_of_account) == (state, is_of_account)
    assert reasons.sentence(outcome.reason)


async def test_a_lost_answer_is_repeated_under_the_same_id(
    platform: Platform, messages: OfficialTemplateChannel
) -> None:
    delivery = due(await bound(await platform.follower()))
    await platform.fail(TEMPLATE_SEND, "reset")
    assert (await tried(messages, delivery)).state == DeliveryState.sent_unconfirmed
    assert messages.repeats_safely
    assert messages.repeats_safely_for < timedelta(minutes=10)
    assert (await tried(messages, delivery)).state == DeliveryState.sent
    assert len(await templates_in_chat(platform)) == 1


async def test_an_event_without_a_template_is_not_sent(
    platform: Platform, messages: OfficialTemplateChannel
) -> None:
    delivery = replace(due(await bound(await platform.follower())), event="delivered")
    outcome = await tried(messages, delivery)
    assert (outcome.state, outcome.reason) == (DeliveryState.fallen_back, reasons.NO_TEMPLATE)
    assert await platform.count(TEMPLATE_SEND) == 0


async def test_a_batch_is_one_query_of_people(
    platform: Platform, messages: OfficialTemplateChannel
) -> None:
    follower = await bound(await platform.follower())
    deliveries = [due(follower), due(follower, "posted"), due(new_id())]
    addresses = await messages.addresses_of(deliveries)
    assert set(addresses) == {one.id for one in deliveries[:2]}
    assert len({one.to for one in addresses.values()}) == 1
