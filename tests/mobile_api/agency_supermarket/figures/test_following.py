"""Figures are counted each day, one trade a step, until the year is closed; never twice."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.figures import following
from mobile_api.agency_supermarket.figures.models import FiguresRun, MarketFigures
from mobile_api.shared import clock
from mobile_api.shared.clock import BEIJING
from mobile_api.shared.due.claims import ClaimLost, Held, claim
from tests.mobile_api.agency_supermarket.figures.told import Store, told_need
from tests.stack import Stack

YEAR = 2031
TRADES = 9


def on(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), BEIJING)


@pytest.fixture(autouse=True)
def in_autumn() -> Iterator[None]:
    with clock.standing_at(on(date(YEAR, 10, 5))):
        yield


async def publish(store: Store, service: str = "fire-test") -> None:
    need = told_need(random.Random(2), clock.now())
    need.service = service
    await store.keep(need)


async def read(client: httpx.AsyncClient, year: int = YEAR) -> dict[str, Any]:
    answer = await client.get(f"/api/v1/market/figures?year={year}")
    assert answer.is_success, answer.text
    return dict(answer.json())


def published(figures: dict[str, Any]) -> dict[str, int]:
    return {one["trade"]: one["needs"]["published"] for one in figures["trades"]}


async def held() -> Held[FiguresRun]:
    (found,) = await claim(FiguresRun, limit=1, lease=following.FIGURES.lease)
    return found


async def test_each_trade_and_year_has_its_own(stack: Stack, client: httpx.AsyncClient) -> None:
    store = await Store.open()
    await publish(store)
    await publish(store, "annual-audit")
    with clock.standing_at(on(date(YEAR - 1, 12, 31), 23)):
        await publish(store)
    assert (await read(client))["trades"] == []
    await stack.sweep("begin_figures")
    await stack.settle()
    this, last = await read(client), await read(client, YEAR - 1)
    assert published(this) | {"all": 2, "fire": 1, "audit": 1} == published(this)
    assert sum(published(this).values()) == 4
    assert published(last) | {"all": 1, "fire": 1} == published(last)
    assert sum(published(last).values()) == 2
    assert next(one["trade"] for one in this["trades"]) == "all"
    assert len(this["trades"]) == TRADES


async def test_a_sweep_that_is_repeated_begins_nothing_twice(stack: Stack) -> None:
    for _ in range(3):
        await stack.sweep("begin_figures")
        await stack.settle()
    assert await FiguresRun.all().count() == 2
    assert await MarketFigures.filter(year=YEAR).count() == TRADES
    # The last year was closed in spring: counted once, and no more.
    last = await FiguresRun.get(year=YEAR - 1)
    assert last.due_at is None
    assert (await FiguresRun.get(year=YEAR)).due_at == on(date(YEAR, 10, 6), 3)


async def test_a_count_goes_on_where_it_was_cut(stack: Stack) -> None:
    await FiguresRun.create(year=YEAR, due_at=clock.now())
    for _ in range(3):
        assert await following.look(await held()) == "some"
    # Killed: its lease runs out, another worker takes the row, and the first one may write nothing.
    killed = await held()
    with clock.standing_at(clock.now() + timedelta(minutes=6)):
        assert await following.look(await held()) == "some"
        with pytest.raises(ClaimLost):
            await following.look(killed)
        assert (await FiguresRun.get()).counted == 4
        await stack.settle()
    rows = await MarketFigures.all()
    assert len(rows) == len({one.trade for one in rows}) == TRADES


async def test_a_step_that_is_undone_leaves_nothing(
    stack: Stack,
) -> None:
    await FiguresRun.create(year=YEAR, due_at=clock.now())
    lost = await held()
    await FiguresRun.all().update(attempts=9)
    with pytest.raises(ClaimLost):
        await following.look(lost)
    assert not await MarketFigures.exists()


async def test_figures_follow_what_happens_until_the_year_is_closed(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    store = await Store.open()
    await publish(store)
    await stack.sweep("begin_figures")
    await stack.settle()
    with clock.standing_at(on(date(YEAR, 12, 30))):
        await publish(store)
        await stack.settle()
        assert published(await read(client))["fire"] == 2
    with clock.standing_at(on(date(YEAR + 1, 3, 30))):
        await stack.settle()
        assert (await read(client))["is_final"] is False
    with clock.standing_at(on(date(YEAR + 1, 3, 31))):
        await stack.settle()
        closed = await read(client)
        assert (closed["is_final"], closed["counted_until"]) == (True, f"{YEAR + 1}-03-31")
    with clock.standing_at(on(date(YEAR, 12, 31))):
        await publish(store)
    with clock.standing_at(on(date(YEAR + 1, 4, 1))):
        await stack.sweep("begin_figures")
        await stack.settle()
        assert await read(client) == closed


async def test_trades_counted_before_midnight_of_closing_day_are_counted_once_more(
    stack: Stack,
) -> None:
    await FiguresRun.create(year=YEAR, due_at=clock.now())
    with clock.standing_at(on(date(YEAR + 1, 3, 30), 23)):
        await following.look(await held())
    with clock.standing_at(on(date(YEAR + 1, 3, 31), 0)):
        await stack.settle()
        assert (await FiguresRun.get()).due_at == on(date(YEAR + 1, 4, 1), 3)
    with clock.standing_at(on(date(YEAR + 1, 4, 1), 4)):
        await stack.settle()
    assert (await FiguresRun.get()).due_at is None
    assert not await MarketFigures.filter(is_final=False).exists()


async def test_a_trade_that_left_the_catalogue_leaves_the_figures(stack: Stack) -> None:
    await FiguresRun.create(year=YEAR, due_at=clock.now())
    await stack.settle()
    await MarketFigures.filter(trade="fire").update(trade="no-such")
    await FiguresRun.all().update(due_at=clock.now())
    await stack.settle()
    trades = {one.trade for one in await MarketFigures.all()}
    assert "fire" in trades and "no-such" not in trades
