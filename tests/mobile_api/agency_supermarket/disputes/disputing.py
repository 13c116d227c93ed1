"""What bidders, owners and the desk do about a result over HTTP."""

from typing import Any

import httpx

from mobile_api.agency_supermarket.disputes.models import Dispute
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import (
    NEEDS,
    OWN_NEEDS,
    Bidder,
    Buyer,
    let_it_close,
)

OWN_DISPUTES = "/api/v1/market/agency/disputes"
GROUNDS = "中选机构的报价低于成本,请说明。"
ANEW = {"upheld": True, "remedy": "anew", "decision": "经查,中选机构提供了虚假材料。"}
FAIL = {"upheld": True, "remedy": "fail", "decision": "经查,公告的条件排斥了其他机构。"}
DISMISSED = {"upheld": False, "decision": "经查,报价有成本依据。"}
PRICES = (3_900_000, 4_000_000, 4_100_000)


async def awarded(buyer: Buyer, bidders: list[Bidder], **more: Any) -> str:
    """甲 has won by the lowest price; answers the id of the need."""
    need_id = await buyer.publish(**more)
    for bidder, price in zip(bidders, PRICES, strict=False):
        await bidder.bid(need_id, price)
    await let_it_close(need_id)
    assert (await buyer.open(need_id))["award"]["agency_name"].startswith("甲")
    return need_id


async def object_to(
    bidder: Bidder, need_id: str, about: str = "result", **more: Any
) -> httpx.Response:
    body = {"about": about, "grounds": GROUNDS} | more
    return await bidder.call("POST", f"{NEEDS}/{need_id}/disputes", body)


async def objected(bidder: Bidder, need_id: str, about: str = "result") -> str:
    made = await object_to(bidder, need_id, about)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def answer(buyer: Buyer, need_id: str, dispute: str, *, agrees: bool) -> httpx.Response:
    body = {"agrees": agrees, "answer": "报价经过评审,符合公告的要求。"}
    return await buyer.person.call("POST", f"{OWN_NEEDS}/{need_id}/disputes/{dispute}/answer", body)


async def complain(bidder: Bidder, dispute: str) -> httpx.Response:
    body = {"complaint": "答复没有说明报价的依据。"}
    return await bidder.call("POST", f"{OWN_DISPUTES}/{dispute}/complain", body)


async def complained(buyer: Buyer, bidder: Bidder, need_id: str) -> str:
    """Objected, answered, and now at the desk."""
    dispute = await objected(bidder, need_id)
    assert (await answer(buyer, need_id, dispute, agrees=False)).is_success
    assert (await complain(bidder, dispute)).is_success
    return dispute


async def decide(desk: Desk, dispute: str, body: dict[str, Any]) -> httpx.Response:
    return await desk.call("POST", f"/staff/v1/market/disputes/{dispute}/decide", body)


async def status(dispute: str) -> str:
    return str((await Dispute.get(id=dispute)).status)


async def told(person: Any) -> list[str]:
    """Titles of the messages in the inbox."""
    entries = (await person.ok("GET", "/api/v1/me/messages"))["entries"]
    return [one["title"] for one in entries]
