"""Signing in on mobile web under attack, by a clumsy browser, and with several tabs open."""

import secrets

import httpx
import pytest

from tests.actors import ID_NUMBER, Citizen
from tests.mobile_api.accounts.bindings.test_bindings import bind_phone
from tests.mobile_api.accounts.later import later
from tests.mobile_api.accounts.phones.phone import PhoneUser
from tests.mobile_api.web.reading import read
from tests.mobile_api.web.signing_in.test_sign_in_pages import (
    COOKIE,
    after_fault,
    asked_for,
    new_number,
    send,
)
from tests.mobile_api.web.signing_in.test_wechat_sign_in import leave
from tests.stack import Stack

ODD_BYTES = [b"session=\xff\xfe", "session=登录".encode(), b"session=" + b"a" * 4000]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "null"},
        {"origin": "http://["},
        {"origin": "https://evil.example"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
async def test_attacker_cannot_sign_a_visitor_in_as_somebody_else(
    stack: Stack, client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    """Such a form needs no cookie of ours, and a sandboxed frame says its origin is "null"."""
    phone = new_number()
    fields = await asked_for(stack, client, phone)
    answer = await client.post("/sign-in/code", data=fields, headers=headers)
    assert (answer.status_code, COOKIE in answer.cookies) == (403, False)


@pytest.mark.parametrize(
    "headers", [{}, {"sec-fetch-site": "same-origin", "origin": "null"}, {"sec-fetch-site": "none"}]
)
async def test_our_own_form_is_taken_from_every_browser(
    stack: Stack, client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    fields = {"phone": (None, new_number())}
    for more in (headers, {"origin": stack.api}):
        answer = await client.post("/sign-in/phone", files=fields, headers=more)
        assert answer.status_code == 303


@pytest.mark.parametrize("cookie", ODD_BYTES)
@pytest.mark.parametrize("path", ["/me", "/me/cases/0190a0a0-0000-7000-8000-000000000000"])
async def test_odd_session_is_no_session(
    client: httpx.AsyncClient, cookie: bytes, path: str
) -> None:
    answer = await client.get(path, headers={b"cookie": cookie})
    assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in")
    out = await client.post("/sign-out", headers={b"cookie": cookie})
    assert out.status_code == 303


@pytest.mark.parametrize(
    "body",
    [b"phone=%ff%00%ed%a0%80&return_to=%2f%2fx", b"\xff\xfe", b"phone=" + b"1" * 60_000, b""],
)
@pytest.mark.parametrize("path", ["/sign-in/phone", "/sign-in/code"])
async def test_odd_forms_are_explained(client: httpx.AsyncClient, path: str, body: bytes) -> None:
    for media in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        sent = await client.post(path, content=body, headers={"content-type": media})
        assert read(await after_fault(client, sent)).status == 422


async def test_either_of_two_tabs_comes_back_signed_in(client: httpx.AsyncClient) -> None:
    """WeChat's browser may also ask for the way out twice and follow the first answer."""
    user = f"tabs-{secrets.token_hex(4)}"
    first, second = await leave(client, user), await leave(client, user)
    for back in (first, second):
        assert (await client.get(back)).status_code == 303


async def test_odd_cookie_is_no_begun_sign_in(client: httpx.AsyncClient) -> None:
    back = await leave(client, f"odd-{secrets.token_hex(4)}")
    name = next(iter(client.cookies.jar)).name
    client.cookies.clear()
    answer = await client.get(back, headers={b"cookie": name.encode() + b"=\xff\xfe"})
    assert answer.status_code == 401


@pytest.mark.parametrize("url", ["https://[", "http://[::1", "https://exa mple", "//x", ""])
async def test_odd_pages_are_not_signed(client: httpx.AsyncClient, url: str) -> None:
    answer = await client.get("/api/v1/js-sdk-settings", params={"url": url})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "target",
    [
        "/\t/evil.example",
        "/%5cevil.example",
        "/.//evil.example",
        "///evil.example",
        "javascript:x",
        "/\r\nset-cookie: session=x",
        "\\\\evil.example",
        "/" + "a" * 600,
    ],
)
async def test_way_out_keeps_no_foreign_target(client: httpx.AsyncClient, target: str) -> None:
    answer = await client.get("/sign-in", params={"return_to": target})
    if answer.status_code == 200:
        (kept,) = read(answer).all("//input[@name='return_to']/@value")
        assert httpx.URL("https://here.example").join(kept).host == "here.example"


@pytest.mark.parametrize("path", ["/sign-in", "/me"])
async def test_head_is_answered_like_get(client: httpx.AsyncClient, path: str) -> None:
    got, head = await client.get(path), await client.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")


async def test_doubt_about_the_owner_is_settled_with_the_same_code(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    phone = new_number()
    await bind_phone(citizen, PhoneUser(stack, client, phone))
    with later(stack, days=91):
        fields = await asked_for(stack, client, phone)
        unsure = read(await send(client, "/sign-in/code", **fields))
        assert unsure.status == 409 and unsure.says("请再填一次刚才短信中的验证码")
        whole = read(await send(client, "/sign-in/code", id_number_tail=ID_NUMBER[1:], **fields))
        assert whole.status == 422 and whole.says("请只填最后六位")
        assert whole.all("//*[@role='alert']") and ID_NUMBER not in whole.response.text
        opened = await send(client, "/sign-in/code", id_number_tail=ID_NUMBER, **fields)
    assert (opened.status_code, COOKIE in opened.cookies) == (303, True)
    assert read(await client.get("/me")).says("张**")


async def test_codes_of_wechat_are_not_tried_without_end(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    """Each try of a made-up code is a call that WeChat counts; a neighbour's is another way in."""
    back = (await leave(client, "flood")).partition("code=")[0]
    state = (await leave(client, "flood")).partition("state=")[2]
    made_up = f"{back}code=x&state={state}"
    codes = [(await client.get(made_up)).status_code for _ in range(12)]
    assert codes == [401] * 10 + [429] * 2
    async with httpx.AsyncClient(base_url=stack.api, trust_env=False) as neighbour:
        assert (await neighbour.get(await leave(neighbour, "neighbour"))).status_code == 303
