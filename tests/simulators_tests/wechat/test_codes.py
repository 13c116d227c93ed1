"""Login and phone codes: one purpose, five minutes, once."""

from dataclasses import replace

from tests.simulators import defaults
from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.config import WechatConfig
from tests.simulators_tests.wechat.calls import Wechat

PHONE = "/wxa/business/getuserphonenumber"


async def test_a_login_answers_json_as_text_and_without_an_errcode(wx: Wechat) -> None:
    code = (await wx.phone("login"))["code"]
    query = {
        "appid": defaults.MINI_PROGRAM_APP_ID,
        "secret": defaults.MINI_PROGRAM_SECRET,
        "js_code": code,
        "grant_type": "authorization_code",
    }
    async with wx.http.get(f"{wx.url}/sns/jscode2session", params=query) as response:
        assert response.content_type == "text/plain"
    session = await wx.session((await wx.phone("login"))["code"])
    assert set(session) == {"openid", "session_key", "unionid"}


async def test_an_openid_stays_and_differs_between_people(wx: Wechat) -> None:
    first, again, other = (await wx.openid("a"), await wx.openid("a"), await wx.openid("b"))
    assert first == again != other
    assert len(first) == 28


async def test_a_mini_program_that_is_not_bound_learns_no_unionid(
    wx: Wechat, wechat_config: WechatConfig
) -> None:
    wechat_config.programs = (replace(defaults.MINI_PROGRAM, bound_to_open_platform=False),)
    assert "unionid" not in await wx.session((await wx.phone("login"))["code"])


async def test_devtools_without_an_app_id_is_one_person_however_often_it_signs_in(
    wx: Wechat,
) -> None:
    first, again = [await wx.session("the code is a mock one") for _ in range(2)]
    assert first["openid"] == again["openid"] == await wx.openid("wechat-devtools")


async def test_a_code_is_good_once(wx: Wechat) -> None:
    code = (await wx.phone("login"))["code"]
    await wx.session(code)
    answer = await wx.session(code)
    assert answer["errcode"] == 40163
    assert answer["errmsg"].startswith("code been used rid: ")


async def test_a_code_is_good_for_five_minutes(wx: Wechat, clock: Clock) -> None:
    code = (await wx.phone("login"))["code"]
    clock.advance(301)
    assert (await wx.session(code))["errcode"] == 40029


async def test_a_code_serves_one_purpose(wx: Wechat) -> None:
    login, phone = (await wx.phone("login"))["code"], (await wx.phone("phone-code"))["code"]
    assert (await wx.session(phone))["errcode"] == 40029
    assert (await wx.post(PHONE, {"code": login}, await wx.token()))["errcode"] == 40029


async def test_a_phone_code_is_traded_for_the_number_of_that_person(wx: Wechat) -> None:
    await wx.phone("person", phone="19912345678")
    code = (await wx.phone("phone-code"))["code"]
    info = (await wx.post(PHONE, {"code": code}, await wx.token()))["phone_info"]
    assert info["purePhoneNumber"] == "19912345678"
    assert info["countryCode"] == "86"
    assert info["watermark"]["appid"] == defaults.MINI_PROGRAM_APP_ID
    assert (await wx.post(PHONE, {"code": code}, await wx.token()))["errcode"] == 40163


async def test_a_risky_person_is_blocked(wx: Wechat) -> None:
    await wx.phone("person", blocked=True)
    assert (await wx.session((await wx.phone("login"))["code"]))["errcode"] == 40226


async def test_a_session_key_outlives_a_login_but_not_for_ever(wx: Wechat, clock: Clock) -> None:
    async def key() -> str:
        return str((await wx.session((await wx.phone("login"))["code"]))["session_key"])

    first = await key()
    assert await key() == first
    clock.advance(4 * 86_400)
    assert await key() != first
