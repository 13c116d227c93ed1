"""Cookies that open something: of this host alone where it is https, no token of the API."""

from http.cookies import SimpleCookie

import httpx
import pytest

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.shared.process.parts import SETTINGS
from tests.actors import Citizen
from tests.mobile_api.web.signing_in.test_sign_in_pages import new_number, sign_in
from tests.mobile_api.web.signing_in.test_wechat_sign_in import IN_WECHAT
from tests.stack import Stack


async def me(client: httpx.AsyncClient, cookie: str) -> int:
    client.cookies.clear()
    return (await client.get("/me", headers={"Cookie": cookie})).status_code


def cookies_of(answer: httpx.Response) -> SimpleCookie:
    found = SimpleCookie()
    for line in answer.headers.get_list("set-cookie"):
        found.load(line)
    return found


@pytest.mark.parametrize("is_https", [True, False])
async def test_cookies_bear_the_prefix_of_their_host(
    stack: Stack, client: httpx.AsyncClient, is_https: bool
) -> None:
    url = "https://yiwang.example" if is_https else stack.settings.public_url
    settings = stack.settings.model_copy(update={"public_url": url})
    prefix = "__Host-" if is_https else ""
    with stack.having(SETTINGS, settings):
        session = await sign_in(stack, client, new_number())
        begun = await client.get("/sign-in/wechat", headers=IN_WECHAT)
        for answer, name in ((session, "session"), (begun, "sign-in-")):
            cookies = cookies_of(answer)
            assert any(key.startswith(prefix + name) for key in cookies)
            for key, kept in cookies.items():
                assert key.startswith(prefix)
                assert (kept["path"], kept["domain"], bool(kept["secure"])) == ("/", "", is_https)
                assert kept["httponly"]
        value = cookies_of(session)[f"{prefix}session"].value
        assert await me(client, f"{prefix}session={value}") == 200
        # What a neighbouring host could set is not looked at.
        assert await me(client, f"session={value}") == (303 if is_https else 200)
        headers = {"Cookie": f"{prefix}session={value}"}
        out = await client.post("/sign-out", headers=headers)
        assert out.headers["set-cookie"].startswith(f"{prefix}session=")
        assert await me(client, f"{prefix}session={value}") == 303


async def test_a_token_of_the_api_opens_no_page(
    client: httpx.AsyncClient, citizen: Citizen
) -> None:
    page = await page_token_of(citizen.tokens["refresh_token"])
    assert await me(client, f"session={page}") == 200
    for token in (*citizen.tokens.values(), page[:-4], page + "AAAA"):
        assert await me(client, f"session={token}") == 303
