"""Agencies of a service by their record: who has little to show stands behind, and reads why."""

from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.agencies.records.models import AgencyRecord
from mobile_api.agency_supermarket.contracts.queries import KeptTime
from mobile_api.agency_supermarket.finding.schemas import AgencySort
from mobile_api.agency_supermarket.ranking.counting import on_time_rank, rating_rank
from tests.mobile_api.agency_supermarket.finding.test_finding import (
    OFFERS,
    A,
    B,
    C,
    names,
    offers_at,
    ok,
)
from tests.mobile_api.agency_supermarket.needing import Bidder
from tests.stack import Stack


async def recorded(bidder: Bidder, kept: KeptTime, votes: int, average: float) -> None:
    """As the worker would have counted it."""
    await AgencyRecord.create(
        agency_id=bidder.agency_id,
        finished=kept.finished,
        on_time=kept.on_time,
        least_finished=3,
        votes=votes,
        average=round(average * 100),
        least_votes=3,
        on_time_rank=on_time_rank(kept, 3),
        rating_rank=rating_rank(votes, average, 3),
    )


def told(page: dict[str, Any], what: str) -> dict[str, str]:
    return {one["name"]: one["record"][what]["text"] for one in page["offers"]}


async def test_few_votes_do_not_beat_many(client: httpx.AsyncClient, bidders: list[Bidder]) -> None:
    """丙 has two votes, 乙 three of the best, 甲 fifty nearly as good."""
    for bidder, votes, average in zip(bidders, (50, 3, 2), (4.8, 5.0, 5.0), strict=True):
        await recorded(bidder, KeptTime(), votes, average)
    page = await ok(client, f"{OFFERS}?sort=rating")
    assert names(page) == [A, B, C]
    assert told(page, "rating") == {
        A: "4.80分,50条评价",
        B: "5.00分,3条评价",
        C: "评价不足3条",
    }
    assert [one["record"]["rating"]["average"] for one in page["offers"]] == [4.8, 5.0, None]
    assert "先计入5条3分的评价" in page["order_rule"]


async def test_the_share_on_time(client: httpx.AsyncClient, bidders: list[Bidder]) -> None:
    """乙 has kept more contracts than 甲, 丙 has finished none."""
    await recorded(bidders[0], KeptTime(3, 3), 0, 0)
    await recorded(bidders[1], KeptTime(12, 12), 0, 0)
    page = await ok(client, f"{OFFERS}?sort=on_time")
    assert names(page) == [B, A, C]
    assert told(page, "on_time") == {
        A: "3份合同,按时完成100%",
        B: "12份合同,按时完成100%",
        C: "还没有完成的合同",
    }
    await AgencyRecord.filter(agency_id=bidders[1].agency_id).update(
        finished=2, on_time=2, on_time_rank=on_time_rank(KeptTime(2, 2), 3)
    )
    page = await ok(client, f"{OFFERS}?sort=on_time")
    assert names(page)[0] == A
    assert told(page, "on_time")[B] == "已完成的合同不足3份"
    assert "不足3份的排在最后" in page["order_rule"]


async def test_the_price_against_the_average_of_its_unit(
    stack: Stack, client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    """Three ask by the square metre, where 10 yuan are dear; one asks in a unit of its own."""
    others = [
        await Bidder.arrive(stack, client, f"{name}评估所") for name in ("丁", "戊", "己", "庚")
    ]
    for bidder, price in zip(bidders, (100_000, 200_000, 300_000), strict=True):
        await offers_at(bidder, price, price)
    for bidder, price in zip(others[:3], (900, 1_000, 3_000), strict=True):
        await offers_at(bidder, price, price, unit="平方米")
    await offers_at(others[3], 1, 1, unit="次")
    asked = f"{OFFERS}?sort=average"
    whole = await ok(client, asked)
    expected = [A, "丁评估所", C, "己评估所", "庚评估所"]
    assert [one for one in names(whole) if one in expected] == expected
    assert {*names(whole)[2:4]} == {B, "戊评估所"}
    assert whole["offers"][-1]["against_average"] is None
    assert "不足三家、没有平均价的排在最后" in whole["order_rule"]
    pages, cursor = [], ""
    for _ in range(4):
        page = await ok(client, f"{asked}&limit=2{cursor}")
        pages += names(page)
        cursor = f"&cursor={page['next_cursor']}"
    assert (pages, page["next_cursor"]) == (names(whole), None)


@pytest.mark.parametrize("sort", [AgencySort.on_time, AgencySort.rating])
async def test_pages_with_and_without_figures_follow_each_other(
    stack: Stack, client: httpx.AsyncClient, bidders: list[Bidder], sort: AgencySort
) -> None:
    """Two have the same record, two have none; each stands on a page of its own."""
    bidders.append(await Bidder.arrive(stack, client, "丁评估所"))
    for bidder in bidders[:2]:
        await recorded(bidder, KeptTime(4, 3), 5, 4.0)
    whole = names(await ok(client, f"{OFFERS}?sort={sort}"))
    assert {*whole[:2]} == {A, B}
    seen, cursor = [], ""
    for _ in range(4):
        page = await ok(client, f"{OFFERS}?sort={sort}&limit=1{cursor}")
        seen += names(page)
        cursor = f"&cursor={page['next_cursor']}"
    assert (seen, page["next_cursor"]) == (whole, None)


async def test_every_order_says_its_rule(client: httpx.AsyncClient, bidders: list[Bidder]) -> None:
    rules = {(await ok(client, f"{OFFERS}?sort={sort}"))["order_rule"] for sort in AgencySort}
    assert len(rules) == len(AgencySort)
    assert all(rule.endswith("。") and "{" not in rule for rule in rules)
