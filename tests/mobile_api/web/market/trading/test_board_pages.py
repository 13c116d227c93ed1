"""The board as anybody reads it: projects, their notices and panels, weeks; on a phone as well."""

from datetime import timedelta

import httpx
from playwright.async_api import Browser as Chromium

from mobile_api.shared import clock
from tests.mobile_api.agency_supermarket.experts.panelling import PanelDesk
from tests.mobile_api.agency_supermarket.trading.trading import Board, usual_result, usual_tender
from tests.mobile_api.web.reading import open_page
from tests.mobile_api.web.test_browser import MISFITS, phone
from tests.stack import Stack

BOARD = "/market/trading"


async def test_from_the_market_to_a_result(client: httpx.AsyncClient, board: Board) -> None:
    tender = usual_tender(text="建筑面积6200平方米。\n资格要求见招标文件。")
    project_id = await board.announce(tender)
    here = f"{BOARD}/projects/{project_id}"
    assert BOARD in (await open_page(client, "/market")).links()
    assert here in (await open_page(client, BOARD)).links()
    page = await open_page(client, here)
    for words in ("教学楼新建工程招标公告", "公告中", "3000000元", "示范市第九十九实验学校"):
        assert page.says(words), words
    assert page.all("//p[.='资格要求见招标文件。']"), "each line stands by itself"
    assert page.all("//a[@href='https://bid.example.cn/projects/2026-1017']")
    assert not page.says("评审专家")
    with board.after_its_deadline(tender):
        await board.writer.sign_in()
        await board.publisher.sign_in()
        await board.tell(project_id, usual_result())
        page = await open_page(client, here)
        assert page.says("成交价2700000元,比预算节省300000元") and page.says(
            "示范市大成建设有限公司"
        )
        week = await open_page(client, f"{BOARD}/week")
        assert week.says("2700000元") and here in week.links()


async def test_lists_keep_what_is_asked_for(client: httpx.AsyncClient, board: Board) -> None:
    first = await board.announce(title="河东学校食堂采购项目", trading_class="procurement")
    second = await board.announce()
    links = (await open_page(client, f"{BOARD}?trading_class=procurement")).links()
    assert f"{BOARD}/projects/{first}" in links and f"{BOARD}/projects/{second}" not in links
    page = await open_page(client, f"{BOARD}?trading_class=procurement&words=食堂&utm=x")
    assert f"{BOARD}/projects/{first}" in page.links()
    assert page.all("//form//input[@name='trading_class']/@value") == ["procurement"]
    statuses = page.all("//nav[@aria-label='按状态']/a/@href")
    assert statuses and all("trading_class=procurement" in one for one in statuses)
    page = await open_page(client, f"{BOARD}?words=食")
    assert page.status == 200 and page.says("请至少写两个字")
    assert page.all("//input[@id='words']/@aria-describedby") == ["words-fault"]
    assert (await open_page(client, f"{BOARD}?words=没有这个")).says("没有这样的项目")
    page = await open_page(client, f"{BOARD}/notices?limit=1")
    assert page.says("教学楼新建工程招标公告")
    (older,) = page.all("//a[@rel='next']/@href")
    assert f"{BOARD}/projects/{first}" in (await open_page(client, older)).links()
    page = await open_page(client, f"{BOARD}/notices?trading_class=land")
    (feed,) = page.all("//a[contains(@href, '/feed')]/@href")
    assert page.says("没有这样的公告")
    assert (await client.get(feed)).headers["content-type"] == "application/atom+xml"


async def test_what_is_not_there(client: httpx.AsyncClient, board: Board) -> None:
    draft = await board.writer.draft_project()
    assert (await open_page(client, f"{BOARD}/projects/{draft}")).status == 404
    assert (await open_page(client, f"{BOARD}/week?week=2026-W99")).status == 422
    page = await open_page(client, f"{BOARD}/week?week=2026-W02")
    assert page.says("2026年1月5日") and page.says("这一周没有公告")
    assert not page.all("//a[.='看前一周']"), "nothing was published before"
    await board.announce()
    this, following = (f"{clock.today() + timedelta(days=days):%G-W%V}" for days in (0, 7))
    page = await open_page(client, f"{BOARD}/week?week={following}")
    assert page.all("//a[.='看前一周']/@href") == [f"{BOARD}/week?week={this}"]
    page = await open_page(client, BOARD)
    assert page.says(f"{clock.today().year}年的投诉") and page.says("没有收到投诉")


async def test_the_panel_of_a_project_and_a_phone(
    chromium: Chromium | None, stack: Stack, client: httpx.AsyncClient, panel_desk: PanelDesk
) -> None:
    project_id = await panel_desk.board.announce()
    await panel_desk.fill()
    panel = await panel_desk.frozen(project_id)
    here = f"{BOARD}/projects/{project_id}"
    page = await open_page(client, here)
    assert page.says("评审专家") and page.says(panel["number"])
    assert page.says("名单已冻结,等待公开号码")
    draws = {f"/draws/{one['draw_number']}" for one in panel["groups"]}
    assert draws <= page.links()
    if chromium is not None:
        size = {"width": 320, "height": 800}
        tab = await (await phone(chromium, stack, viewport=size)).new_page()
        await tab.goto("/display?type=large&back=/market")
        for path in (BOARD, here, f"{BOARD}/notices", f"{BOARD}/week"):
            await tab.goto(path)
            assert (path, await tab.evaluate(MISFITS)) == (path, [])
