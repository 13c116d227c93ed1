"""The record of an agency follows its contracts and ratings, whatever happens twice."""

from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.agencies.records.models import AgencyRecord
from mobile_api.agency_supermarket.agencies.records.service import begin_records
from mobile_api.agency_supermarket.contracts.models import Contract, ContractEvent
from mobile_api.agency_supermarket.contracts.queries import KeptTime
from mobile_api.agency_supermarket.ranking.counting import on_time_rank, rating_rank
from mobile_api.agency_supermarket.ranking.following import following
from mobile_api.agency_supermarket.ratings.models import Rating
from mobile_api.shared.database import in_transaction
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import APPRAISAL, Bidder
from tests.stack import Stack

SCORES = {"scores": {"speed": 5, "quality": 4, "attitude": 5, "price": 4}}
OFFERS = f"/api/v1/market/services/{APPRAISAL}/agencies"
DESK = "/staff/v1/market/ratings"


@pytest.fixture
async def finished(deal: Deal) -> Deal:
    await deal.finish()
    return deal


async def record_of(client: httpx.AsyncClient, deal: Deal) -> dict[str, Any]:
    """As the list of its service tells it, once the worker has counted."""
    await deal.stack.settle()
    offers = (await client.get(OFFERS)).json()["offers"]
    of_deal = str(deal.agency.agency_id)
    return next(dict(one["record"]) for one in offers if one["agency_id"] == of_deal)


async def test_a_contract_and_its_rating_are_counted_once(
    client: httpx.AsyncClient, finished: Deal
) -> None:
    told = await record_of(client, finished)
    assert (told["on_time"]["finished"], told["on_time"]["on_time"]) == (1, 1)
    assert told["on_time"]["text"] == "已完成的合同不足3份"
    assert told["rating"]["text"] == "还没有评价"
    await finished.done(finished.owner, "rate", SCORES)
    told = await record_of(client, finished)
    assert told["rating"] == {"votes": 1, "average": None, "text": "评价不足3条"}
    assert (await AgencyRecord.get()).average == 450
    (follower,) = following()
    for event in await ContractEvent.filter(contract_id=finished.id, kind__in=follower.kinds):
        async with in_transaction():
            await follower.follow(event)
    assert (await record_of(client, finished))["rating"]["votes"] == 1
    assert await AgencyRecord.all().count() == 1


async def test_a_doubtful_rating_counts_after_the_look(
    client: httpx.AsyncClient, finished: Deal, desk: Desk
) -> None:
    await Contract.filter(id=finished.id).update(price_fen=1)
    await finished.done(finished.owner, "rate", SCORES)
    assert (await record_of(client, finished))["rating"]["votes"] == 0
    for counts, votes in ((True, 1), (False, 0)):
        waiting = (await Rating.get(contract_id=finished.id)).id
        said = {"reason": "已核实", "counts": counts}
        await desk.ok("POST", f"{DESK}/{waiting}/look", said)
        assert (await record_of(client, finished))["rating"]["votes"] == votes


async def test_agencies_from_before_are_counted_too(stack: Stack, bidders: list[Bidder]) -> None:
    for _ in range(2):
        await begin_records()
    assert await AgencyRecord.filter(due_at__isnull=False).count() == len(bidders)
    await stack.settle()
    records = await AgencyRecord.filter(counted_at__isnull=False, due_at=None)
    assert len(records) == len(bidders)
    assert {(one.least_finished, one.least_votes) for one in records} == {(3, 3)}


def test_who_was_never_on_time_stands_behind_the_others_and_before_the_unknown() -> None:
    ranks = [on_time_rank(KeptTime(*one), 3) for one in ((9, 9), (3, 3), (9, 8), (3, 0), (2, 2))]
    assert ranks == sorted(ranks, reverse=True)
    assert (ranks[-2] > 0, ranks[-1]) == (True, 0)


@pytest.mark.usefixtures("session_stack")
def test_many_good_votes_stand_before_a_few_of_the_best() -> None:
    told = ((200, 4.6), (20, 4.8), (3, 5.0), (50, 3.0), (3, 3.0), (50, 1.0), (2, 5.0))
    ranks = [rating_rank(votes, average, 3) for votes, average in told]
    assert ranks == sorted(ranks, reverse=True)
    assert (min(ranks[:-1]) > 0, ranks[-1]) == (True, 0)
