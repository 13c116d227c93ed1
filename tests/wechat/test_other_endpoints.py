"""Endpoints of WeChat that wechatpy does not know: phone numbers and safety checks."""

import asyncio

import pytest

from mobile_api.shared.errors import TemporarilyUnavailable
from tests.wechat.at_wechat import Platform
from tests.wechat.calls import CODE, QUOTA, code_for, quota_of
from wechat.content import safety
from wechat.content.safety import Scene, Suggestion
from wechat.phone_numbers import PhoneCodeRefused, exchange_phone_code
from wechat.platform.client import WechatClient
from wechat.platform.errors import (
    PersonNotSeenLately,
    RecipientUnreachable,
    TemplateUnusable,
)

PHONE = "/wxa/business/getuserphonenumber"


@pytest.mark.parametrize("as_number", [False, True])
async def test_a_tap_tells_the_phone_number(
    platform: Platform, client: WechatClient, as_number: bool
) -> None:
    platform.config.country_code_as_number = as_number
    await platform.post("person", user="citizen", phone="19900000001")
    found = await exchange_phone_code(client, await platform.phone_code())
    assert (found.number, found.country_code) == ("19900000001", "86")
    assert "19900000001" not in repr(found)


async def test_codes_that_tell_no_number(platform: Platform, client: WechatClient) -> None:
    used = await platform.phone_code()
    await exchange_phone_code(client, used)
    late = await platform.phone_code()
    platform.clock.advance(301)
    for code in (used, late, await platform.login_code(), "", "made-up"):
        with pytest.raises(PhoneCodeRefused):
            await exchange_phone_code(client, code)
    await platform.fail(PHONE, "empty")
    with pytest.raises(TemporarilyUnavailable):
        await exchange_phone_code(client, await platform.phone_code())


async def test_an_error_may_come_under_the_type_of_a_picture(
    platform: Platform, client: WechatClient
) -> None:
    await platform.fail(CODE, "mislabelled")
    with pytest.raises(TemplateUnusable):
        await code_for(client, scene="a", page="pages/unknown")


@pytest.mark.parametrize(
    ("text", "suggestion", "label"),
    [
        ("如何办理居住证", Suggestion.passed, 100),
        ("兼职刷单", Suggestion.review, 21_000),
        ("代开发票", Suggestion.risky, 20_006),
    ],
)
async def test_text_is_judged(
    platform: Platform, client: WechatClient, text: str, suggestion: Suggestion, label: int
) -> None:
    openid = (await client.wxa.code_to_session(await platform.login_code()))["openid"]
    verdict = await safety.check_text(client, openid=openid, scene=Scene.profile, text=text)
    assert (verdict.suggestion, verdict.label) == (suggestion, label)
    assert verdict.trace_id


async def test_people_who_were_not_here_lately(platform: Platform, client: WechatClient) -> None:
    openid = (await client.wxa.code_to_session(await platform.login_code()))["openid"]
    platform.clock.advance(7_201)
    with pytest.raises(PersonNotSeenLately):
        await safety.check_text(client, openid=openid, scene=Scene.profile, text="x")
    with pytest.raises(RecipientUnreachable):
        await safety.check_image(client, openid="o", scene=Scene.profile, link="http://a")


@pytest.mark.parametrize("kind", ["byte_order_mark", "control_characters"])
async def test_answers_that_strict_json_forbids_are_read(
    platform: Platform, client: WechatClient, kind: str
) -> None:
    await platform.fail(QUOTA, kind)
    assert await quota_of(client, "/cgi-bin/stable_token")


async def test_tickets_are_fetched_once_for_all(
    platform: Platform, official_account: WechatClient
) -> None:
    tickets = await asyncio.gather(*(official_account.tickets.current() for _ in range(50)))
    assert len(set(tickets)) == 1
    assert await platform.count("/cgi-bin/ticket/getticket") == 1
