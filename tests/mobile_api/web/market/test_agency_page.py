"""One agency as anybody may know it: its papers, its people, its record, what is said of it."""

from datetime import timedelta

import httpx
from playwright.async_api import Browser

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.ratings.models import Rating, TextState
from mobile_api.shared import clock
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.needing import Bidder
from tests.mobile_api.web.reading import open_page
from tests.mobile_api.web.test_browser import MISFITS, keep, phone
from tests.stack import Stack

SCORES = {"scores": {"speed": 5, "quality": 4, "attitude": 5, "price": 4}, "text": "很专业。"}
PERSON = {
    "name": "周正",
    "kind": "asset-appraiser",
    "number": "32190044",
    "consents": True,
}


def path_of(bidder: Bidder) -> str:
    return f"/market/agencies/{bidder.agency_id}"


async def test_what_stands_there(client: httpx.AsyncClient, bidders: list[Bidder]) -> None:
    until = str(clock.today() + timedelta(days=400))
    await bidders[0].ok(
        "POST", "/api/v1/market/agency/practitioners", PERSON | {"valid_until": until}
    )
    page = await open_page(client, path_of(bidders[0]))
    for words in (
        "示范市河西区长江路18号",
        "委托、评估、出具报告。",
        "周正,登记编号",
        "100分",
        "评价不足3条(现有0条)",
        "没有加分或扣分记录",
    ):
        assert page.says(words), words
    assert page.all("//a[@href='tel:09998010100']")
    assert page.all("//a[@href='/market/services/asset-appraisal']")
    assert (await open_page(client, f"/market/agencies/{bidders[0].acting_for}")).status == 404
    await Agency.filter(id=bidders[1].agency_id).update(status="draft")
    assert (await open_page(client, path_of(bidders[1]))).status == 404
    assert (await open_page(client, f"{path_of(bidders[0])}?ratings=zzz")).status == 422


async def test_a_rating_and_its_reply_once_the_desk_has_looked(
    stack: Stack, client: httpx.AsyncClient, deal: Deal
) -> None:
    await deal.finish()
    await deal.done(deal.owner, "rate", SCORES)
    await deal.done(deal.agency, "rating-reply", {"text": "感谢认可。"})
    await stack.settle()
    page = await open_page(client, path_of(deal.agency))
    assert page.says("速度5分、质量4分") and not page.says("很专业。")
    assert page.says("评价不足3条(现有1条)")
    await Rating.filter(by="owner").update(text_state=TextState.shown, reply_state=TextState.shown)
    page = await open_page(client, path_of(deal.agency))
    assert page.says("很专业。") and page.says("机构回复:感谢认可。")


async def test_the_page_fits_a_phone(
    browser: Browser | None, stack: Stack, client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    if browser is None:
        assert (await open_page(client, path_of(bidders[0]))).all("//meta[@name='viewport']")
        return
    tab = await (await phone(browser, stack, viewport={"width": 360, "height": 800})).new_page()
    await tab.goto(path_of(bidders[0]))
    assert await tab.evaluate(MISFITS) == []
    await keep(tab, "market-agency")


async def test_the_list_of_all(client: httpx.AsyncClient, bidders: list[Bidder]) -> None:
    assert "/market/agencies" in (await open_page(client, "/market")).links()
    path, seen = "/market/agencies?limit=2&utm=x", list[str]()
    while path:
        page = await open_page(client, path)
        seen += page.all("//main//ul[@class='rows']/li/a/@href")
        path = (page.all("//a[@rel='next']/@href") or [""])[0]
    assert seen == [path_of(one) for one in reversed(bidders)]
