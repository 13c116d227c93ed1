"""A need from its announcement to its award, and its draw, which a file repeats without us."""

import json
from pathlib import Path

import httpx
from playwright.async_api import Browser, expect

from tests.mobile_api.agency_supermarket.needing import NEEDS, Bidder, Buyer, let_it_close
from tests.mobile_api.agency_supermarket.openings.scoring.judging import (
    Panelists,
    opened,
    scores,
)
from tests.mobile_api.agency_supermarket.openings.test_draws_of_needs import (
    after_its_sources,
    enter,
    reader,
    tied,
)
from tests.mobile_api.draws.test_verify_command import verified
from tests.mobile_api.web.reading import open_page
from tests.mobile_api.web.test_browser import MISFITS, keep, phone
from tests.stack import Stack


async def test_before_and_after_the_opening(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish(fund_source="social", method="direct")
    path = f"/market/needs/{need_id}"
    asked = {"question": "评估基准日是哪一天?"}
    told = await bidders[0].ok("POST", f"{NEEDS}/{need_id}/questions", asked)
    await bidders[0].bid(need_id, 3_000_000)
    page = await open_page(client, path)
    assert page.says("评估基准日是哪一天?") and page.says("采购人还没有答复")
    assert page.says("截止前不公布份数") and not page.says("甲评估事务所")
    answer = f"questions/{told['questions'][0]['id']}/answer"
    await buyer.act(need_id, answer, {"answer": "2026年9月30日。"})
    change = {"reason": "补充了附属用房", "budget_fen": 6_000_000}
    assert (await buyer.act(need_id, "change", change)).is_success
    await let_it_close(need_id)
    await buyer.open(need_id)
    page = await open_page(client, path)
    for words in ("2026年9月30日。", "第1次变更", "原因:补充了附属用房", "甲评估事务所", "30000元"):
        assert page.says(words), words
    assert page.says("怎样选出来的") and page.says("社会资金") and page.says("个人采购人")
    listed = await open_page(client, "/market/needs")
    assert listed.all(f"//a[@href='{path}']")
    for status, there in (("published", 0), ("failed", 0)):
        page = await open_page(client, f"/market/needs?status={status}")
        assert len(page.all(f"//a[@href='{path}']")) == there
    draft = await buyer.draft()
    assert (await open_page(client, f"/market/needs/{draft}")).status == 404


async def test_nobody_is_told_that_there_are_no_bids_while_experts_score(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    panelists = await Panelists.arrive(stack, client)
    need_id = await opened(buyer, bidders)
    page = await open_page(client, f"/market/needs/{need_id}")
    assert page.says("专家评审期间不公布报价和方案") and page.says("密钥不公布")
    for words in ("没有报价", "两把密钥都已公开", "甲评估事务所", "40000元"):
        assert not page.says(words), words
    for seat in await panelists.sitting(await panelists.seat(need_id)):
        assert (await seat.score(scores((50, 30), (40, 20), (30, 10)))).is_success
    page = await open_page(client, f"/market/needs/{need_id}")
    assert page.says("40000元") and page.says("密钥不公布")
    assert not page.says("两把密钥都已公开")


async def test_the_list_goes_on_and_keeps_its_filter(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    ids = [await buyer.publish(fund_source="social") for _ in range(3)]
    seen: list[str] = []
    path = "/market/needs?service_type=asset-appraisal&status=published&limit=1"
    for _ in ids:
        page = await open_page(client, path)
        seen += page.all("//main//ul[@class='rows']/li/a/@href")
        path = (page.all("//a[@rel='next']/@href") or [""])[0]
    assert sorted(seen) == sorted(f"/market/needs/{one}" for one in ids)
    assert path == ""
    page = await open_page(client, "/market/needs?service_type=fire-test")
    assert page.says("这里还没有采购需求")
    links = page.all("//nav[@aria-label='按状态']/a/@href")
    assert links and all("service_type=fire-test" in one for one in links)


async def test_a_draw_is_repeated_from_files_alone(
    browser: Browser | None,
    stack: Stack,
    client: httpx.AsyncClient,
    buyer: Buyer,
    bidders: list[Bidder],
    tmp_path: Path,
) -> None:
    need_id, draw = await tied(buyer, bidders)
    with after_its_sources(draw):
        await enter(draw, [reader(), reader()])
        await stack.settle()
    page = await open_page(client, f"/market/needs/{need_id}")
    assert page.says("并列第一") and page.says("中选机构")
    assert page.all(f"//a[@href='/draws/{draw.number}']")
    told = await open_page(client, f"/draws/{draw.number}")
    (record_path,) = told.all("//a[starts-with(@href, '/api/v1/draws/')]/@href")
    checker, record = tmp_path / "checker.html", tmp_path / "record.json"
    kept = await client.get("/draws/checker.html")
    assert kept.headers["content-disposition"].startswith("attachment")
    checker.write_bytes(kept.content)
    record.write_text((await client.get(record_path)).text)
    winner = json.loads(record.read_text())["drawn"][0]["winner"]
    assert told.says(winner) and told.says("双色球红球")
    code, said = await verified(tmp_path, record.name)
    assert (code, "✗" in said) == (0, False), said
    assert (await open_page(client, "/draws/N0-no-such")).status == 404
    if browser is not None:
        assert await repeated(browser, checker, record) == winner


async def repeated(browser: Browser, checker: Path, record: Path) -> str | None:
    """Who wins as a browser without any network works it out from the two files."""
    tab = await (await browser.new_context(offline=True)).new_page()
    await tab.goto(checker.as_uri())
    await tab.get_by_label("选择摇号记录文件").set_input_files(record)
    await tab.get_by_role("button", name="核对", exact=True).click()
    await expect(tab.locator("#verdict")).to_have_text("没有发现不一致之处。")
    return await tab.locator("#winners li").first.text_content()


async def test_the_pages_fit_a_phone(
    browser: Browser | None,
    stack: Stack,
    client: httpx.AsyncClient,
    buyer: Buyer,
    bidders: list[Bidder],
) -> None:
    need_id, draw = await tied(buyer, bidders)
    paths = ("/market/needs", f"/market/needs/{need_id}", f"/draws/{draw.number}")
    if browser is None:
        for path in paths:
            assert (await open_page(client, path)).all("//meta[@name='viewport']")
        return
    tab = await (await phone(browser, stack, viewport={"width": 360, "height": 800})).new_page()
    for number, path in enumerate(paths):
        await tab.goto(path)
        assert (path, await tab.evaluate(MISFITS)) == (path, [])
        await keep(tab, f"market-need-{number}")
