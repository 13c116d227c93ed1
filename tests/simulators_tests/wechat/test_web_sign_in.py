"""Web sign-in in WeChat's browser: the page, its redirects, and what a code is traded for."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.simulators import defaults
from tests.simulators.clock import Clock
from tests.simulators_tests.receiver import Receiver
from tests.simulators_tests.wechat.calls import Wechat

APP_ID, SECRET = defaults.OFFICIAL_ACCOUNT_APP_ID, defaults.OFFICIAL_ACCOUNT_SECRET
TARGET = "http://127.0.0.1:9/h5/back?from=menu"


def query(**changes: str) -> dict[str, str]:
    told = {
        "appid": APP_ID,
        "redirect_uri": TARGET,
        "response_type": "code",
        "scope": "snsapi_base",
        "state": "s1",
        "user": "citizen",
    }
    return told | changes


async def opened_page(wx: Wechat, told: dict[str, str]) -> tuple[int, str]:
    """Status, and the place a redirect leads to or else the text of the page."""
    async with wx.http.get(
        f"{wx.url}/connect/oauth2/authorize", params=told, allow_redirects=False
    ) as answer:
        return answer.status, answer.headers.get("Location") or await answer.text()


async def code_of(wx: Wechat, **changes: str) -> str:
    status, place = await opened_page(wx, query(**changes))
    assert status == 302
    return parse_qs(urlsplit(place).query)["code"][0]


async def trade(wx: Wechat, code: str) -> dict[str, Any]:
    return await wx.get(
        "/sns/oauth2/access_token",
        appid=APP_ID,
        secret=SECRET,
        code=code,
        grant_type="authorization_code",
    )


async def test_a_silent_sign_in_tells_the_openid(wx: Wechat) -> None:
    status, place = await opened_page(wx, query())
    told = parse_qs(urlsplit(place).query)
    assert (status, place.startswith(TARGET + "&code=")) == (302, True)
    assert told["state"] == ["s1"]
    answer = await trade(wx, told["code"][0])
    assert answer["openid"] == (await wx.on_official("person"))["openid"]
    assert "errcode" not in answer and "unionid" not in answer
    assert (await trade(wx, told["code"][0]))["errcode"] == 40163


async def test_with_consent_the_profile_can_be_read(wx: Wechat) -> None:
    scope = "snsapi_userinfo"
    status, page = await opened_page(wx, query(scope=scope))
    assert (status, "允许" in page) == (200, True)
    _, place = await opened_page(wx, query(scope=scope, consent="deny"))
    assert place == TARGET + "&state=s1"
    answer = await trade(wx, await code_of(wx, scope=scope, consent="allow"))
    token, openid = answer["access_token"], answer["openid"]
    profile = await wx.get("/sns/userinfo", access_token=token, openid=openid, lang="zh_CN")
    session = await wx.session((await wx.phone("login"))["code"])
    assert profile["unionid"] == answer["unionid"] == session["unionid"]
    assert profile["nickname"] == "微信用户"
    assert (await wx.get("/sns/auth", access_token=token, openid=openid))["errcode"] == 0
    assert (await wx.get("/sns/auth", access_token=token, openid="o1"))["errcode"] == 40003


async def test_a_silent_sign_in_reads_no_profile(wx: Wechat) -> None:
    answer = await trade(wx, await code_of(wx))
    told = {"access_token": answer["access_token"], "openid": answer["openid"]}
    assert (await wx.get("/sns/userinfo", **told))["errcode"] == 48001


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"appid": "wx0"}, 40013),
        ({"secret": "0"}, 40125),
        ({"grant_type": "x"}, 40002),
        ({"code": "made-up"}, 40029),
        ({"code": ""}, 41008),
    ],
)
async def test_a_trade_with_a_fault(wx: Wechat, changes: dict[str, str], code: int) -> None:
    right = {
        "appid": APP_ID,
        "secret": SECRET,
        "code": await code_of(wx),
        "grant_type": "authorization_code",
    }
    assert (await wx.get("/sns/oauth2/access_token", **(right | changes)))["errcode"] == code


async def test_codes_and_tokens_end(wx: Wechat, clock: Clock) -> None:
    late = await code_of(wx)
    answer = await trade(wx, await code_of(wx))
    clock.advance(301)
    assert (await trade(wx, late))["errcode"] == 40029
    clock.advance(7_200)
    told = {"access_token": answer["access_token"], "openid": answer["openid"]}
    assert (await wx.get("/sns/auth", **told))["errcode"] == 42001
    again = {"grant_type": "refresh_token", "refresh_token": answer["refresh_token"]}
    fresh = await wx.get("/sns/oauth2/refresh_token", appid=APP_ID, **again)
    assert fresh["openid"] == answer["openid"]
    assert (await wx.get("/sns/oauth2/refresh_token", appid=APP_ID))["errcode"] == 40030


async def test_the_api_token_is_another_thing(wx: Wechat) -> None:
    told = {"access_token": await wx.official_token(), "openid": "o1"}
    assert (await wx.get("/sns/auth", **told))["errcode"] == 40001


async def test_a_snapshot_page_is_nobody(wx: Wechat) -> None:
    real = await trade(wx, await code_of(wx))
    virtual = await trade(wx, await code_of(wx, snapshot="1"))
    assert virtual["is_snapshotuser"] == 1
    assert virtual["openid"] != real["openid"]
    assert "is_snapshotuser" not in real


async def test_some_phones_ask_for_the_target_twice(
    wx: Wechat, receiver: Receiver, receiver_url: str
) -> None:
    code = await code_of(wx, redirect_uri=receiver_url + "/back", twice="1")
    (call,) = receiver.calls
    assert (call.path, call.query["code"]) == ("/back", code)


async def test_pages_that_wechat_does_not_open(wx: Wechat) -> None:
    right = query()
    swapped = {name: right[name] for name in ("appid", "scope", "redirect_uri", "response_type")}
    for wrong, said in (
        (query(appid="wx0"), "10013"),
        ({**swapped, "state": "s"}, "10002"),
        (query(scope="all"), "10005"),
        (query(redirect_uri="https://example.com/"), "10003"),
    ):
        status, page = await opened_page(wx, wrong)
        assert (status, said in page) == (200, True)


async def test_without_a_user_the_page_asks_who_it_is(wx: Wechat) -> None:
    told = query()
    del told["user"]
    status, page = await opened_page(wx, told)
    assert (status, 'name="user"' in page, 'value="s1"' in page) == (200, True, True)
