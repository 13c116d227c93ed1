"""Access tokens: two families, their overlaps and their ends."""

from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.config import WechatConfig
from tests.simulators_tests.wechat.calls import Wechat

QUOTA = "/cgi-bin/openapi/quota/get"


async def code_of(wx: Wechat, token: str) -> int:
    answer = await wx.post(QUOTA, {"cgi_path": "/cgi-bin/token"}, token)
    return int(answer["errcode"])


async def test_a_stable_token_is_repeated_until_its_last_five_minutes(
    wx: Wechat, clock: Clock
) -> None:
    first = await wx.stable_token()
    assert len(first["access_token"]) == 512
    assert 7_190 <= first["expires_in"] <= 7_200
    clock.advance(6_800)
    again = await wx.stable_token()
    assert again["access_token"] == first["access_token"]
    assert 300 <= again["expires_in"] <= 400
    clock.advance(150)
    fresh = await wx.stable_token()
    assert fresh["access_token"] != first["access_token"]
    assert await code_of(wx, first["access_token"]) == 0
    clock.advance(300)
    assert await code_of(wx, first["access_token"]) == 40001
    assert await code_of(wx, fresh["access_token"]) == 0


async def test_each_plain_token_is_new_and_leaves_the_old_one_five_minutes(
    wx: Wechat, clock: Clock
) -> None:
    first, second = await wx.plain_token(), await wx.plain_token()
    assert first != second
    assert [await code_of(wx, one) for one in (first, second)] == [0, 0]
    clock.advance(301)
    assert [await code_of(wx, one) for one in (first, second)] == [40001, 0]


async def test_neither_family_ends_a_token_of_the_other(wx: Wechat, clock: Clock) -> None:
    stable = await wx.token()
    await wx.plain_token()
    await wx.plain_token()
    clock.advance(400)
    assert await code_of(wx, stable) == 0


async def test_two_forced_refreshes_half_a_minute_apart_end_a_leaked_token(
    wx: Wechat, clock: Clock
) -> None:
    leaked = await wx.token()
    first = (await wx.stable_token(force_refresh=True))["access_token"]
    too_soon = (await wx.stable_token(force_refresh=True))["access_token"]
    assert first != leaked
    assert too_soon == first
    assert await code_of(wx, leaked) == 0
    clock.advance(31)
    assert (await wx.stable_token(force_refresh=True))["access_token"] != first
    assert await code_of(wx, leaked) == 40001
    assert await code_of(wx, first) == 0


async def test_forced_refreshes_are_limited_to_twenty_a_day(wx: Wechat, clock: Clock) -> None:
    clock.set_scale(0)
    for _ in range(20):
        assert "access_token" in await wx.stable_token(force_refresh=True)
        clock.advance(31)
    assert (await wx.stable_token(force_refresh=True))["errcode"] == 45009


async def test_revoked_tokens_are_refused_and_the_next_one_is_good(wx: Wechat) -> None:
    token = await wx.token()
    assert await wx.post("/_simulator/revoke-tokens", {}) == {"revoked": 1}
    assert await code_of(wx, token) == 40001
    assert await code_of(wx, await wx.token()) == 0


async def test_missing_expired_and_unknown_tokens_have_codes_of_their_own(
    wx: Wechat, clock: Clock
) -> None:
    token = await wx.token()
    clock.advance(7_201)
    assert [await code_of(wx, one) for one in ("", token, "made-up")] == [41001, 42001, 40001]


async def test_wrong_credentials_are_told_apart(wx: Wechat) -> None:
    wrong = ({"secret": "x"}, {"appid": "wx0"}, {"grant_type": "password"})
    codes = [(await wx.stable_token(**changes))["errcode"] for changes in wrong]
    assert codes == [40125, 40013, 40002]


async def test_an_address_off_the_whitelist_is_named(
    wx: Wechat, wechat_config: WechatConfig
) -> None:
    wechat_config.ip_whitelist = frozenset({"203.0.113.7"})
    answer = await wx.stable_token()
    assert answer["errcode"] == 40164
    assert answer["errmsg"].startswith(
        "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: "
    )
