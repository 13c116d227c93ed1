"""One short message over the provider's real protocol, and each way in which it can go wrong."""

import json
import logging
from datetime import timedelta

import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.settings.settings import Settings
from notifications.sms.client import SmsClient
from notifications.sms.errors import (
    SmsError,
    SmsLimited,
    SmsMisconfigured,
    SmsOutcomeUnknown,
    SmsRefused,
    SmsUnreachable,
)
from tests.notifications.sms.conftest import Carrier
from tests.simulators.sms import defaults
from tests.stack import Stack

PHONE = "13800138000"
CODE, NOTICE = defaults.TEMPLATES["sign_in_code"].code, defaults.TEMPLATES["declined"].code
WORDS = {"item_name": "护照 换发/补发+办理*~", "case_number": "999900202611030000017"}


async def send_code(client: SmsClient, phone: str = PHONE) -> str:
    return await client.send(phone, CODE, {"code": "246810"}, out_id="a")


async def test_a_message_reaches_the_phone(client: SmsClient, carrier: Carrier) -> None:
    message_id = await client.send(PHONE, NOTICE, WORDS, out_id="delivery-1")
    [message] = await carrier.inbox(PHONE)
    assert message["biz_id"] == message_id
    assert message["out_id"] == "delivery-1"
    assert message["text"].startswith(f"【{defaults.SIGN_NAME}】您申请的护照 换发/补发+办理*~(")
    assert await carrier.inbox("13900000000") == []


async def test_without_an_account_there_is_no_client(stack: Stack) -> None:
    settings = stack.settings.model_copy(update={"sms_access_key_id": ""})
    assert SmsClient.open(settings, REDIS.of(stack.app)) is None


async def test_another_secret_is_refused(
    sms_settings: Settings, stack: Stack, carrier: Carrier
) -> None:
    settings = sms_settings.model_copy(update={"sms_access_key_secret": "other"})
    client = SmsClient.open(settings, REDIS.of(stack.app))
    assert client is not None
    with pytest.raises(SmsMisconfigured, match="SignatureDoesNotMatch"):
        await send_code(client)
    await client.close()
    assert await carrier.inbox(PHONE) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("isv.MOBILE_NUMBER_ILLEGAL", SmsRefused),
        ("isv.AMOUNT_NOT_ENOUGH", SmsMisconfigured),
        ("isv.SMS_TEMPLATE_ILLEGAL", SmsMisconfigured),
        ("isv.A_NEW_CODE", SmsRefused),
        ("isp.SYSTEM_ERROR", SmsUnreachable),
        ("ServiceUnavailable", SmsUnreachable),
        ("Throttling.User", SmsLimited),
        ("isv.DAY_LIMIT_CONTROL", SmsLimited),
        ("a code with 13800138000 in it", SmsRefused),
    ],
)
async def test_each_code_has_its_reaction(
    client: SmsClient, carrier: Carrier, code: str, expected: type[SmsError]
) -> None:
    await carrier.fail("error", code=code)
    with pytest.raises(SmsError) as raised:
        await send_code(client)
    assert type(raised.value) is expected
    assert PHONE not in str(raised.value)
    assert await carrier.inbox(PHONE) == []


@pytest.mark.parametrize(
    ("kind", "expected", "arrived"),
    [
        ("bad_gateway", SmsUnreachable, 0),
        ("reset", SmsOutcomeUnknown, 1),
        ("empty", SmsOutcomeUnknown, 1),
        ("truncated", SmsOutcomeUnknown, 1),
    ],
)
async def test_networks_on_their_bad_days(
    client: SmsClient, carrier: Carrier, kind: str, expected: type[SmsError], arrived: int
) -> None:
    await carrier.fail(kind)
    with pytest.raises(SmsError) as raised:
        await send_code(client)
    assert type(raised.value) is expected
    assert len(await carrier.inbox(PHONE)) == arrived


async def test_nobody_listens(stack: Stack) -> None:
    settings = stack.settings.model_copy(update={"sms_url": "http://127.0.0.1:9"})
    client = SmsClient.open(settings, REDIS.of(stack.app))
    assert client is not None
    with pytest.raises(SmsUnreachable, match="no_connection") as raised:
        await send_code(client)
    assert type(raised.value) is SmsUnreachable
    await client.close()


async def test_the_providers_limit_says_how_long_to_wait(
    client: SmsClient, carrier: Carrier
) -> None:
    waits = []
    for number in range(6):
        await send_code(client)
        with pytest.raises(SmsLimited) as raised:
            await send_code(client)
        waits.append(raised.value.wait)
        carrier.clock.advance(61)
        if number == 4:
            break
    assert waits == [timedelta(minutes=1)] * 5
    with pytest.raises(SmsLimited) as raised:
        await send_code(client, "13800138001")
        await send_code(client)
    assert len(await carrier.inbox("13800138001")) == 1


async def test_a_phone_is_not_flooded(client: SmsClient, carrier: Carrier) -> None:
    for _ in range(10):
        await client.send(PHONE, NOTICE, WORDS, out_id="a")
    with pytest.raises(SmsLimited, match="local:sms-phone-hour") as raised:
        await client.send(PHONE, NOTICE, WORDS, out_id="a")
    assert timedelta(minutes=59) < raised.value.wait <= timedelta(hours=1)
    assert len(await carrier.inbox(PHONE)) == 10
    await client.send("13800138001", NOTICE, WORDS, out_id="a")


async def test_the_day_has_a_budget(sms_settings: Settings, stack: Stack) -> None:
    settings = sms_settings.model_copy(update={"sms_day_budget": 1})
    client = SmsClient.open(settings, REDIS.of(stack.app))
    assert client is not None
    await send_code(client)
    with pytest.raises(SmsLimited, match="local:sms-budget-day"):
        await send_code(client, "13800138001")
    await client.close()


async def test_redis_gone_stops_no_message(sms_settings: Settings, carrier: Carrier) -> None:
    gone = Redis(host="127.0.0.1", port=9, retry=Retry(NoBackoff(), 0))
    client = SmsClient.open(sms_settings, gone)
    assert client is not None
    await send_code(client)
    await client.close()
    assert len(await carrier.inbox(PHONE)) == 1


async def test_logs_hold_no_number(
    client: SmsClient, carrier: Carrier, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await send_code(client)
    await carrier.fail("reset")
    with pytest.raises(SmsOutcomeUnknown) as raised:
        await send_code(client, "13800138001")
    ours = [one for one in caplog.records if not one.name.startswith("aiohttp")]
    assert not any("1380013800" in one.getMessage() for one in ours)
    assert raised.value.__suppress_context__
    [first, _] = await carrier.requests()
    assert json.loads(first["query"]["TemplateParam"]) == {"code": "246810"}
