"""From a guide to its services, to agencies in an order, to some of them side by side."""

from uuid import uuid4

import httpx
from playwright.async_api import Browser

from mobile_api.agency_supermarket.agencies.models import Agency, AgencyService
from mobile_api.shared.database import fetch
from tests.mobile_api.agency_supermarket.needing import APPRAISAL, Bidder
from tests.mobile_api.web.reading import Page, open_page
from tests.mobile_api.web.test_browser import MISFITS, keep, phone
from tests.stack import Stack

SERVICE = f"/market/services/{APPRAISAL}"
A, B, C = "甲评估事务所", "乙评估事务所", "丙评估事务所"


def agencies_on(page: Page) -> list[str]:
    return [str(one) for one in page.all("//main//form//li//strong/text()")]


async def test_from_a_guide_to_its_agencies(
    client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    guide = await open_page(client, "/guides/fire-check")
    assert guide.all("//a[@href='/market/services/fire-test']")
    assert guide.says("现在没有机构可选")
    page = await open_page(client, SERVICE)
    assert agencies_on(page) == [C, B, A]
    assert page.says("3家按“份”报价")
    first = await open_page(client, f"{SERVICE}?sort=price&limit=1")
    assert (agencies_on(first), len(first.all("//a[@rel='next']"))) == ([A], 1)
    (further,) = first.all("//a[@rel='next']/@href")
    assert agencies_on(await open_page(client, further)) in ([B], [C])
    assert (await open_page(client, "/market/services/no-such")).status == 404
    assert (await open_page(client, f"{SERVICE}?sort=luck")).status == 422


async def test_a_guide_says_how_many_agencies_there_are_now(
    client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    """Also where the page was made before they came, and when one of them is suspended."""
    path = "/guides/re-mortgage"
    assert (await open_page(client, path)).says("现在没有机构可选")
    for bidder in bidders:
        await also(bidder, "land-appraisal")
    assert (await open_page(client, path)).says("3家机构可选")
    await Agency.filter(id=bidders[0].agency_id).update(status="suspended")
    page = await open_page(client, path)
    assert page.says("2家机构可选,不足三家")
    assert page.all("//a[@href='/market/services/land-appraisal']")


async def also(bidder: Bidder, service_type: str) -> None:
    """An agency offers this as it offers appraisals."""
    usual = await AgencyService.get(agency_id=bidder.agency_id)
    same = ("price_from_fen", "price_to_fen", "price_unit", "promised_days", "covered_until")
    kept = {name: getattr(usual, name) for name in same}
    await AgencyService.create(agency_id=bidder.agency_id, service_type=service_type, **kept)


async def test_a_guide_says_less_while_the_database_is_away(
    client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    await fetch("ALTER TABLE agency_service RENAME TO agency_service_away")
    try:
        page = await open_page(client, "/guides/re-mortgage")
    finally:
        await fetch("ALTER TABLE agency_service_away RENAME TO agency_service")
    assert page.status == 200
    assert page.all("//a[@href='/market/services/land-appraisal']")
    assert not page.says("机构可选")


async def test_every_order_is_a_link_and_says_its_rule(
    client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    page = await open_page(client, SERVICE)
    links = page.all("//nav[@aria-label='排序']/a/@href")
    assert len(links) == 6
    for link in links:
        page = await open_page(client, link)
        assert page.all("//nav[@aria-label='排序']/a[@aria-current]/@href") == [link]
        assert sorted(agencies_on(page)) == sorted([A, B, C])
    rated = await open_page(client, f"{SERVICE}?sort=rating")
    assert rated.says("先计入5条3分的评价再求平均") and rated.says("还没有评价")


async def test_near_a_hall_without_saying_where_one_is(
    client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    page = await open_page(client, SERVICE)
    links = page.all("//nav[@aria-label='离哪个大厅近']/a/@href")
    assert links and all("near=" in link and "119" not in link for link in links)
    near = await open_page(client, links[0])
    assert agencies_on(near)[0] == A
    assert near.says("公里") and near.says("没有填写办公地点")
    assert agencies_on(await open_page(client, f"{SERVICE}?near=nowhere")) == [C, B, A]


async def test_side_by_side_whatever_was_ticked(
    client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    page = await open_page(client, SERVICE)
    (form,) = page.all("//main//form[@method='get']")
    assert form.get("action") == f"{SERVICE}/compare"
    ids = page.all("//input[@type='checkbox'][@name='agency']/@value")
    asked = "&".join(f"agency={one}" for one in ids[:2])
    compared = await open_page(client, f"{SERVICE}/compare?{asked}")
    assert [str(one) for one in compared.all("//thead//a/text()")] == [C, B]
    assert all(len(row.xpath("./td")) == 2 for row in compared.all("//tbody/tr"))
    assert compared.says("没有填写") and compared.says("还没有完成的合同")
    odd = f"{SERVICE}/compare?{asked}&agency={ids[0]}&agency={uuid4()}"
    page = await open_page(client, odd)
    assert (page.status, len(page.all("//thead//a"))) == (200, 2)
    assert page.says("有1家已经不提供这项服务")
    many = "&".join(f"agency={uuid4()}" for _ in range(7))
    page = await open_page(client, f"{SERVICE}/compare?{asked}&{many}")
    assert page.says("一次最多比较5家")
    nothing = await open_page(client, f"{SERVICE}/compare")
    assert (nothing.status, nothing.says("还没有选择机构")) == (200, True)
    assert (await open_page(client, f"{SERVICE}/compare?agency=x")).status == 422


async def test_fewer_than_three_are_shown_and_said(
    client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    await Agency.filter(id=bidders[0].agency_id).update(status="suspended")
    page = await open_page(client, SERVICE)
    assert page.says("可选机构不足三家") and agencies_on(page) == [C, B]
    market = await open_page(client, "/market")
    assert market.says("2家可选,不足三家")


async def test_the_pages_fit_a_phone(
    browser: Browser | None, stack: Stack, client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    asked = "&".join(f"agency={one.agency_id}" for one in bidders)
    paths = ("/market", SERVICE, f"{SERVICE}?sort=rating", f"{SERVICE}/compare?{asked}")
    if browser is None:
        for path in paths:
            assert (await open_page(client, path)).all("//meta[@name='viewport']")
        return
    context = await phone(browser, stack, viewport={"width": 360, "height": 800})
    tab = await context.new_page()
    for number, path in enumerate(paths):
        await tab.goto(path)
        assert (path, await tab.evaluate(MISFITS)) == (path, [])
        await keep(tab, f"market-{number}")


async def test_comparing_by_hand_without_script(
    browser: Browser | None, stack: Stack, bidders: list[Bidder]
) -> None:
    if browser is None:
        return
    context = await phone(browser, stack, java_script_enabled=False)
    tab = await context.new_page()
    await tab.goto(SERVICE)
    for name in (A, B):
        await tab.get_by_label(f"选来比较:{name}").check()
    await tab.get_by_role("button", name="比较选中的机构").click()
    table = tab.get_by_role("table")
    assert await table.get_by_role("row").count() == 12
    assert await table.get_by_role("rowheader", name="收费").count() == 1


async def test_what_little_speaks_for_is_offered_as_a_question(client: httpx.AsyncClient) -> None:
    asked = await open_page(client, "/market?q=车辆评估")
    assert asked.all("//h2[@id='found']/text()") == ["也许您要找的是"]
    sure = await open_page(client, "/market?q=消防检测")
    assert sure.all("//h2[@id='found']/text()") == ["找到的服务和机构"]
