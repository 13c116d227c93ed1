"""Every form of the pages: sent, it answers 303 to a page that a reload and Back leave whole."""

from collections.abc import Mapping
from uuid import UUID

import httpx

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.openapi import declared_routes
from mobile_api.personal_data.models import AccountDeletion, DataExport
from tests.actors import ID_NUMBER, Citizen
from tests.mobile_api.accounts.later import later
from tests.mobile_api.web.account.forms import PAGES, Account, paths_of
from tests.mobile_api.web.applying.browser import FORMS
from tests.mobile_api.web.cases.forms import FORMS as FORMS_OF_CASES
from tests.mobile_api.web.enterprises.phone import FORMS as ENTERPRISE_FORMS
from tests.mobile_api.web.market.bidding.sending import FORMS as FORMS_OF_AGENCIES
from tests.mobile_api.web.market.owning.forms import OWNING_FORMS
from tests.mobile_api.web.market.trading.forms import FORMS as FORMS_OF_TRADING
from tests.mobile_api.web.reading import Page, open_page, read
from tests.mobile_api.web.signing_in.test_sign_in_pages import (
    COOKIE,
    asked_for,
    code_for,
    new_number,
    send,
    ticket_of,
)
from tests.stack import Stack

OVER = "/status?over=true"
DETAILS = {"name": "张三", "id_number": ID_NUMBER, "phone": "13800138001"}
Fields = Mapping[str, str]

# The tests of these rooms send their forms themselves.
_SENT_BESIDE = (
    FORMS | FORMS_OF_CASES | ENTERPRISE_FORMS | OWNING_FORMS | FORMS_OF_AGENCIES | FORMS_OF_TRADING
)


class Sender:
    """A citizen with a case and its message, who sends any form of the pages as it should be."""

    def __init__(self, stack: Stack, client: httpx.AsyncClient, citizen: Citizen) -> None:
        self.stack, self.client, self.citizen = stack, client, citizen
        self.phone = new_number()

    async def arrange(self) -> None:
        self.case = await self.citizen.submitted_case()
        told = await self.citizen.ok("GET", "/api/v1/me/messages")
        self.message = told["entries"][0]["id"]
        self.client.cookies.set(COOKIE, await page_token_of(self.citizen.tokens["refresh_token"]))
        self.code = await asked_for(self.stack, self.client, self.phone)
        self.account = await Account.arranged(self.stack, self.client, self.citizen)

    def forms(self) -> dict[str, tuple[str, Fields]]:
        """Route -> the address and the fields of a form that succeeds; in the order of sending."""
        case = f"/me/cases/{self.case['id']}/withdraw"
        message = f"/me/messages/{self.message}/read"
        status = {"number": self.case["number"], "id_number_tail": ID_NUMBER[-6:]}
        return {
            "/status": ("/status", status),
            **self.account.forms(),
            "/me/messages/{message_id}/read": (message, {}),
            "/me/messages/read-all": ("/me/messages/read-all", {"newest_id": self.message}),
            "/me/cases/{case_id}/withdraw": (case, {}),
            "/me/data/details": ("/me/data/details", DETAILS),
            "/me/data/copy": ("/me/data/copy", {}),
            "/me/data/copy/open": ("/me/data/copy/open", {}),
            "/me/data/deletion": ("/me/data/deletion", {}),
            "/me/data/deletion/cancel": ("/me/data/deletion/cancel", {}),
            "/sign-out": ("/sign-out", {}),
            "/sign-in/phone": ("/sign-in/phone", {"phone": new_number()}),
            "/sign-in/code": ("/sign-in/code", self.code),
        }


def posted(stack: Stack) -> set[str]:
    """The addresses that the forms of the pages are sent to."""
    return {
        path
        for method, path, _, route in declared_routes(stack.app)
        if method == "post" and ".pages." in route.name
    }


async def test_every_form_that_succeeds_answers_303_to_a_page(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    sender = Sender(stack, client, citizen)
    await sender.arrange()
    forms = sender.forms()
    assert set(forms) | _SENT_BESIDE == posted(stack)
    for path, fields in forms.values():
        answer = await send(client, path, **fields)
        assert (path, answer.status_code) == (path, 303)
        # A copy that was asked for is opened next.
        await stack.settle()
        for _ in range(2):
            shown = await client.get(answer.headers["location"], follow_redirects=True)
            assert (path, shown.status_code) == (path, 200)
            assert read(shown).all("//h1")


async def test_the_address_of_every_form_opens_a_page(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    """After a wrong form a phone that throws its tabs away asks for it by GET."""
    sender = Sender(stack, client, citizen)
    await sender.arrange()
    for path, _ in sender.forms().values():
        shown = await client.get(path, follow_redirects=True)
        assert (path, shown.status_code) == (path, 200)
    assert (await client.get("/me")).status_code == 200, "a GET signs nobody out"


async def test_no_form_of_another_site_is_taken(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    sender = Sender(stack, client, citizen)
    await sender.arrange()
    headers = {"origin": "https://evil.example"}
    for path, fields in sender.forms().values():
        answer = await client.post(path, data=dict(fields), headers=headers)
        assert (path, answer.status_code) == (path, 403)
    case = await citizen.ok("GET", f"/api/v1/cases/{sender.case['id']}")
    assert case["status"] == "submitted"
    assert not await DataExport.exists() and not await AccountDeletion.exists()


async def test_own_forms_of_one_who_is_not_signed_in_lead_to_sign_in(
    client: httpx.AsyncClient,
) -> None:
    some = UUID(int=7)
    for path in (
        f"/me/cases/{some}/withdraw",
        f"/me/messages/{some}/read",
        "/me/messages/read-all",
        "/me/data/details",
        "/me/data/copy",
        "/me/data/copy/open",
        "/me/data/deletion",
        "/me/data/deletion/cancel",
        *paths_of(some),
    ):
        for answer in (await send(client, path), await client.get(path)):
            assert answer.status_code == 303
            first = ("/sign-in?", "/me/messages", "/me/data", *PAGES)
            assert answer.headers["location"].startswith(first)


async def test_code_field_survives_reload_resend_and_the_way_back(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    phone = new_number()
    sent = await send(client, "/sign-in/phone", phone=phone, return_to="/me?x=1")
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in/code")
    first = await code_for(stack, client, phone)
    page = await open_page(client, "/sign-in/code")
    assert page.says("短信已发到") and page.all("//input[@name='code']")
    again = await _sent_again(client, page)
    assert again.all("//input[@name='code']")
    assert again.all("//*[@data-wait]")[0].text_content().endswith("以后可以重新获取。")
    other = await open_page(client, again.all("//p[contains(@class, 'crumbs')]/a/@href")[0])
    assert other.all("//input[@name='phone']/@value") == [phone]
    fields = {"phone": phone, "code": first, "code_ticket": ticket_of(again)}
    fields["return_to"] = "/me?x=1"
    opened = await send(client, "/sign-in/code", **fields)
    assert (opened.status_code, opened.headers["location"]) == (303, "/me?x=1")
    assert (await client.get("/sign-in/code")).headers["location"] == "/sign-in"


async def _sent_again(client: httpx.AsyncClient, page: Page) -> Page:
    """What the button under "没有收到短信" shows."""
    form = page.all("//form[@action='/sign-in/phone']")[0]
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
    answer = await send(client, "/sign-in/phone", **fields)
    assert answer.status_code == 303
    return await open_page(client, answer.headers["location"])


async def test_the_number_is_noted_unreadably_for_minutes(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    phone = new_number()
    sent = await send(client, "/sign-in/phone", phone=phone)
    cookie = sent.headers["set-cookie"]
    assert phone not in cookie and phone not in str(sent.headers)
    assert {"HttpOnly", "Path=/"} <= {one.strip() for one in cookie.split(";")}
    with later(stack, minutes=16):
        assert (await client.get("/sign-in/code")).status_code == 303
    name, value = cookie.split(";")[0].split("=", 1)
    client.cookies.clear()
    for odd in (value[:-8] + "AAAAAAAA", "x", "%", value + "."):
        answer = await client.get("/sign-in/code", headers={"cookie": f"{name}={odd}"})
        assert answer.headers["location"] == "/sign-in"


async def test_result_of_a_question_opens_by_get_for_half_an_hour_in_this_browser(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    number = (await citizen.submitted_case())["number"]
    other = (await citizen.submitted_case())["number"]
    asked = await send(client, "/status", number=number, id_number_tail=ID_NUMBER[-6:])
    second = await send(client, "/status", number=other, id_number_tail=ID_NUMBER[-6:])
    path = asked.headers["location"]
    assert number not in path and ID_NUMBER[-6:] not in path + asked.headers["set-cookie"]
    assert (await open_page(client, path)).says(number)
    assert (await open_page(client, second.headers["location"])).says(other)
    with later(stack, minutes=31):
        assert (await client.get(path)).headers["location"] == OVER
    assert (await client.get("/status/other")).headers["location"] == OVER
    client.cookies.clear()
    assert (await client.get(path)).headers["location"] == OVER


async def test_a_form_that_was_not_right_is_told_once_by_get_and_keeps_no_secret(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    """Red before: Back to a page that answers a POST is the browser's own ERR_CACHE_MISS."""
    phone = new_number()
    await send(client, "/sign-in/phone", phone=phone)
    for path, fields, page in (
        ("/sign-in/phone", {"phone": "12"}, "/sign-in"),
        ("/sign-in/code", {"phone": phone, "code": "12"}, "/sign-in/code"),
        ("/sign-in/code", {"phone": phone, "code": "123456", "code_ticket": "x"}, "/sign-in/code"),
        ("/status", {"number": "1", "id_number_tail": "12"}, "/status"),
    ):
        sent = await client.post(path, data=fields)
        assert (sent.status_code, sent.headers["location"]) == (303, page)
        assert (await open_page(client, page)).all("//*[@role='alert']")
        assert not (await open_page(client, page)).all("//*[@role='alert']")
    assert (await open_page(client, OVER)).says("刚才的结果已经不能显示了")
