"""An API process is killed in the middle of an opening: it has opened everything, or nothing.

What cuts at every wait cannot show stands here: a real process, `kill -9`, and PostgreSQL that
finds out by itself that nobody is there any more.
"""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.enterprises.models import Clerk
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from tests.actors import Citizen
from tests.mobile_api.agency_supermarket.changes.test_changes import waiting_for_rows
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer, let_it_close, opening_of
from tests.mobile_api.agency_supermarket.openings.killing import (
    ApiProcess,
    Forks,
    left_of,
    opened_by,
    post_sealed,
    record_of,
)
from tests.stack import Stack
from tests.waiting import until

pytestmark = pytest.mark.thorough

BIDS, KILLS = 60, 20
ONCE = {"awards": 1, "openings": 1, "award events": 1, "credits": BIDS}


@pytest.fixture
async def crowd(stack: Stack, client: httpx.AsyncClient) -> list[Bidder]:
    return [await Bidder.arrive(stack, client, f"第{one}评估事务所") for one in range(BIDS)]


@pytest.fixture
async def forks(stack: Stack) -> AsyncIterator[Forks]:
    async with Forks.ready(stack) as found:
        yield found


async def closed(buyer: Buyer, bidders: list[Bidder]) -> str:
    """A need with a sealed bid of each, whose deadline is over."""
    need_id = await buyer.publish()
    await post_sealed(need_id, bidders)
    await let_it_close(need_id)
    return need_id


async def sign_in_now_and_then(round_number: int, people: Sequence[Citizen]) -> None:
    """All of it may take longer than an access token lives."""
    if round_number % 5 == 4:
        for person in people:
            await person.sign_in()


async def undisturbed(process: ApiProcess, buyer: Buyer, need_id: str) -> tuple[float, Any]:
    """How many seconds an opening takes, and its record."""
    began = time.perf_counter()
    answer = await opened_by(process, buyer, need_id)
    seconds = time.perf_counter() - began
    assert answer.is_success, answer.text
    return seconds, record_of(answer.json())


async def killed_after(
    process: ApiProcess, buyer: Buyer, need_id: str, key: str, seconds: float
) -> bool:
    """The opening is asked for and the process killed so much later; whether it was answered."""
    opening = asyncio.create_task(opened_by(process, buyer, need_id, key))
    await asyncio.sleep(seconds)
    await process.kill()
    with suppress(httpx.TransportError):
        return (await opening).is_success
    return False


async def test_killed_at_twenty_instants_of_an_opening(
    forks: Forks,
    client: httpx.AsyncClient,
    buyer: Buyer,
    crowd: list[Bidder],
    tell: Callable[[str], None],
) -> None:
    """Each process that is started again repeats the opening, and is the next one to be killed."""
    undone = answered = 0
    async with AsyncExitStack() as started:
        process = await started.enter_async_context(forks.api())
        await undisturbed(process, buyer, await closed(buyer, crowd))
        first = await closed(buyer, crowd)
        seconds, record = await undisturbed(process, buyer, first)
        once = await left_of(first)
        assert once == {**once, **ONCE} and record["status"] == "awarded"
        for number in range(KILLS):
            await sign_in_now_and_then(number, [buyer.person, *crowd])
            need_id, key = await closed(buyer, crowd), secrets.token_hex(8)
            instant = seconds * (number + 0.5) / KILLS
            answered += await killed_after(process, buyer, need_id, key, instant)
            undone += (await Need.get(id=need_id)).status == "published"
            process = await started.enter_async_context(forks.api())
            again = [await opened_by(process, buyer, need_id, key) for _ in range(2)]
            assert [one.status_code for one in again] == [200, 200]
            public = await opening_of(client, need_id)
            assert record_of(again[0].json()) == record_of(public) == record
            assert await left_of(need_id) == once
    tell(f"{KILLS} kills within {seconds:.2f} s: {undone} before the commit, {answered} answered")


async def test_two_people_open_one_need_by_two_processes(
    forks: Forks, client: httpx.AsyncClient, buyer: Buyer, crowd: list[Bidder]
) -> None:
    """The legal representative of its owner and a clerk, who press the button at once."""
    owner, other, *bidders = crowd
    now = clock.now()
    await Clerk.create(
        enterprise_id=owner.acting_for,
        person_id=other.person_id,
        name="周正",
        phone="13900139000",
        phone_hash=b"1",
        ends_on=clock.today() + timedelta(days=30),
        invited_at=now,
        invitation_ends_at=now + timedelta(days=7),
        accepted_at=now,
    )
    other.acting_for = owner.acting_for
    mine, theirs = Buyer(owner), Buyer(other)
    theirs.identity = mine.identity
    need_id = await closed(mine, bidders)
    async with forks.api() as one, forks.api() as two:
        async with in_transaction():
            # Both have read the bids and wait for the row of the need.
            await Need.select_for_update().get(id=need_id)
            openings = [
                asyncio.create_task(opened_by(process, who, need_id))
                for process, who in ((one, mine), (two, theirs))
            ]
            await until(lambda: waiting_for_rows(2))
        answers = await asyncio.gather(*openings)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    left = await left_of(need_id)
    assert left == {**left, **ONCE, "credits": len(bidders)}
    assert (await opening_of(client, need_id))["status"] == "awarded"
