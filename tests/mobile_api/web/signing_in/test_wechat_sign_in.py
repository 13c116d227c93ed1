"""Inside WeChat: in without a password, the same account as in the mini-program, nobody twice."""

import asyncio
import secrets

import httpx
import pytest

from mobile_api.accounts.models import Person
from tests.actors import Citizen
from tests.mobile_api.web.reading import open_page, read
from tests.simulators.defaults import OFFICIAL_ACCOUNT_APP_ID
from tests.stack import Stack
from wechat.models import WechatBinding

COOKIE = "session"
IN_WECHAT = {"user-agent": "Mozilla/5.0 (Linux; Android 15) MicroMessenger/8.0.60 Language/zh_CN"}


async def leave(client: httpx.AsyncClient, user: str, **more: str) -> str:
    """From our page to WeChat's; the address with which WeChat sends the browser back."""
    away = await client.get("/sign-in/wechat", params={"return_to": "/me"})
    assert away.status_code == 303
    return await pass_wechat(client, away.headers["location"], user, **more)


async def pass_wechat(client: httpx.AsyncClient, page: str, user: str, **more: str) -> str:
    address = httpx.URL(page.partition("#")[0]).copy_merge_params({"user": user, **more})
    # A browser of its own, for our cookies are none of WeChat's business.
    async with httpx.AsyncClient(trust_env=False) as browser:
        answer = await browser.get(address)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


async def test_page_in_wechat_offers_its_sign_in(client: httpx.AsyncClient) -> None:
    page = read(await client.get("/sign-in", headers=IN_WECHAT))
    assert page.all("//a[starts-with(@href, '/sign-in/wechat?')]")


async def test_user_of_the_mini_program_is_the_same_person(
    client: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    back = await leave(client, citizen.label)
    # The silent sign-in does not tell who it is; WeChat is asked once more, with the profile.
    again = await client.get(back)
    assert (again.status_code, "scope=snsapi_userinfo" in again.headers["location"]) == (303, True)
    back = await pass_wechat(client, again.headers["location"], citizen.label, consent="allow")
    opened = await client.get(back)
    assert (opened.status_code, opened.headers["location"]) == (303, "/me")
    assert (await open_page(client, "/me")).says(case["item_name"])
    assert await Person.all().count() == 1
    # From now on the silent sign-in is enough.
    client.cookies.delete(COOKIE)
    opened = await client.get(await leave(client, citizen.label))
    assert opened.headers["location"] == "/me" and COOKIE in client.cookies


async def come_back_twice(client: httpx.AsyncClient, back: str) -> list[httpx.Response]:
    return list(await asyncio.gather(client.get(back), client.get(back)))


async def test_browser_that_comes_back_twice_is_signed_in_by_either(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    user = f"twice-{secrets.token_hex(4)}"
    first = await client.get(await leave(client, user))
    back = await pass_wechat(client, first.headers["location"], user, consent="allow", twice="1")
    for answer in [*await come_back_twice(client, back), await client.get(back)]:
        assert (answer.status_code, answer.headers["location"]) == (303, "/me")
        assert COOKIE in answer.cookies
    assert await WechatBinding.filter(app_id=OFFICIAL_ACCOUNT_APP_ID).count() == 1
    assert await Person.all().count() == 1


CODE_EXCHANGE = "/sns/oauth2/access_token"


async def codes_at_wechat(stack: Stack, browser: httpx.AsyncClient) -> int:
    path = f"{stack.wechat}/_simulator/requests"
    return int((await browser.get(path, params={"path": CODE_EXCHANGE})).json()["count"])


async def test_browser_that_hangs_up_and_comes_back_is_signed_in(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    user = f"hangs-up-{secrets.token_hex(4)}"
    first = await client.get(await leave(client, user))
    back = await pass_wechat(client, first.headers["location"], user, consent="allow")
    fault = {"path": CODE_EXCHANGE, "kind": "slow", "seconds": 0.5}
    await client.post(f"{stack.wechat}/_simulator/faults", json=fault)
    before = await codes_at_wechat(stack, client)
    hanging_up = asyncio.create_task(client.get(back))
    for _ in range(2000):
        if await codes_at_wechat(stack, client) > before:
            break
        await asyncio.sleep(0.01)
    hanging_up.cancel()
    await asyncio.wait([hanging_up])
    again = await client.get(back)
    assert (again.status_code, again.headers["location"]) == (303, "/me")


async def test_what_another_browser_began_is_refused(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    user = f"victim-{secrets.token_hex(4)}"
    back = await leave(client, user)
    async with httpx.AsyncClient(base_url=stack.api, trust_env=False) as other:
        refused = read(await other.get(back))
        assert refused.status == 401 and COOKIE not in other.cookies
    # And it has not used up the code of the one who began.
    assert (await client.get(back)).status_code == 303


async def test_snapshot_user_is_never_bound(client: httpx.AsyncClient) -> None:
    back = await leave(client, f"snapshot-{secrets.token_hex(4)}", snapshot="1")
    page = read(await client.get(back))
    assert page.status == 403 and page.says("使用完整服务")
    assert await Person.all().count() == 0 and await WechatBinding.all().count() == 0


async def test_who_does_not_agree_may_use_the_phone(client: httpx.AsyncClient) -> None:
    user = f"shy-{secrets.token_hex(4)}"
    first = await client.get(await leave(client, user))
    back = await pass_wechat(client, first.headers["location"], user, consent="deny")
    answer = await client.get(back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize("query", ["?code=abc&state=abc", "?code=abc", "?code=x&state="])
async def test_made_up_return_is_refused(client: httpx.AsyncClient, query: str) -> None:
    assert (await client.get("/sign-in/wechat/back" + query)).status_code == 401


async def test_signature_for_our_pages_only(stack: Stack, client: httpx.AsyncClient) -> None:
    page = f"{stack.api}/me?from=singlemessage"
    answer = await client.get("/api/v1/js-sdk-settings", params={"url": f"{page}#top"})
    checked = await client.post(
        f"{stack.wechat}/_simulator/js-sdk/check", json=answer.json() | {"page": page}
    )
    assert checked.json() == {"errMsg": "config:ok"}, checked.text
    elsewhere = await client.get("/api/v1/js-sdk-settings", params={"url": "https://evil.example"})
    assert elsewhere.status_code == 422 and "evil" not in elsewhere.text
