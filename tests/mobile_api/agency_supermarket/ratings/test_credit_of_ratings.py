"""A very good rating gives its agency a point when it counts, and as long as it does."""

from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.contracts.models import Contract, ContractEvent
from mobile_api.agency_supermarket.credit.models import CreditEntry
from mobile_api.agency_supermarket.ratings.crediting import following
from mobile_api.shared.database import in_transaction
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.credit.entries import score
from tests.mobile_api.agency_supermarket.market import Desk
from tests.stack import Stack

BEST = {"scores": {"speed": 5, "quality": 5, "attitude": 5, "price": 5}}
NEARLY = {"scores": BEST["scores"] | {"price": 4}}
OF_OWNER = {"scores": {"cooperation": 5, "payment": 5, "clear_demands": 5}}
DESK = "/staff/v1/market/ratings"


@pytest.fixture
async def finished(deal: Deal) -> Deal:
    await deal.finish()
    return deal


async def points(client: httpx.AsyncClient, deal: Deal) -> int:
    await deal.stack.settle()
    return await score(client, str(deal.agency.agency_id))


async def look(desk: Desk, **said: Any) -> None:
    (waiting,) = (await desk.ok("GET", DESK))["ratings"]
    await desk.ok("POST", f"{DESK}/{waiting['id']}/look", {"reason": "已核实"} | said)


async def test_one_that_counts_at_once(client: httpx.AsyncClient, finished: Deal) -> None:
    await finished.done(finished.owner, "rate", BEST)
    assert await points(client, finished) == 101
    entry = await CreditEntry.get()
    assert (entry.kind, entry.reference) == ("good_rating", f"contract:{finished.id}")
    (follower,) = following()
    event = await ContractEvent.get(contract_id=finished.id, kind="rate")
    async with in_transaction():
        await follower.follow(event)
    assert await CreditEntry.all().count() == 1


@pytest.mark.parametrize(("side", "given"), [("owner", NEARLY), ("agency", OF_OWNER)])
async def test_one_that_gives_nothing(
    client: httpx.AsyncClient, finished: Deal, side: str, given: dict[str, Any]
) -> None:
    """Not the best in each dimension, or what the agency says of the owner."""
    await finished.done(getattr(finished, side), "rate", given)
    assert await points(client, finished) == 100


async def test_a_doubtful_one_after_the_look(
    client: httpx.AsyncClient, finished: Deal, desk: Desk
) -> None:
    await Contract.filter(id=finished.id).update(price_fen=1)
    await finished.done(finished.owner, "rate", BEST)
    assert await points(client, finished) == 100
    await look(desk, counts=True)
    assert await points(client, finished) == 101


async def test_one_that_counts_no_longer_is_taken_back(
    client: httpx.AsyncClient, stack: Stack, finished: Deal, desk: Desk
) -> None:
    await finished.done(finished.owner, "rate", BEST | {"text": "很好。"})
    assert await points(client, finished) == 101
    await look(desk, counts=False, shows_text=False)
    assert await points(client, finished) == 100
    path = f"/api/v1/market/agencies/{finished.agency.agency_id}/credit"
    (told,) = (await client.get(path)).json()["entries"]
    assert told["lifted_name"] == "评价经核实不计分,不予记分" and not told["counts_now"]


async def test_one_that_counts_again_gives_its_point_back(
    client: httpx.AsyncClient, finished: Deal, desk: Desk
) -> None:
    await Contract.filter(id=finished.id).update(price_fen=1)
    await finished.done(finished.owner, "rate", BEST)
    (waiting,) = (await desk.ok("GET", DESK))["ratings"]
    for counts, wanted in ((True, 101), (False, 100), (True, 101), (True, 101), (False, 100)):
        said = {"counts": counts, "reason": "已核实"}
        await desk.ok("POST", f"{DESK}/{waiting['id']}/look", said)
        assert await points(client, finished) == wanted
    assert await CreditEntry.all().count() == 1


async def test_a_look_at_the_texts_leaves_a_doubtful_one_in_the_queue(
    finished: Deal, desk: Desk
) -> None:
    await Contract.filter(id=finished.id).update(price_fen=1)
    await finished.done(finished.owner, "rate", BEST | {"text": "很好。"})
    for shows in (True, False, True):
        await look(desk, shows_text=shows)
    await look(desk, counts=False)
    assert (await desk.ok("GET", DESK))["ratings"] == []
