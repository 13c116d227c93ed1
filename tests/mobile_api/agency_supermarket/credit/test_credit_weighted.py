"""信用择优: real points make the big list, a real draw the small one, and the owner takes one."""

from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.credit.states import CreditKind
from mobile_api.agency_supermarket.needs.models import NeedDraw
from mobile_api.draws.models import Draw
from tests.mobile_api.agency_supermarket.credit.entries import lose
from tests.mobile_api.agency_supermarket.market import fault_codes
from tests.mobile_api.agency_supermarket.needing import (
    OWN_NEEDS,
    Bidder,
    Buyer,
    let_it_close,
    opening_of,
    usual_need,
)
from tests.mobile_api.agency_supermarket.openings.test_draws_of_needs import (
    after_its_sources,
    reader,
)
from tests.mobile_api.agency_supermarket.openings.test_draws_of_needs import (
    enter as enter_numbers,
)
from tests.stack import Stack

LISTS: dict[str, Any] = {"method": "credit_weighted", "big_list": 3, "small_list": 2}


@pytest.fixture
async def five(stack: Stack, client: httpx.AsyncClient, bidders: list[Bidder]) -> list[Bidder]:
    """Five agencies; 丁 is late sometimes (95 points), 戊 forged papers (70)."""
    more = [await Bidder.arrive(stack, client, f"{name}评估事务所") for name in "丁戊"]
    await lose(more[0].agency_id, CreditKind.result_late)
    await lose(more[1].agency_id, CreditKind.false_material)
    return [*bidders, *more]


async def opened(buyer: Buyer, bidders: list[Bidder]) -> tuple[str, dict[str, Any]]:
    need_id = await buyer.publish(**LISTS)
    for bidder in bidders:
        await bidder.bid(need_id, 3_000_000)
    await let_it_close(need_id)
    return need_id, await buyer.open(need_id)


def said(opening: dict[str, Any], code: str) -> dict[str, Any]:
    """The figures of each line of that kind, by the name in its sentence."""
    names = {one["bid_id"]: one["agency_name"] for one in opening["bids"]}
    lines = [step for step in opening["steps"] if step["code"] == code]
    return {names[step["bid_id"]][0]: step["figures"] for step in lines}


async def test_from_points_to_lists_to_the_owners_choice(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, five: list[Bidder]
) -> None:
    need_id, opening = await opened(buyer, five)
    assert opening["status"] == "drawing"
    assert {name: one["credit"] for name, one in said(opening, "eliminated").items()} == {
        "丁": 95,
        "戊": 70,
    }
    assert set(said(opening, "tickets")) == set("甲乙丙")
    draw = await Draw.get(id=(await NeedDraw.get(need_id=need_id)).draw_id)
    # What befalls one of them after the list was frozen changes no ticket of it.
    await lose(five[0].agency_id, CreditKind.result_late)
    with after_its_sources(draw):
        await enter_numbers(draw, [reader(), reader()])
        await stack.settle()
        choosing = await opening_of(client, need_id)
        assert (choosing["status"], len(choosing["choices"])) == ("choosing", 2)
        chosen = {"bid_id": choosing["choices"][1], "reason": "方案可行,工期合适。"}
        await buyer.person.sign_in()
        awarded = (await buyer.act(need_id, "choose", chosen)).json()
    assert awarded["award"]["bid_id"] == chosen["bid_id"]
    assert {one["credit"] for one in said(awarded, "by_credit").values()} == {100}


async def test_points_lost_between_bid_and_opening_count(
    stack: Stack, buyer: Buyer, five: list[Bidder]
) -> None:
    need_id = await buyer.publish(**LISTS | {"big_list": 2})
    for bidder in five[:3]:
        await bidder.bid(need_id, 3_000_000)
    await lose(five[1].agency_id, CreditKind.contract_lapsed)
    await let_it_close(need_id)
    opening = await buyer.open(need_id)
    assert said(opening, "eliminated")["乙"] == {"credit": 90, "size": 2, "least": 100}
    # As many as the small list takes: nothing is drawn.
    assert (opening["status"], len(opening["choices"])) == ("choosing", 2)


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"big_list": None, "small_list": None}, {"/big_list", "/small_list"}),
        ({"big_list": 51, "small_list": 11}, {"/big_list", "/small_list"}),
        ({"big_list": 3, "small_list": 4}, {"/small_list"}),
        ({"method": "direct"}, {"/big_list", "/small_list"}),
    ],
)
async def test_lists_that_the_rules_do_not_allow(
    buyer: Buyer, more: dict[str, Any], codes: set[str]
) -> None:
    answer = await buyer.person.call("POST", OWN_NEEDS, usual_need(**LISTS | more))
    assert (answer.status_code, set(fault_codes(answer))) == (422, codes)
