"""评审安排: what the owner says of who judges and by what, with every fault, and its changes."""

from typing import Any

import pytest

from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.sealing.offers import new_identity, recipient_of
from mobile_api.agency_supermarket.selection.rules import RULES, MethodTable
from mobile_api.shared.calendar.rules import InForce
from tests.mobile_api.agency_supermarket.market import fault_codes
from tests.mobile_api.agency_supermarket.needing import OWN_NEEDS, Bidder, Buyer, usual_need
from tests.mobile_api.agency_supermarket.openings.scoring.conftest import panelists
from tests.mobile_api.agency_supermarket.openings.scoring.judging import (
    JUDGING,
    Panelists,
    by_proposals,
)
from tests.stack import Stack

__all__ = ["panelists"]

RECIPIENT = recipient_of(new_identity())
REASON = {"reason": "评审因素有调整"}
OTHER = JUDGING | {"criteria": [{"name": "实施方案", "points": 100}]}


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({"price_percent": None, "judging": None}, ["/price_percent", "/judging"]),
        ({"price_percent": 61}, ["/price_percent"]),
        (
            {
                "title": "评",
                "price_percent": 101,
                "judging": JUDGING | {"members": 0, "criteria": []},
            },
            ["/title", "/price_percent", "/judging/members", "/judging/criteria"],
        ),
        (
            {
                "service_type": "nothing",
                "price_percent": 90,
                "judging": {
                    "specialty": "astrology",
                    "members": 2,
                    "criteria": [{"name": "实施方案", "points": 60}] * 2,
                },
            },
            [
                "/service_type",
                "/price_percent",
                "/judging/specialty",
                "/judging/members",
                "/judging/criteria",
                "/judging/criteria/1/name",
            ],
        ),
    ],
)
async def test_every_fault_of_it_at_once(
    buyer: Buyer, said: dict[str, Any], faults: list[str]
) -> None:
    body = usual_need(**by_proposals(**said))
    answer = await buyer.person.call("POST", OWN_NEEDS, body)
    assert answer.status_code == 422
    assert list(fault_codes(answer)) == faults


async def test_it_belongs_to_one_method(buyer: Buyer) -> None:
    body = usual_need(price_percent=20, judging=JUDGING)
    answer = await buyer.person.call("POST", OWN_NEEDS, body)
    assert fault_codes(answer) == {"/price_percent": "other_method", "/judging": "other_method"}


async def test_a_draft_older_than_the_rules_is_said_anew(
    stack: Stack, buyer: Buyer, panelists: Panelists
) -> None:
    need_id = await buyer.draft(**by_proposals())
    (table,) = RULES.of(stack.app).methods.root
    rule = table.proposal.model_copy(update={"least_experts": 5})
    stricter = InForce[MethodTable]((table.model_copy(update={"proposal": rule}),))
    other = RULES.of(stack.app).model_copy(update={"methods": stricter})
    with stack.having(RULES, other):
        answer = await buyer.act(need_id, "publish", {"owner_recipient": RECIPIENT})
        assert fault_codes(answer) == {"/judging/members": "too_few"}
    assert (await Need.get(id=need_id)).status == "draft"
    assert (await buyer.act(need_id, "publish", {"owner_recipient": RECIPIENT})).is_success


async def test_changed_criteria_ask_for_new_bids(
    buyer: Buyer, bidders: list[Bidder], panelists: Panelists
) -> None:
    need_id = await buyer.publish(**by_proposals())
    await bidders[0].bid(need_id, 3_000_000, proposal="按市场法评估。")
    seen = await buyer.person.ok(
        "POST", f"{OWN_NEEDS}/{need_id}/change", REASON | {"judging": OTHER}
    )
    assert seen["judging"]["criteria"] == OTHER["criteria"]
    changes = await buyer.person.ok("GET", f"/api/v1/market/needs/{need_id}/changes")
    assert changes["changes"][0]["voids_bids"]
    part = changes["changes"][0]["parts"][0]
    assert (part["part"], "项目团队40分" in part["before"]) == ("评审安排", True)
    assert "实施方案100分" in part["after"]


async def test_the_method_changes_both_ways(buyer: Buyer, panelists: Panelists) -> None:
    need_id = await buyer.publish()
    path = f"{OWN_NEEDS}/{need_id}/change"
    bare = await buyer.person.call("POST", path, REASON | {"method": "proposal"})
    assert list(fault_codes(bare)) == ["/price_percent", "/judging"]
    seen = await buyer.person.ok("POST", path, REASON | by_proposals())
    assert (seen["method"], seen["price_percent"]) == ("proposal", 20)
    seen = await buyer.person.ok("POST", path, REASON | {"method": "competitive_price"})
    assert (seen["judging"], seen["price_percent"]) == (None, None)
    assert (await Need.get(id=need_id)).terms.judging is None
