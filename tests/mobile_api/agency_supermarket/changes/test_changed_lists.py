"""A need that comes to the choice by credit, or leaves it, can be read as before."""

from typing import Any

import httpx
import pytest

from tests.mobile_api.agency_supermarket.changes.test_changes import REASON, changed
from tests.mobile_api.agency_supermarket.market import fault_codes
from tests.mobile_api.agency_supermarket.needing import NEEDS, Buyer

LISTS = {"big_list": 3, "small_list": 2}


async def test_to_the_choice_by_credit_and_from_it(client: httpx.AsyncClient, buyer: Buyer) -> None:
    """Red before: the row could not be read any more, and no list that it stood on."""
    need_id = await buyer.publish()
    seen = await changed(buyer, need_id, method="credit_weighted", **LISTS)
    assert (seen["method"], seen["big_list"], seen["small_list"]) == ("credit_weighted", 3, 2)
    [drawn] = [one["number"] for one in seen["draws"]]
    seen = await changed(buyer, need_id, small_list=1)
    assert (seen["big_list"], seen["small_list"]) == (3, 1)
    # A draw was committed with the number that it picks.
    assert [one["number"] for one in seen["draws"]] == [f"{drawn[:-1]}2"]
    seen = await changed(buyer, need_id, method="direct")
    assert (seen["method"], seen["big_list"], seen["small_list"]) == ("direct", None, None)
    public = (await client.get(f"{NEEDS}/{need_id}/changes")).json()["changes"]
    lists = [part for one in public for part in one["parts"] if part["part"] == "名单家数"]
    assert [one["after"] for one in lists] == [
        "大名单3家,小名单2家",
        "大名单3家,小名单1家",
        "无",
    ]
    listed = (await client.get(NEEDS)).json()
    assert ([one["id"] for one in listed["needs"]], listed["unreadable"]) == ([need_id], 0)


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"method": "credit_weighted"}, {"/big_list", "/small_list"}),
        ({"method": "credit_weighted", "big_list": 2, "small_list": 3}, {"/small_list"}),
        ({"method": "direct", **LISTS}, {"/big_list", "/small_list"}),
    ],
)
async def test_a_change_to_lists_that_the_rules_do_not_allow(
    buyer: Buyer, body: dict[str, Any], paths: set[str]
) -> None:
    need_id = await buyer.publish()
    answer = await buyer.act(need_id, "change", REASON | body)
    assert (answer.status_code, set(fault_codes(answer))) == (422, paths)
