"""Codes as pictures, text safety, quotas and the tools around them."""

import hashlib
import hmac
import io

import pytest
from PIL import Image
from wechatpy.crypto import WeChatWxaCrypto

from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.config import Limit, WechatConfig
from tests.simulators_tests.wechat.calls import Wechat

QR, SAFETY, TOKEN = "/wxa/getwxacodeunlimit", "/wxa/msg_sec_check", "/cgi-bin/token"


@pytest.fixture
def wechat_config(wechat_config: WechatConfig) -> WechatConfig:
    wechat_config.quotas = {
        TOKEN: Limit(per_day=2),
        QR: Limit(per_minute=1),
        "/sns/jscode2session": Limit(per_minute=1),
    }
    return wechat_config


@pytest.mark.parametrize(("is_hyaline", "kind"), [(False, "jpeg"), (True, "png")])
async def test_a_code_is_a_real_picture_of_the_width_asked_for(
    wx: Wechat, is_hyaline: bool, kind: str
) -> None:
    body = {"scene": "c=1", "page": "pages/case/detail", "width": 300, "is_hyaline": is_hyaline}
    query = {"access_token": await wx.token()}
    async with wx.http.post(wx.url + QR, params=query, json=body) as response:
        assert response.content_type == f"image/{kind}"
        picture = Image.open(io.BytesIO(await response.read()))
    assert (picture.format, picture.size) == (kind.upper(), (300, 300))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, 40169),
        ({"scene": "x" * 33}, 40169),
        ({"scene": "办件"}, 40129),
        ({"scene": "x", "page": "pages/not/released"}, 41030),
        ({"scene": "x", "page": "/pages/case/detail", "check_path": False}, 41030),
        ({"scene": "x", "width": "wide"}, 47001),
    ],
)
async def test_a_wrong_code_request_answers_json(
    wx: Wechat, body: dict[str, object], code: int
) -> None:
    assert (await wx.post(QR, body, await wx.token()))["errcode"] == code


@pytest.mark.parametrize(
    ("content", "suggest"),
    [
        ("请问如何办理居住证", "pass"),
        ("网上赌博", "risky"),
        ("兼职刷单", "review"),
    ],
)
async def test_text_is_judged_by_its_words(wx: Wechat, content: str, suggest: str) -> None:
    body = {"version": 2, "openid": await wx.openid(), "scene": 2, "content": content}
    answer = await wx.post(SAFETY, body, await wx.token())
    assert answer["result"]["suggest"] == suggest
    assert len(answer["detail"]) == (1 if suggest == "pass" else 2)


async def test_text_is_judged_only_for_people_who_came_lately(wx: Wechat, clock: Clock) -> None:
    body = {"version": 2, "openid": await wx.openid(), "scene": 2, "content": "x"}
    clock.advance(2 * 3_600 + 60)
    assert (await wx.post(SAFETY, body, await wx.token()))["errcode"] == 61010
    wrong = ({"openid": "o-unknown"}, {"scene": 9}, {"version": 1}, {"content": "x" * 2_501})
    codes = [(await wx.post(SAFETY, {**body, **one}, await wx.token()))["errcode"] for one in wrong]
    assert codes == [40003, 40129, 47001, 47001]


async def test_the_day_has_a_limit_that_ends_at_midnight_in_beijing(
    wx: Wechat, clock: Clock
) -> None:
    query = {"grant_type": "client_credential", "appid": "wx9999000000000001"}
    await wx.plain_token()
    token = await wx.plain_token()
    refused = await wx.get(TOKEN, **query, secret="5e0c0de0" * 4)
    assert refused["errcode"] == 45009
    assert refused["errmsg"].startswith("reach max api daily quota limit rid: ")
    quota = (await wx.post("/cgi-bin/openapi/quota/get", {"cgi_path": TOKEN}, token))["quota"]
    assert quota == {"daily_limit": 2, "used": 2, "remain": 0}
    clock.advance(86_400)
    assert await wx.plain_token()


async def test_the_minute_has_a_limit_too(wx: Wechat, clock: Clock) -> None:
    clock.set_scale(0)
    token = await wx.token()
    codes = [(await wx.post(QR, {}, token))["errcode"] for _ in range(2)]
    codes += [(await wx.session("x"))["errcode"] for _ in range(2)]
    assert codes == [40169, 45009, 40029, 45011]
    clock.advance(60)
    assert (await wx.session("x"))["errcode"] == 40029


async def test_a_quota_can_be_cleared_ten_times_a_month(wx: Wechat) -> None:
    body, token = {"appid": "wx9999000000000001"}, await wx.token()
    for _ in range(2):
        await wx.plain_token()
    assert (await wx.post("/cgi-bin/clear_quota", body, token))["errcode"] == 0
    assert await wx.plain_token()
    codes = [(await wx.post("/cgi-bin/clear_quota", body, token))["errcode"] for _ in range(10)]
    assert codes == [0] * 9 + [48006]


async def test_a_request_can_be_looked_up_by_its_rid(wx: Wechat) -> None:
    token = await wx.token()
    rid = (await wx.post(QR, {"scene": "办件"}, token))["errmsg"].partition("rid: ")[2]
    found = await wx.post("/cgi-bin/openapi/rid/get", {"rid": rid}, token)
    assert found["request"]["request_url"] == QR
    assert "40129" in found["request"]["response_body"]


async def test_an_unknown_address_is_answered_like_any_other_error(wx: Wechat) -> None:
    assert (await wx.get("/cgi-bin/nowhere"))["errcode"] == 40066


async def test_counts_can_be_cleared_without_a_token(wx: Wechat) -> None:
    path, body = "/cgi-bin/clear_quota/v2", {"appid": "wx9999000000000001"}
    assert (await wx.post(path, {**body, "appsecret": "0"}))["errcode"] == 40125
    for _ in range(2):
        await wx.plain_token()
    assert (await wx.post(path, {**body, "appsecret": "5e0c0de0" * 4}))["errcode"] == 0
    assert await wx.plain_token()


async def test_a_session_key_can_be_checked_and_signs_the_profile(wx: Wechat) -> None:
    session = await wx.session((await wx.phone("login"))["code"])
    key = session["session_key"]
    query = {
        "access_token": await wx.token(),
        "openid": session["openid"],
        "sig_method": "hmac_sha256",
    }
    signature = hmac.new(key.encode(), b"", hashlib.sha256).hexdigest()
    path = "/wxa/checksession"
    assert (await wx.get(path, **query, signature=signature))["errcode"] == 0
    assert (await wx.get(path, **query, signature="0"))["errcode"] == 87009
    told = await wx.phone("user-profile")
    assert told["signature"] == hashlib.sha1((told["rawData"] + key).encode()).hexdigest()
    crypto = WeChatWxaCrypto(key, told["iv"], "wx9999000000000001")
    assert crypto.decrypt_message(told["encryptedData"])["openId"] == session["openid"]
