"""Mobile web: in by a code on the phone, out again, and one's own cases in between."""

import secrets

import httpx
import pytest

from mobile_api.accounts.sessions.service import page_token_of
from tests.actors import Citizen
from tests.mobile_api.web.reading import Page, open_page, read
from tests.stack import Stack

COOKIE = "session"


def new_number() -> str:
    return f"139{secrets.randbelow(10**8):08d}"


async def send(client: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    """A form as a browser without script sends it.

    One that is not right leads back to its own page, which is answered; no other redirect is
    followed.
    """
    parts = {name: (None, value) for name, value in fields.items()}
    return await after_fault(client, await client.post(path, files=parts))


async def after_fault(client: httpx.AsyncClient, sent: httpx.Response) -> httpx.Response:
    """The form's own page, if it was sent back there; else the answer as it is."""
    if sent.status_code != 303 or "form-not-right=" not in sent.headers.get("set-cookie", ""):
        return sent
    return await client.get(sent.headers["location"])


async def code_for(stack: Stack, client: httpx.AsyncClient, phone: str) -> str:
    """The six digits of the last short message to that number."""
    url = stack.simulators["sms"] + "/_simulator/inbox"
    messages = (await client.get(url, params={"phone": phone})).json()["messages"]
    digits = "".join(filter(str.isdigit, messages[-1]["params"]["code"]))
    assert len(digits) == 6
    return digits


async def ask_code(client: httpx.AsyncClient, phone: str) -> Page:
    """The page after the form with the number."""
    sent = await send(client, "/sign-in/phone", phone=phone, return_to="/me")
    # A client keeps no cookie of https where the test speaks http.
    kept = [one.split(";")[0] for one in sent.headers.get_list("set-cookie")]
    kept += [f"{one.name}={one.value}" for one in client.cookies.jar if one.name == COOKIE]
    return read(await client.get(sent.headers["location"], headers={"cookie": "; ".join(kept)}))


def ticket_of(page: Page) -> str:
    """What the page of the code carries from the device that asked to its next form."""
    return str(page.all("//input[@name='code_ticket']/@value")[0])


async def asked_for(stack: Stack, client: httpx.AsyncClient, phone: str) -> dict[str, str]:
    """The fields of the page of the code, once a code was asked for there."""
    ticket = ticket_of(await ask_code(client, phone))
    return {"phone": phone, "code": await code_for(stack, client, phone), "code_ticket": ticket}


async def sign_in(stack: Stack, client: httpx.AsyncClient, phone: str) -> httpx.Response:
    page = await ask_code(client, phone)
    assert page.status == 200 and page.says("短信已发到")
    fields = {"code": await code_for(stack, client, phone), "code_ticket": ticket_of(page)}
    return await send(client, "/sign-in/code", phone=phone, return_to="/me", **fields)


async def test_strangers_are_sent_to_sign_in_and_come_back(client: httpx.AsyncClient) -> None:
    answer = await client.get("/me")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?return_to=%2Fme"
    page = await open_page(client, answer.headers["location"])
    assert page.all("//input[@name='return_to']/@value") == ["/me"]
    assert page.all("//a[@href='tel:12345']")
    # Outside WeChat its sign-in does not work, so it is not offered.
    assert not page.says("微信一键登录")


async def test_a_session_that_ended_in_the_middle_is_said(
    client: httpx.AsyncClient, citizen: Citizen
) -> None:
    assert not (await open_page(client, "/sign-in?return_to=/me")).says("登录已经过期")
    client.cookies.set(COOKIE, await page_token_of(citizen.tokens["refresh_token"]))
    await citizen.ok(
        "POST", "/api/v1/sessions/end", {"refresh_token": citizen.tokens["refresh_token"]}
    )
    page = read(await client.get("/me/addresses/new", follow_redirects=True))
    assert page.says("登录已经过期") and page.says("请再填一次")


async def test_sign_in_by_code_look_and_sign_out(stack: Stack, client: httpx.AsyncClient) -> None:
    phone = new_number()
    opened = await sign_in(stack, client, phone)
    assert (opened.status_code, opened.headers["location"]) == (303, "/me")
    cookie = opened.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie
    own = await open_page(client, "/me")
    assert own.says("还没有办件") and own.says(f"{phone[:3]}****{phone[-4:]}")
    assert phone not in own.response.text
    assert own.response.headers["cache-control"] == "no-store"
    kept = client.cookies[COOKIE]
    out = await send(client, "/sign-out")
    assert (out.status_code, out.headers["location"]) == (303, "/")
    client.cookies.set(COOKIE, kept)
    assert (await client.get("/me")).status_code == 303


async def test_own_case_is_shown_to_its_owner_only(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    client.cookies.set(COOKIE, await page_token_of(citizen.tokens["refresh_token"]))
    listed = await open_page(client, "/me")
    assert listed.says(case["item_name"]) and f"/me/cases/{case['id']}" in listed.links()
    shown = await open_page(client, f"/me/cases/{case['id']}")
    assert shown.says("办理经过") and shown.says("已提交")
    client.cookies.clear()
    await sign_in(stack, client, new_number())
    assert (await client.get(f"/me/cases/{case['id']}")).status_code == 404


@pytest.mark.parametrize("phone", ["", "1380013800", "不是号码", "138001380001"])
async def test_wrong_number_is_explained_beside_its_field(
    client: httpx.AsyncClient, phone: str
) -> None:
    page = read(await send(client, "/sign-in/phone", phone=phone))
    assert page.status == 422
    assert page.all("//*[@id='phone-fault']")[0].text_content().startswith("手机号应为")


async def test_wrong_code_is_said_and_does_not_sign_in(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    phone = new_number()
    fields = await asked_for(stack, client, phone)
    wrong = f"{(int(fields['code']) + 1) % 10**6:06d}"
    page = read(await send(client, "/sign-in/code", **(fields | {"code": wrong})))
    assert ticket_of(page) == fields["code_ticket"]
    assert page.status == 422
    assert page.all("//*[@role='alert']")
    assert wrong not in page.response.text and COOKIE not in client.cookies
    malformed: Page = read(await send(client, "/sign-in/code", phone=phone, code="12"))
    assert malformed.status == 422 and malformed.says("验证码是短信中的6位数字")


@pytest.mark.parametrize("path", ["/sign-in/phone", "/sign-in/code", "/sign-out"])
async def test_form_of_another_site_is_refused(client: httpx.AsyncClient, path: str) -> None:
    headers = {"origin": "https://evil.example"}
    answer = await client.post(path, files={"phone": (None, new_number())}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example"])
async def test_nobody_is_led_elsewhere_after_signing_in(
    stack: Stack, client: httpx.AsyncClient, target: str
) -> None:
    phone = new_number()
    fields = await asked_for(stack, client, phone)
    opened = await send(client, "/sign-in/code", return_to=target, **fields)
    assert opened.headers["location"] == "/me"
