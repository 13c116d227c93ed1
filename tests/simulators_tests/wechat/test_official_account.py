"""Customer messages, menu, QR codes with parameters, and the JS-SDK of the official account."""

import hashlib
from typing import Any

import pytest

from tests.simulators import defaults
from tests.simulators.clock import Clock
from tests.simulators_tests.receiver import Receiver
from tests.simulators_tests.wechat.calls import Wechat
from tests.simulators_tests.wechat.official import opened

CUSTOMER = "/cgi-bin/message/custom/send"
CREATE_MENU, CREATE_QR = "/cgi-bin/menu/create", "/cgi-bin/qrcode/create"
APP_ID, PROGRAM = defaults.OFFICIAL_ACCOUNT_APP_ID, defaults.MINI_PROGRAM_APP_ID
CLICK = {"type": "click", "name": "我的办件", "key": "MY_CASES"}
VIEW = {"type": "view", "name": "办事大厅", "url": "https://example.cn/"}
OPENS = {
    "type": "miniprogram",
    "name": "查进度",
    "url": "https://example.cn/",
    "appid": PROGRAM,
    "pagepath": "pages/index/index",
}


async def write(wx: Wechat, openid: str, text: str = "您好") -> int:
    body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
    return int((await wx.ask(CUSTOMER, body))["errcode"])


async def test_words_open_five_customer_messages_for_two_days(wx: Wechat, clock: Clock) -> None:
    openid = await wx.follower()
    clock.advance(61)
    assert await write(wx, openid) == 45015, "what following opened is over after a minute"
    await wx.on_official("say", text="?")
    assert [await write(wx, openid) for _ in range(6)] == [0] * 5 + [45047]
    await wx.on_official("say", text="?")
    clock.advance(48 * 3_600 + 1)
    assert await write(wx, openid) == 45015
    assert [one["kind"] for one in await wx.chat()].count("customer") == 5


async def test_customer_messages_that_are_refused(wx: Wechat) -> None:
    openid = await wx.follower()
    assert await write(wx, openid, "长" * 683) == 45002
    assert await write(wx, "o-nobody") == 40003
    body = {"touser": openid, "msgtype": "hello", "hello": {}}
    assert (await wx.ask(CUSTOMER, body))["errcode"] == 40008
    body = {"touser": openid, "msgtype": "miniprogrampage", "miniprogrampage": {"pagepath": "x"}}
    assert (await wx.ask(CUSTOMER, body))["errcode"] == 40013


async def test_a_menu_is_kept_shown_and_deleted(wx: Wechat) -> None:
    menu = {"button": [CLICK, {"name": "办事", "sub_button": [VIEW, OPENS]}]}
    assert (await wx.ask(CREATE_MENU, menu))["errcode"] == 0
    token = await wx.official_token()
    kept = (await wx.get("/cgi-bin/menu/get", access_token=token))["menu"]["button"]
    assert kept == [{**CLICK, "sub_button": []}, {"name": "办事", "sub_button": [VIEW, OPENS]}]
    await wx.get("/cgi-bin/menu/delete", access_token=token)
    assert (await wx.get("/cgi-bin/menu/get", access_token=token))["errcode"] == 46003


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ([], 40016),
        ([CLICK] * 4, 40016),
        ("menu", 40016),
        (["menu"], 47001),
        ([{"name": "办事", "sub_button": [VIEW] * 6}], 40023),
        ([{**CLICK, "name": "我的办件进度"}], 40018),
        ([{**CLICK, "name": ""}], 40018),
        ([{"name": "办事", "sub_button": [{**VIEW, "name": "长" * 21}]}], 40025),
        ([{**CLICK, "type": "hello"}], 40017),
        ([{**CLICK, "key": "k" * 129}], 40019),
        ([{**VIEW, "url": ""}], 40020),
        ([{**VIEW, "url": "weixin://a"}], 40055),
        ([{**OPENS, "url": ""}], 40020),
        ([{**OPENS, "appid": "wx0"}], 40013),
        ([{**OPENS, "pagepath": ""}], 40165),
    ],
)
async def test_a_menu_with_a_fault(wx: Wechat, buttons: object, code: int) -> None:
    assert (await wx.ask(CREATE_MENU, {"button": buttons}))["errcode"] == code


async def test_buttons_are_tapped_by_name(wx: Wechat, receiver: Receiver) -> None:
    await wx.follower()
    menu = {"button": [CLICK, {"name": "办事", "sub_button": [VIEW, OPENS]}]}
    await wx.ask(CREATE_MENU, menu)
    await wx.on_official("tap-menu", path=["我的办件"])
    page = await wx.on_official("tap-menu", path=["办事", "办事大厅"])
    program = await wx.on_official("tap-menu", path=["办事", "查进度"])
    told = [opened(call) for call in receiver.calls[1:]]
    assert [(one["Event"], one["EventKey"]) for one in told] == [
        ("CLICK", "MY_CASES"),
        ("VIEW", VIEW["url"]),
        ("view_miniprogram", OPENS["pagepath"]),
    ]
    assert (page["opens"], program["opens"]) == (VIEW, OPENS)


def temporary(**scene: object) -> dict[str, Any]:
    return {
        "action_name": "QR_STR_SCENE",
        "expire_seconds": 600,
        "action_info": {"scene": scene},
    }


async def test_a_scan_leads_to_following_first(
    wx: Wechat, receiver: Receiver, clock: Clock
) -> None:
    made = await wx.ask(CREATE_QR, temporary(scene_str="guide:1"))
    assert made["expire_seconds"] == 600
    async with wx.http.get(
        f"{wx.url}/cgi-bin/showqrcode", params={"ticket": made["ticket"]}
    ) as shown:
        assert (await shown.read()).startswith(b"\xff\xd8\xff")
    await wx.on_official("scan", ticket=made["ticket"])
    await wx.on_official("scan", ticket=made["ticket"])
    told = [opened(call) for call in receiver.calls]
    assert [(one["Event"], one["EventKey"]) for one in told] == [
        ("subscribe", "qrscene_guide:1"),
        ("SCAN", "guide:1"),
    ]
    assert {one["Ticket"] for one in told} == {made["ticket"]}
    clock.advance(601)
    scan = {"user": "citizen", "ticket": made["ticket"]}
    async with wx.http.post(f"{wx.url}/_simulator/scan", json=scan) as answer:
        assert answer.status == 404


async def test_qr_codes_with_a_fault(wx: Wechat) -> None:
    for body in (
        temporary(),
        temporary(scene_str="长" * 65),
        {**temporary(scene_id=0), "action_name": "QR_SCENE"},
        {**temporary(scene_id=100_001), "action_name": "QR_LIMIT_SCENE"},
        {**temporary(scene_str="a"), "action_name": "hello"},
    ):
        assert (await wx.ask(CREATE_QR, body))["errcode"] == 40053
    permanent = {**temporary(scene_id=7), "action_name": "QR_LIMIT_SCENE"}
    assert "expire_seconds" not in await wx.ask(CREATE_QR, permanent)


async def test_the_page_that_was_signed_may_use_the_sdk(wx: Wechat, clock: Clock) -> None:
    async def ticket() -> dict[str, Any]:
        path, token = "/cgi-bin/ticket/getticket", await wx.official_token()
        return await wx.get(path, access_token=token, type="jsapi")

    first = (await ticket())["ticket"]
    assert (await ticket())["ticket"] == first
    page = "http://127.0.0.1:8000/h5/?a=1"
    signed = f"jsapi_ticket={first}&noncestr=n&timestamp=1&url={page}"
    given = {
        "app_id": APP_ID,
        "page": page + "#/top",
        "timestamp": 1,
        "nonce_str": "n",
        "signature": hashlib.sha1(signed.encode()).hexdigest(),
    }
    check = "/_simulator/js-sdk/check"
    assert await wx.post(check, given) == {"errMsg": "config:ok"}
    other = {**given, "page": page + "&b=2"}
    assert await wx.post(check, other) == {"errMsg": "config:invalid signature"}
    elsewhere = {**given, "page": "https://example.com/"}
    assert await wx.post(check, elsewhere) == {"errMsg": "config:invalid url domain"}
    clock.advance(7_201)
    assert (await ticket())["ticket"] != first
