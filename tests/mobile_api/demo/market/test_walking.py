"""The market's steps of `yiwang demo`, and that its checks see what was changed."""

import copy
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import httpx
import pytest

from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.demo.context import Journey
from mobile_api.demo.market.checking import open_again, verify_record
from mobile_api.demo.market.loading import Market
from mobile_api.demo.market.needs import new_identity
from mobile_api.demo.market.schemas import walked_needs
from mobile_api.demo.market.walking import MarketWalk
from mobile_api.demo.people import DemoPhone, StepFailed
from tests.stack import Stack

pytestmark = pytest.mark.thorough


@pytest.fixture
async def journey(stack: Stack) -> AsyncIterator[Journey]:
    """Nobody of it is signed in: the market is read by a stranger."""
    async with aiohttp.ClientSession(trust_env=False) as http:
        phone = await DemoPhone.at(http, stack.simulators["wechat"])
        card = {"pid": 0, "api": stack.api, "simulators": stack.simulators}
        yield Journey(card, http, phone, {})  # type: ignore[arg-type]


async def test_the_steps_are_walked_on_a_loaded_market(
    market: Market, keys: dict[str, str], journey: Journey
) -> None:
    await market.load(keys)
    told = [await step() for _, step in MarketWalk(journey, market).steps()]
    browsed, compared, read, contracts, tie, average, draw, judged, figures, board = told
    assert "离线核对" in board and "4名专家与摘要相符" in board
    assert "选定机构" in figures and "比预算节约" in figures
    assert browsed.startswith("13项服务。") and compared.count("元") >= 3
    assert "问:" in read and "答:" in read
    assert "已完成" in contracts and "履行中" in contracts and "按期1/1份" in contracts
    assert "比约定的时间早交报告" in contracts
    for one, count in ((tie, 4), (draw, 7)):
        assert "离线核对" in one and "项无误" in one
        assert f"{count}份报价用公布的密钥重新打开" in one
    assert "5张回执连续且签名有效" in tie and "31500元" in tie
    assert "15000元" in average and "没有并列" in average
    assert "核实堂" in judged and "3份方案按编号评分" in judged
    # Again, they are other needs.
    again = await MarketWalk(journey, market).steps()[5][1]()
    assert "15000元" in again
    assert await Need.filter(title__startswith="体育馆").count() == 2


async def test_a_worker_in_the_present_leaves_it_to_the_walk(market: Market, stack: Stack) -> None:
    """For the worker its deadlines are long over: it would fail need and draw."""
    await market.gather()
    story = market.story(walked_needs()[0], new_identity())
    await story.publish()
    await stack.settle()
    assert (await Need.get()).status == "published"
    assert (await market.go_on(story)).status == "awarded"


async def one_drawn_need(market: Market, journey: Journey, client: httpx.AsyncClient) -> Any:
    """What is published of the need with seven candidates: opening, log and draw."""
    await market.gather()
    walked = dict(MarketWalk(journey, market).steps())
    await walked["随机摇号:七家候选,公开号码定结果"]()
    need = await Need.get()
    paths = [f"market/needs/{need.id}/opening", f"market/needs/{need.id}/bid-log"]
    paths.append(f"draws/{need.number}-W")
    return [(await client.get(f"/api/v1/{path}")).json() for path in paths]


async def test_its_checks_see_what_was_changed(
    market: Market, journey: Journey, client: httpx.AsyncClient
) -> None:
    opening, log, draw = await one_drawn_need(market, journey, client)
    assert open_again(opening) == 7
    assert await verify_record(log) and await verify_record(draw)
    cheaper, shorter, other = copy.deepcopy((opening, log, draw))
    cheaper["bids"][0]["price_fen"] -= 1
    with pytest.raises(StepFailed, match="的报价"):
        open_again(cheaper)
    cheaper["owner_identity"] = cheaper["platform_identity"]
    with pytest.raises(StepFailed, match="打不开"):
        open_again(cheaper)
    del shorter["receipts"][2]
    other["drawn"].reverse()
    for record in (shorter, other):
        with pytest.raises(StepFailed, match="核对不符"):
            await verify_record(record)
