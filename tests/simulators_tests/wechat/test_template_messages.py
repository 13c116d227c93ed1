"""Template messages and subscription notices of the official account."""

from dataclasses import replace
from typing import Any

import pytest

from tests.simulators import defaults
from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.config import WechatConfig
from tests.simulators_tests.receiver import Receiver, eventually
from tests.simulators_tests.wechat.calls import POSTED_DATA, Wechat
from tests.simulators_tests.wechat.official import opened

SEND = "/cgi-bin/message/template/send"
NOTICE = "/cgi-bin/message/subscribe/bizsend"
POSTED = defaults.OFFICIAL_TEMPLATE_IDS["posted"]
POSTED_NOTICE = defaults.OFFICIAL_SUBSCRIPTION_IDS["posted"]
LONG_TERM = defaults.LONG_TERM_TEMPLATE_IDS[0]
DATA = {key: {"value": value} for key, value in POSTED_DATA.items()}
PAGE = {"appid": defaults.MINI_PROGRAM_APP_ID, "pagepath": "pages/case/detail?id=1"}


async def send(wx: Wechat, openid: str, **changes: object) -> dict[str, Any]:
    return await wx.ask(SEND, {"touser": openid, "template_id": POSTED, "data": DATA, **changes})


async def test_a_follower_gets_it_and_the_account_is_told(wx: Wechat, receiver: Receiver) -> None:
    openid = await wx.follower()
    answer = await send(wx, openid, url="https://example.cn/1", miniprogram=PAGE)
    message = (await wx.chat())[-1]
    assert (message["kind"], message["data"]) == ("template", POSTED_DATA)
    assert message["labelled"][1] == ["邮件号", POSTED_DATA["character_string2"]]
    assert message["opens"] == {**PAGE, "url": "https://example.cn/1"}

    async def told() -> bool:
        return len(receiver.calls) == 2

    assert await eventually(told)
    job = opened(receiver.calls[-1])
    assert (job["Event"], job["Status"]) == ("TEMPLATESENDJOBFINISH", "success")
    assert job["MsgID"] == str(answer["msgid"])


async def test_one_client_msg_id_sends_once_in_ten_minutes(wx: Wechat, clock: Clock) -> None:
    openid, other = await wx.follower(), await wx.follower("other")
    first = await send(wx, openid, client_msg_id="a")
    assert await send(wx, openid, client_msg_id="a") == first
    assert len([one for one in await wx.chat() if one["kind"] == "template"]) == 1
    assert (await send(wx, other, client_msg_id="a"))["msgid"] != first["msgid"]
    clock.advance(601)
    assert (await send(wx, openid, client_msg_id="a"))["msgid"] != first["msgid"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"touser": "o-nobody"}, 40003),
        ({"template_id": "none"}, 40037),
        ({"data": {**DATA, "thing1": {"value": "长" * 21}}}, 47003),
        ({"data": {**DATA, "thing1": {"value": "代开发票"}}}, 40249),
        ({"miniprogram": {"appid": "wx0", "pagepath": "pages/case/detail"}}, 40013),
        ({"miniprogram": {**PAGE, "pagepath": "pages/unknown"}}, 40165),
    ],
)
async def test_what_wechat_refuses(wx: Wechat, changes: dict[str, object], code: int) -> None:
    assert (await send(wx, await wx.follower(), **changes))["errcode"] == code


async def test_a_message_opens_bound_mini_programs_only(
    wx: Wechat, wechat_config: WechatConfig
) -> None:
    openid = await wx.follower()
    wechat_config.official_accounts = (replace(defaults.OFFICIAL_ACCOUNT, mini_programs=()),)
    assert (await send(wx, openid, miniprogram=PAGE))["errcode"] == 40013


async def test_people_who_left_refused_or_got_too_many(
    wx: Wechat, wechat_config: WechatConfig, receiver: Receiver
) -> None:
    openid = await wx.follower()
    wechat_config.template_messages_a_minute = 1
    await send(wx, openid)
    assert (await send(wx, openid))["errcode"] == 43117
    told = len(receiver.calls)
    await wx.on_official("refuse", template_id=POSTED)
    assert (await send(wx, openid))["errcode"] == 43101
    assert len(receiver.calls) == told, "nobody is told of such a refusal"
    await wx.on_official("unfollow")
    assert (await send(wx, openid))["errcode"] == 43004
    wechat_config.banned_templates = frozenset({POSTED})
    assert (await send(wx, await wx.follower("other")))["errcode"] == 43116


async def test_a_late_failure(
    wx: Wechat, receiver: Receiver, wechat_config: WechatConfig, clock: Clock
) -> None:
    openid = await wx.follower()
    wechat_config.template_message_seconds = 1_800
    await wx.on_official("person", template_status="failed:user block")
    await send(wx, openid)
    assert len(receiver.calls) == 1
    clock.advance(1_800)

    async def told() -> bool:
        return len(receiver.calls) == 2

    assert await eventually(told)
    assert opened(receiver.calls[-1])["Status"] == "failed:user block"
    assert [one["kind"] for one in await wx.chat()] == ["said"]


async def notify(wx: Wechat, openid: str, **changes: object) -> dict[str, Any]:
    body = {"touser": openid, "template_id": POSTED_NOTICE, "data": DATA, "page": "https://a.cn"}
    return await wx.ask(NOTICE, {**body, **changes})


async def test_a_notice_needs_one_consent_and_no_following(wx: Wechat, receiver: Receiver) -> None:
    openid = str((await wx.on_official("person"))["openid"])
    assert (await notify(wx, openid))["errcode"] == 43101
    await wx.on_official("subscribe", template_ids=[POSTED_NOTICE])
    assert await notify(wx, openid) == {"errcode": 0, "errmsg": "ok"}
    assert (await notify(wx, openid))["errcode"] == 43101
    (message,) = await wx.chat()
    assert (message["kind"], message["opens"]) == ("subscription", {"url": "https://a.cn"})

    async def told() -> bool:
        return len(receiver.calls) == 2

    assert await eventually(told)
    popup, sent = (call.body for call in receiver.calls)
    assert "Encrypt" in popup and "Encrypt" in sent


async def test_a_long_term_consent_allows_many(wx: Wechat) -> None:
    openid = str((await wx.on_official("person"))["openid"])
    mixed = await wx.on_official("subscribe", template_ids=[LONG_TERM, POSTED_NOTICE])
    assert mixed["errCode"] == 20002
    await wx.on_official("subscribe", template_ids=[LONG_TERM])
    data = {
        "thing1": {"value": "居住证"},
        "character_string2": {"value": "1"},
        "thing3": {"value": "照片"},
        "date4": {"value": "2026年11月3日"},
    }
    for _ in range(3):
        assert (await notify(wx, openid, template_id=LONG_TERM, data=data))["errcode"] == 0


@pytest.mark.parametrize(
    "path",
    [
        SEND,
        NOTICE,
        "/cgi-bin/message/custom/send",
        "/cgi-bin/menu/create",
        "/cgi-bin/qrcode/create",
    ],
)
async def test_the_token_of_a_mini_program_does_not_do(wx: Wechat, path: str) -> None:
    assert (await wx.post(path, {}, await wx.token()))["errcode"] == 48001


async def test_nor_does_the_token_of_an_official_account(wx: Wechat) -> None:
    answer = await wx.ask("/cgi-bin/message/subscribe/send", {})
    assert answer["errcode"] == 48001


async def test_the_tokens_of_one_app_can_be_revoked(wx: Wechat) -> None:
    official, mine = await wx.official_token(), await wx.token()
    app_id = defaults.OFFICIAL_ACCOUNT_APP_ID
    assert await wx.post("/_simulator/revoke-tokens", {"app_id": app_id}) == {"revoked": 1}
    assert await wx.official_token() != official
    assert await wx.token() == mine


async def test_one_owner_sees_one_unionid(wx: Wechat, wechat_config: WechatConfig) -> None:
    openid = await wx.follower()
    path, token = "/cgi-bin/user/info", await wx.official_token()
    told = await wx.get(path, access_token=token, openid=openid)
    session = await wx.session((await wx.phone("login"))["code"])
    assert told["subscribe"] == 1
    assert told["unionid"] == session["unionid"]
    assert told["openid"] != session["openid"]
    account = replace(defaults.OFFICIAL_ACCOUNT, bound_to_open_platform=False)
    wechat_config.official_accounts = (account,)
    await wx.on_official("unfollow")
    gone = await wx.get(path, access_token=token, openid=openid)
    assert gone == {"subscribe": 0, "openid": openid}
