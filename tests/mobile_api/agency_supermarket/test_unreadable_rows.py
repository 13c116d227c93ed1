"""One row that cannot be read takes away no list of the market, and is counted there."""

from uuid import UUID

import httpx

from mobile_api.agency_supermarket.credit.models import CreditEffect
from mobile_api.agency_supermarket.credit.states import CreditKind
from mobile_api.shared.database import fetch
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.credit.entries import answered, lose, own_credit
from tests.mobile_api.agency_supermarket.disputes.disputing import (
    OWN_DISPUTES,
    answer,
    awarded,
    objected,
)
from tests.mobile_api.agency_supermarket.market import Applicant, Desk
from tests.mobile_api.agency_supermarket.needing import NEEDS, OWN_NEEDS, Bidder, Buyer
from tests.mobile_api.agency_supermarket.trading.conftest import board
from tests.mobile_api.agency_supermarket.trading.trading import BOARD, DESK, Board
from tests.stack import Stack

__all__ = ["board"]


async def test_disputes(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    """Red before: 500 for the owner, the agency, the desk and everybody."""
    need_id = await awarded(buyer, bidders)
    spoilt, good = [await objected(bidder, need_id) for bidder in bidders[1:]]
    for dispute in (spoilt, good):
        assert (await answer(buyer, need_id, dispute, agrees=True)).is_success
    await fetch("UPDATE market_dispute SET grounds = 'x' WHERE id = $1", UUID(spoilt))
    lists = [
        await buyer.person.ok("GET", f"{OWN_NEEDS}/{need_id}/disputes"),
        await desk.ok("GET", "/staff/v1/market/disputes"),
    ]
    for listed in lists:
        assert ([one["id"] for one in listed["disputes"]], listed["unreadable"]) == ([good], 1)
    own = await bidders[1].ok("GET", OWN_DISPUTES)
    assert (own["disputes"], own["unreadable"]) == ([], 1)
    await fetch("UPDATE market_dispute SET about = 'newer' WHERE id = $1", UUID(spoilt))
    public = (await client.get(f"{NEEDS}/{need_id}/disputes")).json()
    assert (len(public["disputes"]), public["unreadable"], public["is_open"]) == (1, 1, True)


async def test_the_board(client: httpx.AsyncClient, board: Board) -> None:
    """Red before: a word of a newer release was 500 for the board, its week and its feed."""
    spoilt, good = [await board.announce() for _ in range(2)]
    await fetch("UPDATE trading_notice SET kind = 'newer' WHERE project_id = $1", UUID(spoilt))
    await fetch("UPDATE trading_project SET trading_class = 'newer' WHERE id = $1", UUID(spoilt))
    for path in ("notices", "week"):
        seen = (await client.get(f"{BOARD}/{path}")).json()
        shown = [one["project_id"] for one in seen["notices"]]
        assert (shown, seen["unreadable"]) == ([good], 1)
    lists = [
        (await client.get(f"{BOARD}/projects")).json(),
        await board.writer.ok("GET", f"{DESK}/projects?status=announced"),
    ]
    for listed in lists:
        assert ([one["id"] for one in listed["projects"]], listed["unreadable"]) == ([good], 1)
    feed = await client.get(f"{BOARD}/feed")
    assert good in feed.text and spoilt not in feed.text


async def test_credit(
    client: httpx.AsyncClient, applicant: Applicant, agency: str, desk: Desk
) -> None:
    """Red before: a kind that only a newer release knows took the page and the desk's work."""
    await lose(agency, CreditKind.false_material)
    await lose(agency, CreditKind.price_fraud)
    await fetch("UPDATE credit_entry SET kind = 'newer' WHERE kind = 'price_fraud'")
    own = await own_credit(applicant)
    public = (await client.get(f"/api/v1/market/agencies/{agency}/credit")).json()
    for seen in (own, public):
        assert (len(seen["entries"]), seen["unreadable"], seen["score"]) == (1, 1, 40)
    await CreditEffect.filter(outcome=None).update(kind="suspension")
    await fetch("UPDATE credit_effect SET kind = 'newer' WHERE outcome IS NULL")
    queue = await desk.ok("GET", "/staff/v1/market/credit-queue?what=hearings")
    assert (queue["tasks"], queue["unreadable"]) == ([], 1)
    objection = {"text": "材料是真实的,请核实。"}
    entry = own["entries"][0]["id"]
    assert (await applicant.call("POST", f"/credit-entries/{entry}/object", objection)).is_success
    queue = await desk.ok("GET", "/staff/v1/market/credit-queue?what=objections")
    assert (len(queue["tasks"]), queue["unreadable"]) == (1, 0)
    denied = await answered(
        desk, f"credit-entries/{entry}/answer", {"upheld": False, "answer": "属实,不变。"}
    )
    assert denied.is_success


async def test_ratings_and_agencies(
    client: httpx.AsyncClient, stack: Stack, buyer: Buyer, bidders: list[Bidder]
) -> None:
    """Red before: one rating that cannot be read hid all that is said of an agency."""
    scores = {"speed": 5, "quality": 4, "attitude": 5, "price": 3}
    deals = []
    for _ in range(2):
        deal = await Deal.strike(stack, buyer, bidders[0])
        await deal.finish()
        await deal.done(deal.owner, "rate", {"scores": scores})
        deals.append(deal)
    path = f"/api/v1/market/agencies/{bidders[0].agency_id}"
    spoil = "UPDATE market_rating SET suspicions = '[\"newer\"]' WHERE contract_id = $1"
    await fetch(spoil, UUID(deals[0].id))
    assert (await client.get(f"{path}/ratings")).json()["unreadable"] == 0
    spoil = "UPDATE market_rating SET text_state = 'newer' WHERE contract_id = $1"
    await fetch(spoil, UUID(deals[0].id))
    seen = (await client.get(f"{path}/ratings")).json()
    assert (len(seen["ratings"]), seen["unreadable"]) == (1, 1)
    assert (await client.get(f"{path}/record")).json()["unreadable"] == 0
    await fetch("UPDATE agency SET faults = '7' WHERE id = $1", bidders[0].agency_id)
    listed = (await client.get("/api/v1/market/agencies")).json()
    assert (len(listed["agencies"]), listed["unreadable"]) == (3, 0)
