"""The address book on the pages: kept with consent, every fault at once, never another's."""

import asyncio

import httpx
import pytest

from mobile_api.addresses.models import SavedAddress
from tests.actors import ADDRESS, Citizen
from tests.mobile_api.web.reading import Page, open_page, read
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE, send
from tests.stack import Stack

BOOK = "/me/addresses"
NEW, READ = f"{BOOK}/new", f"{BOOK}/read"
RIGHT = ADDRESS | {"label": "家", "agrees_to_saving": "true"}
PASTED = "张三丰 13800138000 示范省示范市示范区和平街道幸福路1号"


async def saved(own: httpx.AsyncClient, **more: str) -> str:
    """The path of an address that the form has just saved."""
    done = await send(own, NEW, **(RIGHT | more))
    assert (done.status_code, done.headers["location"]) == (303, BOOK)
    found = await SavedAddress.all().order_by("-created_at").first()
    assert found is not None
    return f"{BOOK}/{found.id}"


async def refused(own: httpx.AsyncClient, path: str, **fields: str) -> Page:
    page = read(await send(own, path, **fields))
    assert page.all("//*[@role='alert']") and len(page.all("//h1")) == 1
    assert not (await open_page(own, str(page.response.url))).all("//*[@role='alert']")
    return page


async def test_address_is_saved_listed_masked_changed_and_deleted(own: httpx.AsyncClient) -> None:
    assert BOOK in (await open_page(own, "/me")).links()
    assert (await open_page(own, BOOK)).says("还没有保存的地址")
    path = await saved(own)
    page = await open_page(own, BOOK)
    assert page.says("地址已经保存") and page.says("和平街道****") and page.says("默认")
    assert not page.says("张三丰") and not page.says(ADDRESS["phone"])
    page = await open_page(own, path)
    assert page.all("//input[@name='address']/@value") == [ADDRESS["address"]]
    changed = RIGHT | {"address": "和平街道幸福路2号", "label": "单位"}
    assert (await send(own, path, **changed)).headers["location"] == BOOK
    assert (await open_page(own, BOOK)).says("单位")
    assert (await open_page(own, f"{path}/delete")).says("真的要删除")
    assert await SavedAddress.exists(), "to look is not to delete"
    assert (await send(own, f"{path}/delete")).headers["location"] == BOOK
    again = read(await send(own, f"{path}/delete"))
    assert again.status == 404 and again.says("没有找到这个地址")
    assert not await SavedAddress.exists()


async def test_every_fault_is_told_at_once_beside_its_field(own: httpx.AsyncClient) -> None:
    wrong = {"name": "", "phone": "12", "province": "火星省", "address": "x", "label": "长" * 25}
    page = await refused(own, NEW, **(RIGHT | wrong | {"agrees_to_saving": ""}))
    told = ["name", "phone", "province", "address", "label", "agrees_to_saving"]
    assert page.status == 422 and page.says("有6处需要改一下")
    assert page.all("//ul[@class='summary']//a/@href") == [f"#{name}" for name in told]
    assert page.all("//input[@aria-invalid]/@name") == told
    assert page.all("//input[@id='city']/@value") == [ADDRESS["city"]]
    assert not await SavedAddress.exists()


async def test_longest_input_still_comes_back(own: httpx.AsyncClient) -> None:
    """What was typed travels in a cookie, which browsers drop when it has more than 4096 bytes."""
    long = dict.fromkeys((*ADDRESS, "label"), "长" * 500)
    parts = {name: (None, value) for name, value in long.items()}
    sent = await own.post(NEW, files=parts)
    kept = [one for one in sent.headers.get_list("set-cookie") if "form-not-right" in one]
    assert len(kept[0].partition(";")[0]) < 4096
    assert (await open_page(own, NEW)).says("处需要改一下")


async def test_pasted_text_fills_the_form_and_stays_until_saved(
    own: httpx.AsyncClient, others: httpx.AsyncClient
) -> None:
    answer = await send(own, READ, text=PASTED)
    assert (answer.status_code, answer.headers["location"]) == (303, NEW)
    assert "13800138000" not in str(answer.headers)
    for _ in range(2):
        page = await open_page(own, NEW)
        assert page.all("//input[@name='name']/@value") == ["张三丰"]
        assert page.all("//input[@name='county']/@value") == ["示范区"] and page.says("请核对")
    assert not await SavedAddress.exists()
    mine = own.cookies[COOKIE]
    own.cookies[COOKIE] = others.cookies[COOKIE]
    assert "张三丰" not in (await own.get(NEW)).text
    own.cookies[COOKIE] = mine
    await saved(own)
    assert (await open_page(own, NEW)).all("//input[@name='name']/@value") == [""]


async def test_text_that_cannot_be_read_or_is_one_too_many(own: httpx.AsyncClient) -> None:
    for text in ("", "x", "长" * 301):
        page = await refused(own, READ, text=text)
        assert page.status == 422 and page.all("//textarea[@aria-invalid]/text()") == [text] * bool(
            text
        )
    for _ in range(30):
        assert (await send(own, READ, text=PASTED)).status_code == 303
    page = await refused(own, READ, text=PASTED)
    assert page.status == 429 and page.says("分钟后再试")


async def test_saved_twice_or_at_once_is_kept_once_and_one_is_the_default(
    own: httpx.AsyncClient,
) -> None:
    answers = await asyncio.gather(*(own.post(NEW, data=RIGHT) for _ in range(3)))
    assert {answer.status_code for answer in answers} == {303}
    assert await SavedAddress.all().count() == 1
    second = await saved(own, address="和平街道幸福路9号", is_default="true")
    assert await SavedAddress.filter(is_default=True).count() == 1
    (form,) = (await open_page(own, BOOK)).all("//form[contains(@action, '/default')]/@action")
    for _ in range(2):
        assert (await send(own, form)).headers["location"] == BOOK
    default = await SavedAddress.get(is_default=True)
    assert form == f"{BOOK}/{default.id}/default" != f"{second}/default"
    page = await refused(own, second, **RIGHT)
    assert page.status == 409 and page.says("已经保存过了")


async def test_twenty_are_the_most(own: httpx.AsyncClient) -> None:
    for number in range(20):
        await saved(own, address=f"和平街道幸福路{number + 100}号")
    page = await open_page(own, BOOK)
    assert NEW not in page.links() and page.says("已经存满20个")
    page = await refused(own, NEW, **RIGHT)
    assert page.status == 409 and page.says("最多保存20个")
    assert page.all("//input[@id='address']/@value") == [ADDRESS["address"]]


async def test_nobody_sees_or_touches_the_address_of_another(
    stack: Stack, own: httpx.AsyncClient, others: httpx.AsyncClient, citizen: Citizen
) -> None:
    path = await saved(own)
    for page in (path, f"{path}/delete"):
        assert (await others.get(page)).status_code == 404
    for form, fields in ((path, RIGHT), (f"{path}/delete", {}), (f"{path}/default", {})):
        shown = read(await send(others, form, **fields))
        assert shown.status == 404 and shown.says("没有找到这个地址")
        evil = await own.post(form, data=fields, headers={"origin": "https://evil.example"})
        assert evil.status_code == 403
    (kept,) = (await citizen.ok("GET", "/api/v1/me/addresses"))["addresses"]
    assert kept["label"] == "家"


@pytest.mark.parametrize("form", [NEW, READ, f"{BOOK}/0190a0a0-0000-7000-8000-000000000000"])
async def test_whoever_was_signed_out_signs_in_first(own: httpx.AsyncClient, form: str) -> None:
    own.cookies.delete(COOKIE)
    for answer in (await own.post(form, data=RIGHT), await own.get(form, follow_redirects=False)):
        assert answer.headers["location"].startswith(("/sign-in?return_to=%2Fme%2Faddresses", NEW))
    evil = await own.post(form, data=RIGHT, headers={"origin": "https://evil.example"})
    assert evil.status_code == 403 and not await SavedAddress.exists()
