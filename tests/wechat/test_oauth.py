"""Pages inside WeChat: who opened them, and what they may use of the phone."""

from urllib.parse import parse_qs, urlsplit

import pytest

from mobile_api.shared.errors import TemporarilyUnavailable
from tests.simulators import defaults
from tests.wechat.at_wechat import Platform
from wechat.oauth import WebScope, authorize_url, exchange_web_code, unionid_of
from wechat.official_account.js_sdk import sdk_config
from wechat.platform.client import WechatClient
from wechat.platform.errors import LoginCodeRefused, WechatAccountBlocked

TRADE, TICKET = "/sns/oauth2/access_token", "/cgi-bin/ticket/getticket"


def address(platform: Platform, scope: WebScope = WebScope.base) -> str:
    return authorize_url(
        origin=platform.url,
        app_id=defaults.OFFICIAL_ACCOUNT_APP_ID,
        scope=scope,
        state="s1",
        return_url="https://127.0.0.1/h5/back?from=menu&to=最多跑一次",
    )


async def code_of(platform: Platform, scope: WebScope = WebScope.base, **more: str) -> str:
    """What the browser brings back."""
    told = {"user": "citizen", "consent": "allow", **more}
    cookies = "; ".join(f"{name}={value}" for name, value in told.items())
    async with platform.http.get(
        address(platform, scope), headers={"Cookie": cookies}, allow_redirects=False
    ) as answer:
        assert answer.status == 302, await answer.text()
        query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert (query["state"], query["to"]) == (["s1"], ["最多跑一次"])
    return query["code"][0]


async def test_the_order_of_parameters_is_the_one_that_wechat_asks_for(platform: Platform) -> None:
    parts = urlsplit(address(platform))
    assert list(parse_qs(parts.query)) == [
        "appid",
        "redirect_uri",
        "response_type",
        "scope",
        "state",
    ]
    assert parts.fragment == "wechat_redirect"


async def test_a_silent_sign_in(platform: Platform, official_account: WechatClient) -> None:
    code = await code_of(platform)
    web = await exchange_web_code(official_account, code)
    assert web.identity.openid == (await platform.on_official("person"))["openid"]
    assert (web.identity.unionid, web.identity.session_key) == (None, None)
    assert (web.scope, web.is_snapshot) == ("snsapi_base", False)
    assert web.identity.openid not in repr(web) and web.access_token not in repr(web)
    (asked,) = await platform.requests(TRADE)
    assert set(asked["query"]) == {"appid", "secret", "code", "grant_type"}
    with pytest.raises(LoginCodeRefused):
        await exchange_web_code(official_account, code)


async def test_a_sign_in_with_consent_tells_the_unionid(
    platform: Platform, client: WechatClient, official_account: WechatClient
) -> None:
    code = await code_of(platform, WebScope.profile)
    web = await exchange_web_code(official_account, code)
    session = await client.wxa.code_to_session(await platform.login_code())
    assert web.identity.unionid == session["unionid"]
    assert await unionid_of(official_account, web) == session["unionid"]


async def test_a_snapshot_page_is_known_as_one(
    platform: Platform, official_account: WechatClient
) -> None:
    web = await exchange_web_code(official_account, await code_of(platform, snapshot="1"))
    assert web.is_snapshot


async def test_people_and_codes_that_wechat_refuses(
    platform: Platform, official_account: WechatClient
) -> None:
    for code in ("made-up", "", await platform.login_code()):
        with pytest.raises(LoginCodeRefused):
            await exchange_web_code(official_account, code)
    await platform.on_official("person", blocked=True)
    with pytest.raises(WechatAccountBlocked):
        await exchange_web_code(official_account, await code_of(platform))


@pytest.mark.parametrize(
    ("kind", "code"),
    [("error", 45011), ("error", -1), ("bad_gateway", 0), ("empty", 0), ("truncated", 0)],
)
async def test_a_fault_of_wechat_asks_to_come_back(
    platform: Platform, official_account: WechatClient, kind: str, code: int
) -> None:
    await platform.fail(TRADE, kind, code=code)
    with pytest.raises(TemporarilyUnavailable) as raised:
        await exchange_web_code(official_account, await code_of(platform))
    assert raised.value.retry_after


async def checked(platform: Platform, official_account: WechatClient, page: str) -> str:
    made = await sdk_config(official_account, page)
    told = await platform.post(
        "js-sdk/check",
        app_id=made.app_id,
        page=page,
        timestamp=made.timestamp,
        nonce_str=made.nonce_str,
        signature=made.signature,
    )
    return str(told["errMsg"])


async def test_a_page_may_use_the_sdk(platform: Platform, official_account: WechatClient) -> None:
    for page in ("http://127.0.0.1:8/h5/?a=1&b=%E5%8A%9E#/guides/1", "http://localhost/"):
        assert await checked(platform, official_account, page) == "config:ok"
    assert await platform.count(TICKET) == 1
