"""The page of the market's figures: plots with their tables, by year and trade, on a phone and on
paper."""

import random
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser

from mobile_api.enterprises.models import Enterprise
from mobile_api.shared import clock
from tests.mobile_api.agency_supermarket.figures.told import Store, ToldNeed, told_need
from tests.mobile_api.web.reading import Page, open_page
from tests.mobile_api.web.test_browser import MISFITS, keep, phone
from tests.mobile_api.web.test_every_page import LIGHT
from tests.stack import Stack

PATH = "/market/figures"


@pytest.fixture
async def store(stack: Stack) -> Store:
    """A year of three trades; one agency always wins over another of a strange name."""
    dice, store = random.Random(3), await Store.open()
    odd = Enterprise.filter(id=store.agencies[5].enterprise_id)
    await odd.update(name="<script>alert(1)</script>评估事务所有限责任公司示范市河西区第一分公司")
    for _ in range(60):
        await store.keep(told_need(dice, clock.now()))
    for _ in range(4):
        need = ToldNeed(clock.now(), "cost-review", "awarded", {4: False, 5: False})
        need.winner, need.price = 4, 700
        await store.keep(need)
    await stack.sweep("begin_figures")
    await stack.settle()
    return store


def numbers_of(page: Page, heading: str) -> dict[str, str]:
    rows = page.all(f"//section[h2/text()='{heading}']//tbody/tr")
    return {" ".join(row.xpath("th//text()")).strip(): row.xpath("string(td)") for row in rows}


async def test_each_plot_has_its_table_and_no_script(
    store: Store, client: httpx.AsyncClient
) -> None:
    page = await open_page(client, PATH)
    figures = (await client.get("/api/v1/market/figures")).json()["trades"][0]
    plots = page.all("//svg")
    assert len(plots) >= 6
    for plot in plots:
        (section,) = plot.xpath("ancestor::section")
        bars, rows = plot.xpath("*[local-name()='rect']"), section.xpath(".//tbody/tr")
        assert len(bars) == len(rows) > 0
        named = [str(one) for one in plot.xpath("*[local-name()='text']/text()")]
        assert named == [row.xpath("string(th)") for row in rows]
        assert plot.get("role") == "img" and section.xpath(".//thead/tr/th[@scope='col']")
    outcomes = numbers_of(page, "采购需求的结果")
    assert outcomes["选定机构"] == str(figures["needs"]["awarded"])
    assert page.all("//script[not(@src)]|//style|//@style") == []
    assert len(page.response.content) < LIGHT / 2


async def test_a_bar_is_as_long_as_its_number(store: Store, client: httpx.AsyncClient) -> None:
    page = await open_page(client, PATH)
    for plot in page.all("//section[h2/text()='采购需求的结果']//svg"):
        counts = [int(one) for one in numbers_of(page, "采购需求的结果").values()]
        widths = [int(one) for one in plot.xpath("*[local-name()='rect']/@width")]
        most = max(counts)
        assert max(widths) == 320
        assert all(abs(w - n * 320 / most) <= 1 for w, n in zip(widths, counts, strict=True))


async def test_a_trade_has_a_page_of_its_own_and_names_are_text(
    store: Store, client: httpx.AsyncClient
) -> None:
    page = await open_page(client, f"{PATH}?trade=cost")
    assert page.all("//nav[@aria-label='行业']/a[@aria-current='page']/text()") == ["工程造价咨询"]
    assert "<script>alert" in page.text
    assert "<script>alert" not in page.response.text
    year = clock.today().year
    assert page.all(f"//a[@href='/api/v1/market/figures.csv?year={year}']")
    assert page.all("//nav[@aria-label='年份']/a[@aria-current='page']/text()") == [f"{year}年"]
    found = await open_page(client, "/market")
    assert PATH in found.links()
    odd = await open_page(client, f"{PATH}?trade=no-such")
    assert odd.status == 200 and odd.says("没有这个行业")
    assert (await open_page(client, f"{PATH}?year=1")).status == 422
    empty = await open_page(client, f"{PATH}?year=2005")
    assert empty.status == 200 and empty.says("还没有统计") and not empty.all("//svg")


async def test_it_fits_a_phone_and_paper(
    browser: Browser | None, stack: Stack, store: Store, client: httpx.AsyncClient
) -> None:
    if browser is None:
        assert (await open_page(client, PATH)).all("//meta[@name='viewport']")
        return
    context = await phone(browser, stack, viewport={"width": 390, "height": 800})
    tab = await context.new_page()
    for name, path in (("all", PATH), ("trade", f"{PATH}?trade=cost")):
        await tab.goto(path)
        assert (path, await tab.evaluate(MISFITS)) == (path, [])
        await keep(tab, f"figures-{name}")
    await tab.emulate_media(media="print")
    seen: Any = await tab.evaluate("() => document.querySelectorAll('nav.chips')[0].offsetHeight")
    assert seen == 0
    await keep(tab, "figures-print")
