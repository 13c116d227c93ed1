"""One's own cases and messages: what is wrong is named, and no page is the end of the way."""

from typing import Any

import httpx
import pytest

from mobile_api.accounts.models import Person
from mobile_api.accounts.sessions.service import page_token_of
from notifications.service import notify
from tests.actors import Citizen, Colleague
from tests.committed import committed
from tests.mobile_api.web.reading import Page, open_page, read
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE, send

PHOTO = {
    "target": "material",
    "key": "exit-entry-photo",
    "reason": "照片模糊。",
    "advice": "重拍。",
}
NAME = {"target": "form_field", "key": "name-in-pinyin", "reason": "拼写有误。", "advice": "改正。"}


@pytest.fixture
async def own(client: httpx.AsyncClient, citizen: Citizen) -> httpx.AsyncClient:
    """The browser of 张三丰, signed in."""
    client.cookies.set(COOKIE, await page_token_of(citizen.tokens["refresh_token"]))
    return client


async def faulty_case(citizen: Citizen, colleague: Colleague) -> dict[str, Any]:
    case = await citizen.submitted_case()
    answer = await colleague.move(case["id"], "request-correction", {"faults": [PHOTO, NAME]})
    assert answer.is_success, answer.text
    return case


# In a year whose holidays are published.
@pytest.mark.standing_at("2026-11-25T10:00+08:00")
async def test_correction_names_what_is_wrong_and_how_long_there_is(
    own: httpx.AsyncClient, citizen: Citizen, colleague: Colleague
) -> None:
    case = await faulty_case(citizen, colleague)
    page = await open_page(own, f"/me/cases/{case['id']}")
    faults = [one.text_content() for one in page.all("//ol[@class='faults']/li")]
    assert [fault.split("\n")[0] for fault in faults] == [
        "出入境证件照片照片模糊。重拍。",
        "姓名拼音拼写有误。改正。",
    ]
    assert page.says("请您最迟补正") and page.says("还剩22个工作日")
    (photo,) = page.all("//dt[text()='出入境证件照片']/following-sibling::dd")
    assert "已上传1页" in photo.text_content() and "需要补正" in photo.text_content()
    assert not page.says("小程序")
    assert page.all("//section[@aria-labelledby='faults']//a[starts-with(@href, 'tel:')]")


async def test_withdrawal_is_asked_once_more_and_told_afterwards(
    own: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    path = f"/me/cases/{case['id']}"
    assert f"{path}/withdraw" in (await open_page(own, path)).links()
    asked = await open_page(own, f"{path}/withdraw")
    assert asked.says(case["item_name"]) and path in asked.links()
    assert (await citizen.ok("GET", f"/api/v1/cases/{case['id']}"))["status"] == "submitted"
    for _ in range(2):
        done = await send(own, f"{path}/withdraw")
        assert (done.status_code, done.headers["location"]) == (303, path)
    page = await open_page(own, path)
    assert page.says("您已撤回申请")
    assert f"{path}/withdraw" not in page.links()
    assert (await own.get(f"{path}/withdraw")).headers["location"] == path


async def test_nobody_withdraws_the_case_of_another(
    own: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    other = Citizen(citizen.stack, own, "li-si-of-the-pages")
    await other.sign_in()
    own.cookies.set(COOKIE, await page_token_of(other.tokens["refresh_token"]))
    path = f"/me/cases/{case['id']}/withdraw"
    assert (await own.get(path)).status_code == 404
    assert (await send(own, path)).status_code == 404
    assert (await citizen.ok("GET", f"/api/v1/cases/{case['id']}"))["status"] == "submitted"


async def test_case_that_was_decided_meanwhile_says_that_it_is_too_late(
    own: httpx.AsyncClient, citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    declined = {"reason": "不属于本市管辖。"}
    assert (await colleague.move(case["id"], "decline-acceptance", declined)).is_success
    page = read(await send(own, f"/me/cases/{case['id']}/withdraw"))
    assert page.status == 409 and page.says("这一步现在不能办理") and "/me" in page.links()
    assert (await open_page(own, f"/me/cases/{case['id']}")).says("不属于本市管辖")


async def test_draft_says_where_it_goes_on_and_can_be_given_up(
    own: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.passport_draft()
    path = f"/me/cases/{case['id']}"
    page = await open_page(own, path)
    assert page.says("还没有提交的草稿") and page.says("可以接着填")
    assert {"/guides/passport", f"{path}/tasks", f"{path}/withdraw"} <= page.links()
    assert page.all("//section[@aria-labelledby='draft']//a[starts-with(@href, 'tel:')]")
    assert not page.all("//*[@id='steps']")
    assert (await open_page(own, f"{path}/withdraw")).says("真的不要这份草稿了吗")
    await send(own, f"{path}/withdraw")
    assert (await open_page(own, path)).says("已撤回")


async def test_messages_lead_to_their_case_and_are_read_then(
    own: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    page = await open_page(own, "/me")
    assert page.says("1条未读") and "/me/messages" in page.links()
    (action,) = page.all("//ul[contains(@class, 'messages')]//form/@action")
    led = await send(own, action)
    assert led.headers["location"] == f"/me/cases/{case['id']}"
    page = await open_page(own, "/me/messages")
    assert page.says("没有未读的消息") and f"/me/cases/{case['id']}" in page.links()


async def test_all_messages_can_be_leafed_through_and_read_at_once(
    own: httpx.AsyncClient, citizen: Citizen
) -> None:
    person = await Person.get()
    for number in range(23):
        key = f"test-{number}"
        await committed(
            notify(person.id, "accounts_merged", {}, subject="person:x", dedupe_key=key)
        )
    first = await open_page(own, "/me/messages")
    assert len(first.all("//ul[contains(@class, 'messages')]/li")) == 20
    (older,) = first.all("//a[@rel='next']/@href")
    second = await open_page(own, older)
    assert len(second.all("//ul[contains(@class, 'messages')]/li")) == 3
    assert "/me/messages" in second.links()
    (newest,) = first.all("//input[@name='newest_id']/@value")
    await send(own, "/me/messages/read-all", newest_id=newest)
    assert (await open_page(own, "/me/messages")).says("没有未读的消息")


@pytest.mark.parametrize("newest", ["", "x", "0190a0a0-0000-7000-8000-000000000000"])
async def test_odd_messages_are_not_found(own: httpx.AsyncClient, newest: str) -> None:
    page: Page = read(await send(own, "/me/messages/read-all", newest_id=newest))
    assert page.status == 404
    odd = "/me/messages/0190a0a0-0000-7000-8000-000000000000/read"
    assert (await send(own, odd)).status_code == 404
