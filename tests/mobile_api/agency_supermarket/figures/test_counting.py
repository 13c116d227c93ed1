"""The figures are what an obvious model in plain Python says of the same market."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mobile_api.agency_supermarket.figures.counting import count, share_bp
from mobile_api.agency_supermarket.figures.models import TradeFigures
from mobile_api.shared import clock
from tests.mobile_api.agency_supermarket.figures.model import model
from tests.mobile_api.agency_supermarket.figures.told import Store, told_need
from tests.stack import Stack

APPRAISALS = ("asset-appraisal", "land-appraisal")
TIMES = 3


def plain(figures: TradeFigures) -> dict[str, Any]:
    """As the model says it: of pairs, names and times."""
    said = figures.model_dump(mode="json", exclude_none=True)
    said["co_bidders"] = {
        (one.winner_name, one.other_name, one.times) for one in figures.co_bidders
    }
    return said


@pytest.mark.parametrize("seed", range(4))
async def test_figures_are_those_of_the_model(stack: Stack, seed: int) -> None:
    dice, store, year = random.Random(seed), await Store.open(), clock.today().year
    # China is eight hours ahead: New Year begins there at 16:00 in UTC.
    first, after = (datetime(one, 12, 31, 16, tzinfo=UTC) for one in (year - 1, year))
    edges = [first - timedelta(seconds=1), first, after - timedelta(seconds=1), after]
    inside = [first + timedelta(hours=dice.randrange(8_000)) for _ in range(150)]
    needs = [told_need(dice, at) for at in (*edges, *edges, *inside)]
    for need in needs:
        await store.keep(need)
    for services in (APPRAISALS, ("fire-test",), ("cost-review", *APPRAISALS, "fire-test")):
        expected = [one for one in needs if first <= one.at < after and one.service in services]
        found = await count(year, services, TIMES)
        assert plain(found) == model(expected, store.names, TIMES)
    assert found.co_bidders and found.ratings and found.failures


async def test_an_empty_market_has_figures_of_nothing(stack: Stack) -> None:
    found = await count(clock.today().year, APPRAISALS, TIMES)
    assert plain(found) == model([], [], TIMES)
    assert found.prices.median_fen is None


async def test_drafts_are_nobodys_business(stack: Stack) -> None:
    store, now = await Store.open("甲乙丙丁戊己"), clock.now()
    need = told_need(random.Random(1), now)
    need.status, need.service = "draft", "fire-test"
    await store.keep(need)
    assert (await count(clock.beijing_date(now).year, ("fire-test",), TIMES)).needs.published == 0


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(0, 0, 0), (1, 3, 3333), (2, 3, 6667), (1, 20_000, 1), (7, 7, 10_000)],
)
def test_shares_are_rounded_half_up(part: int, whole: int, share: int) -> None:
    assert share_bp(part, whole) == share
