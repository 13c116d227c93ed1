"""How soon the market answers when it is large, how fast bids come in, how long an opening takes.

10,000 agencies, 100,000 needs and 1,000,000 bids are stored. The lists are asked of a whole API
process over a socket; bids and the opening go through the services in this process, each in its
own transaction as a request's would be, on the same database.
"""

import asyncio
import http.client
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote
from uuid import UUID, uuid4

import click
import uvloop

from benchmarks.application import Application, application
from benchmarks.figures import Figure, at_most, observed, percentile, report
from mobile_api.accounts.models import Person
from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.bids.schemas import BidRequest
from mobile_api.agency_supermarket.bids.service import bid
from mobile_api.agency_supermarket.finding.schemas import AgencySort
from mobile_api.agency_supermarket.needs.drafting import OwnerKey, draft, publish
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.schemas import NeedRequest
from mobile_api.agency_supermarket.openings.opening import open_bids, read_bids
from mobile_api.agency_supermarket.openings.schemas import OpenRequest
from mobile_api.agency_supermarket.sealing.offers import new_identity, recipient_of
from mobile_api.agency_supermarket.selection.rules import FundSource, Method
from mobile_api.parts import open_worker_parts
from mobile_api.shared import clock
from mobile_api.shared.callers import ActingFor, Citizen
from mobile_api.shared.database import fetch, in_transaction

BENCH = "market"
BIDS, SIDE_BY_SIDE, ASKED = 500, 8, 400
TARGET_LIST_MS, TARGET_OPENING_SECONDS = 20.0, 2.0
OFFERS = "/api/v1/market/services/asset-appraisal/agencies"
LISTS = {
    "list of agencies": "/api/v1/market/agencies",
    "agencies for a service": "/api/v1/market/agencies?service_type=asset-appraisal",
    "list of needs": "/api/v1/market/needs",
    "needs of a service and status": (
        "/api/v1/market/needs?service_type=asset-appraisal&status=awarded"
    ),
    **{f"offers of a service by {one}": f"{OFFERS}?sort={one}" for one in AgencySort},
    "agencies by pinyin": "/api/v1/market/search?q=celiang",
    "agencies with a slip": f"/api/v1/market/search?q={quote('测良用第7事务所')}",
    "page of the market": "/market",
    "page of a service": "/market/services/asset-appraisal?sort=rating",
    "page near a hall": "/market/services/asset-appraisal?near=city-hall",
}


def run() -> list[Figure]:
    """Fill the market, ask its lists, bid, open; about three minutes."""
    with tempfile.TemporaryDirectory() as folder, application(Path(folder)) as ours:
        return uvloop.run(_run(ours))


async def _run(ours: Application) -> list[Figure]:
    settings = ours.settings.model_copy(update={"database_statement_seconds": None})
    async with open_worker_parts(settings):
        person = await Person.create(created_at=clock.now())
        click.echo(f"{BENCH}: filling the market", err=True)
        for statement in Path(__file__).with_suffix(".sql").read_text().split(";\n"):
            if statement.strip():
                await fetch(statement)
        lists = [await asyncio.to_thread(_list, ours.port, *one) for one in LISTS.items()]
        return [*lists, *await _bidding(Citizen(person.id, uuid4()))]


def _list(port: int, name: str, path: str) -> Figure:
    """One caller after the other on one connection; the first pages are warm then."""
    connection, waits = http.client.HTTPConnection("127.0.0.1", port, timeout=10), []
    for _ in range(ASKED):
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        waits.append((time.perf_counter() - began) * 1000)
        if answer.status != 200 or len(body) < 1000:
            raise RuntimeError(f"{path} answered {answer.status}")
    return at_most(BENCH, f"{name}, p99", percentile(waits, 0.99), "ms", TARGET_LIST_MS)


async def _bidding(owner: Citizen) -> list[Figure]:
    identity = new_identity()
    need_id = await _published(owner, OwnerKey(recipient_of(identity)))
    bidders = await _bidders()
    click.echo(f"{BENCH}: {BIDS} bids", err=True)
    began = time.perf_counter()
    await _side_by_side([_bids(need_id, bidder) for bidder in bidders])
    per_second = BIDS / (time.perf_counter() - began)
    await Need.filter(id=need_id).update(bids_close_at=clock.now() - timedelta(seconds=1))
    click.echo(f"{BENCH}: opening them", err=True)
    began = time.perf_counter()
    opened = await read_bids(owner, need_id, OpenRequest(identity=identity))
    async with in_transaction():
        need = await open_bids(owner, need_id, opened)
    seconds = time.perf_counter() - began
    if need.opened_at is None or len(opened.offers) != BIDS:
        raise RuntimeError("not every bid was opened")
    return [
        observed(BENCH, "bids received, sealed on arrival, one need", per_second, "bids/s"),
        at_most(BENCH, f"opening of {BIDS} sealed bids", seconds, "s", TARGET_OPENING_SECONDS),
    ]


async def _published(owner: Citizen, key: OwnerKey) -> UUID:
    said = NeedRequest(
        service_type="asset-appraisal",
        title="测量用需求",
        description="测量开启五百份报价的时间。",
        method=Method.direct,
        fund_source=FundSource.social,
        bids_close_at=clock.now() + timedelta(days=30),
    )
    async with in_transaction():
        need = await draft(owner, said)
    async with in_transaction():
        return (await publish(owner, need.id, key)).id


async def _bidders() -> list[Citizen]:
    """One for each of so many agencies that render the service."""
    found = Agency.filter(services__service_type="asset-appraisal").order_by("id").limit(BIDS)
    agencies, now = await found, clock.now()
    people = [Person(created_at=now) for _ in agencies]
    await Person.bulk_create(people)
    return [
        Citizen(person.id, uuid4(), acting_for=ActingFor(agency.enterprise_id))
        for person, agency in zip(people, agencies, strict=True)
    ]


def _bids(need_id: UUID, bidder: Citizen) -> Callable[[], Awaitable[None]]:
    async def work() -> None:
        async with in_transaction():
            await bid(bidder, need_id, BidRequest(price_fen=4_000_000, days=5), clock.now())

    return work


async def _side_by_side(works: list[Callable[[], Awaitable[None]]]) -> None:
    waiting = iter(works)

    async def one() -> None:
        for work in waiting:
            await work()

    async with asyncio.TaskGroup() as group:
        for _ in range(SIDE_BY_SIDE):
            group.create_task(one())


if __name__ == "__main__":
    click.echo(report(run()))
