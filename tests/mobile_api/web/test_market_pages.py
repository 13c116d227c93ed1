"""The market's pages: from a guide to its services, to agencies in an order, to one of them."""

import httpx
from playwright.async_api import Browser

from mobile_api.agency_supermarket.agencies.models import AgencyService
from tests.mobile_api.agency_supermarket.needing import APPRAISAL, Bidder
from tests.mobile_api.web.reading import open_page
from tests.mobile_api.web.test_browser import MISFITS, keep, phone
from tests.stack import Stack

SERVICE = f"/market/services/{APPRAISAL}"


async def agencies(stack: Stack, client: httpx.AsyncClient) -> list[Bidder]:
    """甲 is the cheapest, 丙 the newest."""
    found = [await Bidder.arrive(stack, client, f"{name}评估事务所") for name in "甲乙丙"]
    await AgencyService.filter(agency_id=found[0].agency_id).update(price_to_fen=200_000)
    office = {"address": "示范市河西区长江路18号", "longitude": 119.2, "latitude": 34.6}
    await found[0].ok("PUT", "/api/v1/market/agency/office", office)
    return found


async def test_from_a_guide_to_an_agency(stack: Stack, client: httpx.AsyncClient) -> None:
    bidders = await agencies(stack, client)
    guide = await open_page(client, "/guides/fire-check")
    assert guide.all("//a[@href='/market/services/fire-test']")
    newest = await open_page(client, SERVICE)
    names = [str(one) for one in newest.all("//main//li//strong/text()")]
    assert names == ["丙评估事务所", "乙评估事务所", "甲评估事务所"]
    first = await open_page(client, f"{SERVICE}?sort=price&limit=1")
    assert first.all("//a[@rel='next']")
    assert first.says("3家按“份”报价")
    other = await open_page(client, f"/market/agencies/{bidders[0].agency_id}")
    assert other.says("示范市河西区长江路18号")
    assert other.all("//a[@href='tel:09998010100']")
    for path in ("/market/services/no-such", f"/market/agencies/{bidders[0].acting_for}"):
        assert (await open_page(client, path)).status == 404
    odd = await open_page(client, f"{SERVICE}?sort=rating")
    assert odd.status == 422


async def test_the_pages_fit_a_phone(
    browser: Browser | None, stack: Stack, client: httpx.AsyncClient
) -> None:
    bidders = await agencies(stack, client)
    paths = ("/market", SERVICE, f"/market/agencies/{bidders[0].agency_id}")
    if browser is None:
        for path in paths:
            assert (await open_page(client, path)).all("//meta[@name='viewport']")
        return
    context = await phone(browser, stack, viewport={"width": 390, "height": 800})
    tab = await context.new_page()
    for number, path in enumerate(paths):
        await tab.goto(path)
        assert (path, await tab.evaluate(MISFITS)) == (path, [])
        await keep(tab, f"market-{number}")
