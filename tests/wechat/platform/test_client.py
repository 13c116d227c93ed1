"""Every way a call can end has a name, and a lost answer is told apart from a refusal."""

import asyncio
from datetime import datetime

import pytest
from redis.asyncio import Redis

from mobile_api.shared import clock
from mobile_api.shared.settings.settings import Settings
from tests.dates import simulators_clock
from tests.simulators import defaults
from tests.simulators.running import running
from tests.simulators.wechat import create_app
from tests.wechat.at_wechat import POSTED, SEND, Platform
from tests.wechat.calls import code_for
from wechat.platform import errors
from wechat.platform.client import WechatClient, make_client
from wechat.subscription_messages import send

VALUES = {"thing1": "居住证签注", "character_string2": "1100000000001", "thing3": "请留意查收"}


async def send_one(platform: Platform, client: WechatClient) -> str | None:
    openid = await platform.openid()
    return await send(
        client, openid=openid, template_id=POSTED, page="pages/case/detail?id=1", values=VALUES
    )


async def test_a_message_arrives_as_it_was_written(
    platform: Platform, client: WechatClient
) -> None:
    await platform.accept(POSTED)
    message_id = await send_one(platform, client)
    (message,) = await platform.inbox()
    assert message["data"] == VALUES
    assert (message["page"], str(message["msgid"])) == ("pages/case/detail?id=1", message_id)
    (request,) = await platform.requests(SEND)
    assert VALUES["thing1"] in request["body"], "escapes would count six characters each"


async def test_wechat_may_leave_the_message_id_out(
    platform: Platform, client: WechatClient
) -> None:
    platform.config.reply_with_msgid = False
    await platform.accept(POSTED)
    assert await send_one(platform, client) is None


@pytest.mark.parametrize("kind", ["reset", "empty", "truncated"])
async def test_a_lost_answer_is_neither_success_nor_refusal(
    platform: Platform, client: WechatClient, kind: str
) -> None:
    await platform.accept(POSTED)
    await platform.fail(SEND, kind)
    with pytest.raises(errors.OutcomeUnknown):
        await send_one(platform, client)
    assert len(await platform.inbox()) == 1


async def test_a_gateway_that_cannot_reach_wechat_did_nothing(
    platform: Platform, client: WechatClient
) -> None:
    await platform.accept(POSTED)
    await platform.fail(SEND, "bad_gateway")
    with pytest.raises(errors.WechatFault) as raised:
        await send_one(platform, client)
    assert type(raised.value) is errors.TransientFault
    assert await platform.inbox() == []


async def test_nobody_listens(settings: Settings, redis: Redis) -> None:
    async with running(create_app(defaults.wechat_config(), simulators_clock())) as url:
        client = make_client(settings.model_copy(update={"wechat_api_url": url}), redis)
        await client.tokens.current()
    with pytest.raises(errors.WechatFault) as raised:
        await send(client, openid="o1", template_id=POSTED, page="", values=VALUES)
    assert type(raised.value) is errors.TransientFault
    await client.close()


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (-1, errors.TransientFault),
        (43101, errors.ConsentUsedUp),
        (40003, errors.RecipientUnreachable),
        (43108, errors.TooFrequentForRecipient),
        (45009, errors.DayQuotaExhausted),
        (45011, errors.MinuteQuotaExhausted),
        (40037, errors.TemplateUnusable),
        (41030, errors.TemplateUnusable),
        (47003, errors.ArgumentRefused),
        (48001, errors.ConfigurationFault),
        (40164, errors.ConfigurationFault),
        (43107, errors.CapabilityBanned),
        (45168, errors.ContentRefused),
        (50002, errors.RecipientUnreachable),
        (49999, errors.WechatFault),
    ],
)
async def test_each_error_code_has_its_reaction(
    platform: Platform, client: WechatClient, code: int, fault: type[errors.WechatFault]
) -> None:
    await platform.fail(SEND, "error", code=code)
    with pytest.raises(errors.WechatFault) as raised:
        await send_one(platform, client)
    assert type(raised.value) is fault
    assert raised.value.errcode == code
    assert len(raised.value.rid) == 26


async def test_a_used_up_day_waits_for_midnight_in_beijing() -> None:
    with clock.standing_at(datetime(2026, 11, 3, 22, 0, tzinfo=clock.BEIJING)):
        wait = errors.DayQuotaExhausted(45009).wait
    assert 7_195 <= wait.total_seconds() <= 7_200


async def test_sign_in_carries_no_access_token(platform: Platform, client: WechatClient) -> None:
    await client.tokens.current()
    await client.wxa.code_to_session(await platform.login_code())
    (request,) = await platform.requests("/sns/jscode2session")
    assert set(request["query"]) == {"appid", "secret", "js_code", "grant_type"}


async def test_a_code_for_a_page_is_a_picture(platform: Platform, client: WechatClient) -> None:
    picture = await code_for(client, scene="g=1", page="pages/guide/detail")
    assert picture.startswith(b"\xff\xd8\xff")
    with pytest.raises(errors.ArgumentRefused):
        await code_for(client, scene="居住证", page="pages/guide/detail")
    with pytest.raises(errors.TemplateUnusable):
        await code_for(client, scene="g=1", page="pages/unknown")


async def test_calls_run_side_by_side(platform: Platform, client: WechatClient) -> None:
    platform.config.sending_seconds = 0.3
    users = [f"citizen-{number}" for number in range(20)]
    for user in users:
        await platform.accept(POSTED, user=user)
    openids = [await platform.openid(user) for user in users]
    started = asyncio.get_running_loop().time()
    await asyncio.gather(
        *(
            send(
                client,
                openid=openid,
                template_id=defaults.TEMPLATE_IDS["posted"],
                page="",
                values=VALUES,
            )
            for openid in openids
        )
    )
    assert asyncio.get_running_loop().time() - started < 2
