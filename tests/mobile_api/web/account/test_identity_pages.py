"""Proving who one is on the pages: there and back, and every refusal with a way on."""

from urllib.parse import urlencode, urlsplit

import httpx
import pytest

from mobile_api.accounts.identity.claims import IDENTITY
from mobile_api.accounts.proofs.models import IdentityBinding
from mobile_api.accounts.sessions.models import Session
from mobile_api.accounts.sessions.service import page_token_of
from tests.actors import Citizen
from tests.mobile_api.accounts.identity.browser import Browser
from tests.mobile_api.accounts.later import later
from tests.mobile_api.web.reading import Page, open_page
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.stack import Stack

IDENTITY_PAGE, BEGIN = "/me/identity", "/me/identity/begin"
TASKS = "/me/cases/0190a0a0-0000-7000-8000-000000000000/tasks"


def page_of(return_to: str) -> str:
    return f"{IDENTITY_PAGE}?{urlencode({'return_to': return_to})}"


async def there(own: httpx.AsyncClient, user: str, link: str = "") -> str:
    """Goes to the identity service as `user`; the address by which the browser comes back."""
    begun = await own.get(link or f"{BEGIN}?{urlencode({'level': 2, 'return_to': TASKS})}")
    assert begun.status_code == 303 and begun.headers["cache-control"] == "no-store"
    proven = await own.get(f"{begun.headers['location']}&_user={user}")
    landed = await own.get(proven.headers["location"])
    return landed.headers["location"]


async def refused(own: httpx.AsyncClient, back: str, return_to: str = TASKS) -> Page:
    """The page that tells why; asked for once more it does not say it again."""
    answer = await own.get(back)
    here = page_of(return_to) if return_to else IDENTITY_PAGE
    assert (answer.status_code, answer.headers["location"]) == (303, here)
    page = await open_page(own, here)
    assert len(page.all("//*[@role='alert']")) == 1 and len(page.all("//h1")) == 1
    again = await open_page(own, here)
    assert again.status == 200 and not again.all("//*[@role='alert']")
    return page


async def test_page_says_the_level_and_what_each_opens(own: httpx.AsyncClient) -> None:
    assert IDENTITY_PAGE in (await open_page(own, "/me")).links()
    page = await open_page(own, page_of(TASKS))
    assert page.says("您现在到了第1级") and page.says("授权经办人") and page.says("15分钟以内")
    begins = page.all("//a[starts-with(@href, '/me/identity/begin')]/@href")
    assert [one.partition("&")[2] for one in begins] == [f"return_to={TASKS}"] * 2
    assert TASKS in page.links() and page.all("//form[@action='/me/counter-code']")


async def test_way_there_and_back_raises_the_level_and_leads_on(own: httpx.AsyncClient) -> None:
    page = await open_page(own, page_of(TASKS))
    (link, _) = page.all("//a[starts-with(@href, '/me/identity/begin')]/@href")
    back = await there(own, "li-si", link)
    answer = await own.get(back)
    assert (answer.status_code, answer.headers["location"]) == (303, TASKS)
    kept = [one for one in answer.headers.get_list("set-cookie") if one.startswith("session=")]
    assert len(kept) == 1, "a session of its own, begun just now"
    assert await Session.filter(via="identity_service").count() == 1
    page = await open_page(own, IDENTITY_PAGE)
    assert page.says("您现在到了第3级") and page.says("线上身份认证") and page.says("现在能办")
    # Back and reload: told once, and the way on is the same.
    assert (await refused(own, back, "")).says("已经完成或已过期")


async def test_what_was_not_finished_says_why_each_in_its_own_words(
    own: httpx.AsyncClient, service: Browser
) -> None:
    assert (await refused(own, await there(own, "nobody"))).says("您没有完成身份认证")
    link = f"{BEGIN}?{urlencode({'level': 3, 'return_to': TASKS})}"
    page = await refused(own, await there(own, "wang-wu", link))
    assert page.status == 403 and page.says("达不到所需的身份核验等级")
    back = await there(own, "li-si")
    odd = back.partition("&")[0]
    assert (await refused(own, f"{odd}&identity_error=whatever")).says("没有通过核对")
    silent = await refused(own, f"{odd}&identity_error=identity_service_unavailable")
    assert silent.status == 503 and silent.says("暂时没有回应")
    assert (await own.get(back)).headers["location"] == TASKS, "no word of the address ended it"


async def test_identity_of_another_account_leads_to_merging(
    own: httpx.AsyncClient, others: httpx.AsyncClient
) -> None:
    assert (await others.get(await there(others, "li-si"))).headers["location"] == TASKS
    page = await refused(own, await there(own, "li-si"))
    assert page.status == 409 and page.says("已经绑定了另一个账户")
    assert "/me/sign-in-ways/merge" in page.links()


async def test_another_persons_identity_after_the_own_leads_to_the_counter(
    own: httpx.AsyncClient,
) -> None:
    await own.get(await there(own, "li-si"))
    page = await refused(own, await there(own, "wang-wu"))
    assert page.says("不是同一个人") and "/centre/halls" in page.links()
    assert await IdentityBinding.all().count() == 1


async def test_a_new_identity_asks_for_a_recent_sign_in(
    stack: Stack, own: httpx.AsyncClient
) -> None:
    with later(stack, minutes=11):
        page = await open_page(own, page_of(TASKS))
        assert not page.all("//a[starts-with(@href, '/me/identity/begin')]")
        (again,) = [link for link in page.links() if link.startswith("/sign-in")]
        shown = await open_page(own, again)
        assert shown.all("//input[@name='return_to']/@value") == [page_of(TASKS)]
        assert (await refused(own, await there(own, "li-si"))).says("重新登录")
    assert not await IdentityBinding.exists()


async def test_nobody_finishes_what_another_began(
    own: httpx.AsyncClient, others: httpx.AsyncClient
) -> None:
    back = await there(own, "li-si")
    # In the other's browser nothing was begun; with the first one's cookie it is not the other.
    assert (await refused(others, back, "")).status == 410
    kept, own.cookies[COOKIE] = own.cookies[COOKIE], others.cookies[COOKIE]
    assert (await refused(own, back)).status == 410
    own.cookies[COOKIE] = kept
    assert (await own.get(back)).headers["location"] == TASKS


async def test_whoever_was_signed_out_meanwhile_signs_in_first(
    own: httpx.AsyncClient, citizen: Citizen
) -> None:
    back = await there(own, "li-si")
    await own.post("/sign-out")
    assert (await own.get(back)).headers["location"].startswith("/sign-in?return_to=%2Fme%2Fid")
    await citizen.sign_in()
    own.cookies.set(COOKIE, await page_token_of(citizen.tokens["refresh_token"]))
    assert (await refused(own, back)).status == 410
    assert not await IdentityBinding.exists()
    own.cookies.delete(COOKIE)
    for path in (BEGIN, page_of(TASKS)):
        assert (await own.get(path)).headers["location"].startswith("/sign-in?")


async def test_city_without_the_service_names_the_counter(
    stack: Stack, own: httpx.AsyncClient
) -> None:
    with stack.having(IDENTITY, None):
        page = await open_page(own, IDENTITY_PAGE)
        assert page.says("本市还没有开通线上身份认证") and "/centre/halls" in page.links()
        assert (await refused(own, BEGIN, "")).says("本市暂未开通")


async def test_a_service_that_is_silent_is_told_on_the_page(
    stack: Stack, own: httpx.AsyncClient, service: Browser
) -> None:
    found = IDENTITY.of(stack.app)
    assert found is not None
    gone = stack.settings.model_copy(update={"identity_issuer_url": "http://127.0.0.1:9"})
    await found.client.close()
    found.client = type(found.client)(gone)
    page = await refused(own, BEGIN, "")
    assert page.status == 503 and page.says("暂时没有回应")


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
async def test_no_way_leads_elsewhere(own: httpx.AsyncClient, elsewhere: str) -> None:
    page = await open_page(own, page_of(elsewhere))
    assert not [link for link in page.all("//a/@href") if "evil" in link]
    answer = await own.get(await there(own, "li-si", f"{BEGIN}?return_to={elsewhere}"))
    assert urlsplit(answer.headers["location"]).path == IDENTITY_PAGE


@pytest.mark.parametrize("query", ["level=1", "level=9", "level=x", "return_to=" + "x" * 501])
async def test_odd_addresses_are_refused(own: httpx.AsyncClient, query: str) -> None:
    assert (await own.get(f"{BEGIN}?{query}")).status_code == 422
