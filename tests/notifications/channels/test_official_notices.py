"""Subscription notices of the official account, and what they do to the consent ledger."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from mobile_api.shared import clock
from mobile_api.shared.settings.settings import Settings
from notifications.channels.official_account import OfficialSubscriptionChannel, Opens
from notifications.models import DeliveryState
from tests.notifications.official import APP_ID, BIZSEND, bound, due, tried
from tests.simulators import defaults
from tests.wechat.at_wechat import Platform
from wechat.models import ConsentBalance, hash_of_openid
from wechat.platform.client import WechatClient, make_official_account


@pytest.fixture
async def account(settings: Settings, redis: Redis) -> AsyncIterator[WechatClient]:
    made = make_official_account(settings, redis)
    assert made is not None
    yield made
    await made.close()


@pytest.fixture
def notices(
    database: None, account: WechatClient, settings: Settings
) -> OfficialSubscriptionChannel:
    templates = settings.wechat_official_account_subscriptions
    long_term = settings.wechat_long_term_templates
    return OfficialSubscriptionChannel(account, templates, Opens.of(settings), long_term)


async def balance(openid: str, event: str) -> int:
    held = await ConsentBalance.get(
        openid_hash=hash_of_openid(openid),
        template_id=defaults.OFFICIAL_SUBSCRIPTION_IDS[event],
    )
    return held.balance


async def test_one_consent_one_notice(
    platform: Platform, notices: OfficialSubscriptionChannel
) -> None:
    openid = await platform.follower()
    template_id = defaults.OFFICIAL_SUBSCRIPTION_IDS["accepted"]
    await ConsentBalance.create(
        app_id=APP_ID,
        openid_hash=hash_of_openid(openid),
        template_id=template_id,
        confirmed=2,
        updated_at=clock.now(),
    )
    await platform.on_official("subscribe", template_ids=[template_id])
    person_id = await bound(openid)
    first = await tried(notices, due(person_id, channel="official_subscription"))
    assert first.state == DeliveryState.sent
    assert await balance(openid, "accepted") == 1
    second = await tried(notices, due(person_id, channel="official_subscription"))
    assert (second.state, second.reason) == (DeliveryState.fallen_back, "no_consent")
    assert await balance(openid, "accepted") == 0


async def test_a_long_term_consent_is_not_used_up(
    platform: Platform, notices: OfficialSubscriptionChannel
) -> None:
    openid = await platform.follower()
    template_id = defaults.OFFICIAL_SUBSCRIPTION_IDS["correction_requested"]
    await platform.on_official("subscribe", template_ids=[template_id])
    person_id = await bound(openid)
    for _ in range(3):
        delivery = due(person_id, "correction_requested", "official_subscription")
        assert (await tried(notices, delivery)).state == DeliveryState.sent
    assert not await ConsentBalance.exists(template_id=template_id)
    assert await platform.count(BIZSEND) == 3
