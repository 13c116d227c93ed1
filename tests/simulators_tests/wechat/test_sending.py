"""Subscription messages: each consent is one message, and every refusal has its code."""

import asyncio
from dataclasses import replace

import pytest

from tests.simulators import defaults
from tests.simulators.wechat.ground.config import WechatConfig
from tests.simulators_tests.wechat.calls import POSTED, POSTED_DATA, SEND, Wechat


async def test_each_accept_is_one_message(wx: Wechat) -> None:
    openid = await wx.openid()
    assert (await wx.send(openid))["errcode"] == 43101
    for _ in range(2):
        await wx.phone("subscribe", template_ids=[POSTED])
    codes = [(await wx.send(openid))["errcode"] for _ in range(3)]
    assert codes == [0, 0, 43101]
    assert len(await wx.inbox()) == 2


async def test_the_person_reads_what_was_sent(wx: Wechat) -> None:
    await wx.phone("subscribe", template_ids=[POSTED])
    answer = await wx.send(await wx.openid(), page="pages/case/detail?case_number=1")
    (message,) = await wx.inbox()
    assert message["event"] == "posted"
    assert message["page"] == "pages/case/detail?case_number=1"
    assert message["data"] == POSTED_DATA
    assert message["labelled"][1] == ["邮件号", "1100000000001"]
    assert message["msgid"] == answer["msgid"]


async def test_msgid_may_be_absent(wx: Wechat, wechat_config: WechatConfig) -> None:
    wechat_config.reply_with_msgid = False
    await wx.phone("subscribe", template_ids=[POSTED])
    assert await wx.send(await wx.openid()) == {"errcode": 0, "errmsg": "ok"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"touser": "o-unknown"}, 40003),
        ({"template_id": "unknown"}, 40037),
        ({"page": "pages/not/released"}, 41030),
        ({"page": "/pages/case/detail"}, 41030),
        ({"data": {}}, 47003),
    ],
)
async def test_a_refused_message_costs_no_consent(
    wx: Wechat, changes: dict[str, object], code: int
) -> None:
    openid = await wx.openid()
    await wx.phone("subscribe", template_ids=[POSTED])
    answer = await wx.send(openid, **changes)
    assert answer["errcode"] == code
    assert " rid: " in answer["errmsg"]
    assert (await wx.send(openid))["errcode"] == 0


async def test_a_page_under_development_may_be_named_for_a_trial(wx: Wechat) -> None:
    await wx.phone("subscribe", template_ids=[POSTED])
    answer = await wx.send(await wx.openid(), page="pages/new", miniprogram_state="trial")
    assert answer["errcode"] == 0


async def test_two_sends_to_one_person_at_once_are_refused(
    wx: Wechat, wechat_config: WechatConfig
) -> None:
    wechat_config.sending_seconds = 0.1
    openid = await wx.openid()
    for _ in range(2):
        await wx.phone("subscribe", template_ids=[POSTED])
    answers = await asyncio.gather(wx.send(openid), wx.send(openid))
    assert sorted(one["errcode"] for one in answers) == [0, 43108]


async def test_a_form_is_not_json(wx: Wechat) -> None:
    query = {"access_token": await wx.token()}
    async with wx.http.post(wx.url + SEND, params=query, data={"touser": "x"}) as response:
        assert response.status == 200
        assert (await response.json(content_type=None))["errcode"] == 47001


async def test_a_template_switched_off_and_a_main_switch_off_end_the_consent(wx: Wechat) -> None:
    openid = await wx.openid()
    await wx.phone("subscribe", template_ids=[POSTED])
    await wx.phone("refuse", template_id=POSTED)
    assert (await wx.send(openid))["errcode"] == 43101
    await wx.phone("subscribe", template_ids=[POSTED])
    await wx.phone("person", subscriptions_off=True)
    assert (await wx.send(openid))["errcode"] == 43101


async def test_the_phone_refuses_impossible_requests(
    wx: Wechat, wechat_config: WechatConfig
) -> None:
    long_term = [
        replace(defaults.TEMPLATES[0], template_id=f"long-{n}", long_term=True) for n in range(6)
    ]
    wechat_config.programs = (
        replace(defaults.MINI_PROGRAM, templates=(*defaults.TEMPLATES, *long_term)),
    )
    ids = [template.template_id for template in long_term]
    asked: list[list[str]] = [[], ["unknown"], [POSTED, ids[0]], ids]
    codes = [(await wx.phone("subscribe", template_ids=one))["errCode"] for one in asked]
    await wx.phone("person", subscriptions_off=True)
    codes.append((await wx.phone("subscribe", template_ids=[POSTED]))["errCode"])
    assert codes == [20001, 20001, 20002, 20003, 20004]


async def test_a_long_term_consent_is_not_used_up(wx: Wechat, wechat_config: WechatConfig) -> None:
    templates = tuple(replace(one, long_term=True) for one in defaults.TEMPLATES)
    wechat_config.programs = (replace(defaults.MINI_PROGRAM, templates=templates),)
    openid = await wx.openid()
    await wx.phone("subscribe", template_ids=[POSTED])
    assert [(await wx.send(openid))["errcode"] for _ in range(3)] == [0, 0, 0]
