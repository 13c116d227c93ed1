"""Status by number and second factor: by form only, in words, and nothing personal on the page."""

from datetime import datetime

import httpx
import pytest

from mobile_api.shared.clock import BEIJING, standing_at
from mobile_api.shared.serial_numbers import check_character
from notifications.post.parcels.owners import Owner
from notifications.post.parcels.schemas import Contact
from notifications.post.parcels.service import post_parcel
from tests.actors import ADDRESS, ID_NUMBER, Citizen
from tests.committed import committed
from tests.mobile_api.web.reading import Page, ask_status, open_page
from tests.stack import Stack

TAIL = ID_NUMBER[-6:]
WELL_FORMED = "99990020261121000001" + check_character("99990020261121000001")


def assert_nothing_personal(page: Page) -> None:
    for value in (TAIL, ID_NUMBER, "张三丰", "13800138000", ADDRESS["address"]):
        assert value not in page.response.text
        assert value not in str(page.response.url)
    assert page.response.headers["cache-control"] == "no-store"
    assert "etag" not in page.response.headers


# In a year whose holidays are published: nothing that is told may still be put off.
@pytest.mark.standing_at("2026-11-25T10:00+08:00")
async def test_status_tells_where_the_case_is(client: httpx.AsyncClient, citizen: Citizen) -> None:
    case = await citizen.submitted_case()
    page = await ask_status(client, case["number"], TAIL)
    assert page.status == 200
    assert page.says("已提交,等待预审") and page.says("在窗口") and page.says("窗口最迟答复")
    assert page.all("//ol[@class='timeline']/li/time/@datetime")
    assert not page.says("可能顺延")
    assert case["number"] not in str(page.response.url)
    assert_nothing_personal(page)


async def test_number_and_tail_are_taken_as_people_type_them(
    client: httpx.AsyncClient, citizen: Citizen
) -> None:
    number = (await citizen.submitted_case())["number"]
    spaced = f" {number[:6]} {number[6:14]} {number[14:]} "
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in TAIL)
    assert (await ask_status(client, spaced, wide)).says("办理经过")
    grouped = f"{ID_NUMBER[:6]} {ID_NUMBER[6:14]} {ID_NUMBER[14:]}"
    for whole in (ID_NUMBER, grouped):
        page = await ask_status(client, number, whole)
        assert page.says("办理经过")
        assert_nothing_personal(page)


async def test_wrong_factor_keeps_the_number_and_forgets_the_factor(
    client: httpx.AsyncClient, citizen: Citizen
) -> None:
    number = (await citizen.submitted_case())["number"]
    page = await ask_status(client, number, "123450")
    assert page.status == 404
    assert page.all("//*[@role='alert']") and page.says("身份证后六位不正确")
    assert page.says("连着填错5次")
    assert page.all("//title/text()")[0].startswith("错误")
    assert page.all("//input[@name='number']/@value") == [number]
    assert page.all("//input[@name='id_number_tail']/@value") == []
    assert "123450" not in page.response.text
    assert_nothing_personal(page)


async def test_faults_stand_beside_their_fields(client: httpx.AsyncClient) -> None:
    page = await ask_status(client, "99990020261121000001X", "12")
    assert page.status == 422
    for name in ("number", "id_number_tail"):
        assert page.all(f"//*[@role='alert']//a[@href='#{name}']")
        field = page.all(f"//input[@name='{name}' and @aria-invalid='true']")[0]
        fault = page.all(f"//p[@id='{field.get('aria-describedby').split()[-1]}']")[0]
        assert fault.text_content()
    empty = await ask_status(client, "", "")
    assert empty.says("请填写办件编号") and empty.says("请填写身份证号码最后六位")
    assert (await client.post("/status", content=b"{", follow_redirects=True)).status_code == 422


async def test_guessing_is_stopped_with_a_time_to_wait(client: httpx.AsyncClient) -> None:
    for _ in range(5):
        assert (await ask_status(client, WELL_FORMED, "123450")).status == 404
    page = await ask_status(client, WELL_FORMED, "123450")
    assert page.status == 429
    assert page.says("分钟后再试")
    assert int(page.response.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    "at",
    [datetime(2026, 12, 29, 10, tzinfo=BEIJING), datetime(2027, 1, 5, 10, tzinfo=BEIJING)],
)
async def test_due_date_over_an_unpublished_new_year_says_so(
    stack: Stack, client: httpx.AsyncClient, at: datetime
) -> None:
    # In the year before, and in that year itself as long as nothing is published.
    with standing_at(at):
        person = Citizen(stack, client, "zhang-sanfeng")
        await person.sign_in()
        await person.declare_real_name()
        case = await person.submitted_case()
        page = await ask_status(client, case["number"], TAIL)
    assert page.says("2027年1月")
    assert page.says("2027年放假安排公布后可能顺延,不会提前。")


async def test_parcel_is_part_of_the_status(client: httpx.AsyncClient, citizen: Citizen) -> None:
    number = (await citizen.submitted_case())["number"]
    contact = Contact.model_validate(ADDRESS)
    await committed(
        post_parcel(
            Owner("case", number),
            order_number="web-1",
            sender=contact,
            receiver=contact,
            contents="护照",
        )
    )
    page = await ask_status(client, number, TAIL)
    assert page.says("等待下单")
    assert_nothing_personal(page)


async def test_form_is_sent_by_post_and_tells_where_the_number_is(
    client: httpx.AsyncClient,
) -> None:
    page = await open_page(client, "/status")
    form = page.all("//form[@action='/status']")[0]
    assert (form.get("method"), form.get("enctype")) == ("post", "multipart/form-data")
    assert page.says("找不到编号")
    assert "/sign-in?return_to=/me" in page.links()
