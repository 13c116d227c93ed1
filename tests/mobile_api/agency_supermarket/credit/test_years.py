"""After New Year the points of the last day of the year are written down, once for each agency."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from mobile_api.agency_supermarket.agencies.history import move
from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.scope import locked_by_itself
from mobile_api.agency_supermarket.agencies.states import LEAVE
from mobile_api.agency_supermarket.credit import years
from mobile_api.agency_supermarket.credit.models import CreditYear, CreditYearRun
from mobile_api.agency_supermarket.credit.states import CreditKind
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import claim
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.history.moves import Actor, ActorKind
from tests.mobile_api.agency_supermarket.credit.entries import lose
from tests.mobile_api.agency_supermarket.needing import Bidder
from tests.stack import Stack


@pytest.fixture
def new_year() -> datetime:
    """Midnight in China."""
    return datetime(clock.today().year, 12, 31, 16, tzinfo=UTC)


async def test_the_year_is_written_when_it_is_over_and_never_again(
    stack: Stack, client: httpx.AsyncClient, bidders: list[Bidder], new_year: datetime
) -> None:
    await lose(bidders[0].agency_id, CreditKind.contract_lapsed)
    with clock.standing_at(new_year - timedelta(seconds=30)):
        await years.begin_years()
        await stack.settle()
        assert not await CreditYear.filter(year=new_year.year).exists()
    with clock.standing_at(new_year + timedelta(seconds=1)):
        await stack.settle()
        # What comes after the year belongs to the next one.
        await lose(bidders[1].agency_id, CreditKind.contract_lapsed)
        await CreditYearRun.filter(year=new_year.year).update(due_at=clock.now(), after=None)
        await stack.settle()
        path = f"/api/v1/market/agencies/{bidders[0].agency_id}/credit"
        shown = (await client.get(path)).json()["years"]
    assert shown == [{"year": new_year.year, "score": 90, "grade": "B", "grade_name": "良好"}]
    found = await CreditYear.filter(year=new_year.year)
    assert {one.agency_id: one.score for one in found} == {
        bidder.agency_id: 90 if bidder is bidders[0] else 100 for bidder in bidders
    }


async def test_a_run_goes_on_where_it_was_cut(
    bidders: list[Bidder], new_year: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(years, "AT_A_TIME", 2)
    table: DueTable[CreditYearRun] = years.CREDIT_YEARS
    with clock.standing_at(new_year + timedelta(seconds=1)):
        await CreditYearRun.create(year=new_year.year, due_at=clock.now())
        outcomes = []
        for _ in range(3):
            (held,) = await claim(CreditYearRun, limit=1, lease=table.lease)
            outcomes.append(await years.write(held))
    assert outcomes == ["some", "some", "done"]
    assert await CreditYear.all().count() == 3
    assert (await CreditYearRun.get()).due_at is None


async def test_who_came_after_the_year_has_no_score_of_it(
    stack: Stack, bidders: list[Bidder], new_year: datetime
) -> None:
    await Agency.filter(id=bidders[0].agency_id).update(listed_at=new_year + timedelta(hours=1))
    with clock.standing_at(new_year + timedelta(hours=2)):
        await CreditYearRun.create(year=new_year.year, due_at=clock.now())
        await stack.settle()
    known = {UUID(str(one.agency_id)) for one in await CreditYear.all()}
    assert known == {one.agency_id for one in bidders[1:]}


async def test_who_leaves_for_new_years_eve_has_its_score_all_the_same(
    stack: Stack, bidders: list[Bidder], new_year: datetime
) -> None:
    """Red before: a day outside of the market was a year without a score."""
    leaver, long_gone, third = [one.agency_id for one in bidders]
    await lose(leaver, CreditKind.contract_lapsed)
    with clock.standing_at(new_year - timedelta(hours=2)):
        async with in_transaction():
            own = Actor(ActorKind.citizen, "citizen:x")
            await move(await locked_by_itself(leaver), LEAVE, own, "自行退出。")
    await Agency.filter(id=long_gone).update(status="left")
    with clock.standing_at(new_year + timedelta(seconds=1)):
        await years.begin_years()
        await stack.settle()
    found = {one.agency_id: one.score for one in await CreditYear.filter(year=new_year.year)}
    assert found == {leaver: 90, third: 100}
