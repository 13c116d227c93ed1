"""One's own data on the pages: looked at, corrected, copied, and the account ended, with proof."""

import io
import zipfile
from datetime import timedelta

import httpx
import pytest

from mobile_api.accounts.models import Person
from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.personal_data.models import AccountDeletion, DataExport, ExportState
from mobile_api.shared import clock
from tests.actors import ID_NUMBER, Citizen
from tests.mobile_api.accounts.later import later
from tests.mobile_api.agency_supermarket.needing import Buyer, announce_issues
from tests.mobile_api.web.reading import open_page, read
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE, send
from tests.stack import Stack

DATA, DETAILS = "/me/data", "/me/data/details"
COPY, OPENED = "/me/data/copy", "/me/data/copy/open"
DELETION, CANCELLED = "/me/data/deletion", "/me/data/deletion/cancel"
RIGHT = {"name": "张三", "id_number": "370000199003070018", "phone": "13800138001"}


@pytest.fixture
async def own(client: httpx.AsyncClient, citizen: Citizen) -> httpx.AsyncClient:
    """The browser of 张三丰, who has just signed in."""
    client.cookies.set(COOKIE, await page_token_of(citizen.tokens["refresh_token"]))
    return client


async def test_own_data_is_found_from_own_pages_and_shown_masked(own: httpx.AsyncClient) -> None:
    assert DATA in (await open_page(own, "/me")).links()
    page = await open_page(own, DATA)
    assert page.says("张**") and not page.says("张三丰") and not page.says(ID_NUMBER)
    assert {DETAILS, DELETION, "/notices/privacy"} <= page.links()
    notice = await open_page(own, "/notices/privacy")
    assert DATA in notice.links() and not notice.says("还没有自己办理的入口")


async def test_details_are_corrected_and_every_fault_is_told_at_once(
    own: httpx.AsyncClient,
) -> None:
    wrong = await send(own, DETAILS, name="张三", id_number="370000199003070011", phone="12")
    page = read(wrong)
    assert page.status == 422 and page.says("有2处需要改一下")
    assert page.all("//input[@name='name']/@value") == ["张三"]
    assert page.all("//input[@id='phone'][@aria-invalid='true']")
    done = await send(own, DETAILS, **RIGHT)
    assert (done.status_code, done.headers["location"]) == (303, DATA)
    person = await Person.get()
    assert (person.name, person.id_number) == ("张三", RIGHT["id_number"])


async def test_details_asked_for_by_another_page_lead_back_there(own: httpx.AsyncClient) -> None:
    back, here = "/me/cases/x/tasks?a=1", f"{DETAILS}?return_to=%2Fme%2Fcases%2Fx%2Ftasks%3Fa%3D1"
    page = await open_page(own, here)
    assert page.all("//main//input[@name='return_to']/@value") == [back] and back in page.links()
    wrong = await own.post(DETAILS, data=RIGHT | {"phone": "12", "return_to": back})
    assert wrong.headers["location"] == here
    page = await open_page(own, here)
    assert page.status == 422 and page.all("//input[@name='return_to']/@value") == [back]
    assert (await send(own, DETAILS, **RIGHT, return_to=back)).headers["location"] == back
    for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example"):
        assert (await send(own, DETAILS, **RIGHT, return_to=elsewhere)).headers["location"] == DATA
    await Person.all().update(assurance_level=2)
    assert (await own.get(here)).headers["location"] == back
    own.cookies.delete(COOKIE)
    for answer in (await own.get(here), await own.post(DETAILS, data={"return_to": back})):
        assert "return_to%3D%252Fme%252Fcases" in answer.headers["location"]


async def test_corrections_are_counted_and_one_too_many_says_when(own: httpx.AsyncClient) -> None:
    for _ in range(3):
        await send(own, DETAILS, **RIGHT | {"phone": "12"})
    for _ in range(9):
        assert (await send(own, DETAILS, **RIGHT)).status_code == 303
    page = read(await send(own, DETAILS, **RIGHT))
    assert page.status == 429 and page.says("小时后再试") and page.all("//input[@value='张三']")


async def test_verified_details_are_corrected_at_the_counter(
    own: httpx.AsyncClient, citizen: Citizen
) -> None:
    await Person.all().update(assurance_level=2)
    page = await open_page(own, DATA)
    assert DETAILS not in page.links() and page.says("请带身份证到窗口更正")
    assert "/centre/halls" in page.links()
    assert (await own.get(DETAILS)).headers["location"] == DATA
    refused = read(await send(own, DETAILS, **RIGHT))
    assert refused.status == 409 and refused.says("实名信息已核验")


async def test_copy_is_asked_for_prepared_and_fetched(stack: Stack, own: httpx.AsyncClient) -> None:
    asked = await send(own, COPY)
    assert (asked.status_code, asked.headers["location"]) == (303, DATA)
    assert (await open_page(own, DATA)).says("正在准备")
    await stack.settle()
    assert (await open_page(own, DATA)).says("已经备好")
    assert (await own.get(COPY)).headers["location"] == DATA, "nothing was opened yet"
    opened = await send(own, OPENED)
    assert (opened.status_code, opened.headers["location"]) == (303, COPY)
    for _ in range(2):
        page = await open_page(own, COPY)
        (link,) = page.all("//a[contains(@class, 'download')]/@href")
    archive = zipfile.ZipFile(io.BytesIO((await own.get(link)).content))
    assert "账户.json" in archive.namelist()
    own.cookies.delete("own-copy")
    assert (await own.get(COPY)).headers["location"] == DATA


async def test_copy_that_failed_is_said_to_have_and_asked_for_anew(
    own: httpx.AsyncClient,
) -> None:
    await send(own, COPY)
    await DataExport.all().update(state=ExportState.failed, due_at=None)
    page = await open_page(own, DATA)
    assert page.says("这次没有做成") and page.all(f"//form[@action='{COPY}']")
    await send(own, COPY)
    assert await DataExport.filter(state=ExportState.preparing).count() == 1


async def test_copies_too_many_in_a_day_are_said_in_hours(
    stack: Stack, own: httpx.AsyncClient
) -> None:
    for _ in range(3):
        await send(own, COPY)
        await stack.settle()
    page = read(await send(own, COPY))
    assert page.status == 429 and page.says("请24小时后再试。")
    assert page.says("已经备好"), "the last one stays"


async def test_a_sign_in_of_long_ago_must_be_renewed_first(
    stack: Stack, own: httpx.AsyncClient
) -> None:
    await send(own, COPY)
    await stack.settle()
    with later(stack, minutes=11):
        page = await open_page(own, DATA)
        again = f"/sign-in?return_to={DATA}"
        assert again in page.links() and page.all("//main//form") == []
        for path in (COPY, OPENED):
            assert (await send(own, path)).headers["location"] == DATA
        asked = await open_page(own, DELETION)
        assert f"/sign-in?return_to={DELETION}" in asked.links()
        assert asked.all("//main//form") == []
        assert (await send(own, DELETION)).headers["location"] == DELETION
    assert not await AccountDeletion.exists()


async def test_deletion_is_confirmed_knowing_what_goes_and_can_be_taken_back(
    own: httpx.AsyncClient,
) -> None:
    page = await open_page(own, DELETION)
    assert page.says("真的要注销账户吗") and page.says("档案法") and page.says("七天")
    assert not await AccountDeletion.exists(), "to look is not to ask"
    for _ in range(2):
        asked = await send(own, DELETION)
        assert (asked.status_code, asked.headers["location"]) == (303, DATA)
    page = await open_page(own, DATA)
    assert page.says("账户将在") and page.all(f"//form[@action='{CANCELLED}']")
    assert (await own.get(DELETION)).headers["location"] == DATA
    for _ in range(2):
        kept = await send(own, CANCELLED)
        assert (kept.status_code, kept.headers["location"]) == (303, DATA)
    assert DELETION in (await open_page(own, DATA)).links()


async def test_open_cases_are_named_before_an_account_can_end(
    own: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    page = await open_page(own, DELETION)
    assert page.says("还有1件在办") and f"/me/cases/{case['id']}" in page.links()
    assert page.all("//main//form") == []
    refused = await send(own, DELETION)
    assert refused.headers["location"] == DELETION
    assert not await AccountDeletion.exists()


async def test_what_is_open_at_the_market_is_named_with_what_comes_first(
    own: httpx.AsyncClient, citizen: Citizen
) -> None:
    await announce_issues(clock.now() + timedelta(hours=9))
    need = await Need.get(id=await Buyer(citizen).publish())
    page = await open_page(own, DELETION)
    assert page.says(need.title) and page.says(need.number or "") and page.says("请取消这项需求")
    assert page.all("//main//form") == []
    refused = await send(own, DELETION)
    assert refused.headers["location"] == DELETION
    assert not await AccountDeletion.exists()


async def test_messages_about_own_data_lead_there(stack: Stack, own: httpx.AsyncClient) -> None:
    await send(own, COPY)
    await stack.settle()
    page = await open_page(own, "/me/messages")
    (action,) = page.all("//ul[contains(@class, 'messages')]//form/@action")
    assert page.says("看我的个人信息")
    assert (await send(own, action)).headers["location"] == DATA


async def test_the_copy_of_one_person_opens_for_no_other_in_the_same_browser(
    stack: Stack, own: httpx.AsyncClient, citizen: Citizen
) -> None:
    await send(own, COPY)
    await stack.settle()
    await send(own, OPENED)
    other = Citizen(citizen.stack, own, "li-si-of-the-pages")
    await other.sign_in()
    own.cookies.set(COOKIE, await page_token_of(other.tokens["refresh_token"]))
    assert (await own.get(COPY)).headers["location"] == DATA
    with later(stack, days=8):
        assert (await own.get(COPY)).status_code == 303
