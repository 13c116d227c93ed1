"""Nobody could sign while a dispute stood: the days that it took are given back when it ends."""

from datetime import timedelta

import pytest

from mobile_api.agency_supermarket.contracts.rules import RULES
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import calendar_between
from mobile_api.shared.process.parts import SETTINGS
from tests.mobile_api.agency_supermarket.contracting import Deal, on_the_day
from tests.mobile_api.agency_supermarket.disputes.disputing import (
    DISMISSED,
    OWN_DISPUTES,
    awarded,
    complained,
    decide,
)
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer
from tests.stack import Stack

LATE = timedelta(days=200)


@pytest.fixture
async def deal(stack: Stack, buyer: Buyer, bidders: list[Bidder]) -> Deal:
    """甲 has won before 乙 and 丙, and its contract waits to be signed."""
    return await Deal.of_award(stack, buyer, bidders[0], await awarded(buyer, bidders))


@pytest.mark.parametrize("is_withdrawn", [True, False])
@pytest.mark.parametrize("worker_ran", [True, False])
async def test_a_dispute_that_ends_in_the_last_hour_makes_nobody_lose(
    deal: Deal, bidders: list[Bidder], desk: Desk, is_withdrawn: bool, worker_ran: bool
) -> None:
    body = await deal.proposed(deal.agency, last_day=str(clock.today() + LATE))
    row = await deal.row()
    dispute = await complained(deal.buyer, bidders[1], str(row.need_id))
    with on_the_day(row.sign_by, 23):
        await bidders[1].sign_in()
        await desk.sign_in()
        ending = (
            bidders[1].call("POST", f"{OWN_DISPUTES}/{dispute}/withdraw")
            if is_withdrawn
            else decide(desk, dispute, DISMISSED)
        )
        assert (await ending).is_success
    with on_the_day(row.sign_by + timedelta(days=1), 1):
        for who in (deal.owner, deal.agency):
            await who.sign_in()
        if worker_ran:
            await deal.stack.settle()
            again = await deal.row()
            region = SETTINGS.of(deal.stack.app).region_code
            calendar = await calendar_between(region, row.sign_by, again.sign_by)
            days = calendar.working_days_between(row.sign_by, again.sign_by)
            assert days == RULES.of(deal.stack.app).signing_again.on(row.sign_by).amount
            seen = await deal.see(deal.owner)
            assert (seen["until"], seen["is_overdue"]) == (str(again.sign_by), False)
            for who in (deal.owner, deal.agency):
                postponed = [one for one in await deal.told(who) if "签订期限顺延至" in one]
                assert len(postponed) == 1
        assert (await deal.done(deal.owner, "confirm", body))["status"] == "in_force"


async def test_after_the_days_that_were_given_back_it_lapses(
    deal: Deal, bidders: list[Bidder]
) -> None:
    await deal.proposed(deal.agency, last_day=str(clock.today() + LATE))
    row = await deal.row()
    dispute = await complained(deal.buyer, bidders[1], str(row.need_id))
    with on_the_day(row.sign_by, 23):
        await bidders[1].sign_in()
        await bidders[1].ok("POST", f"{OWN_DISPUTES}/{dispute}/withdraw")
        await deal.stack.settle()
    later = (await deal.row()).sign_by
    assert later > row.sign_by
    for day in (later, later + timedelta(days=1)):
        with on_the_day(day, 1):
            await deal.stack.settle()
        assert (await deal.row()).status == ("proposed" if day == later else "lapsed")


async def test_one_that_ends_early_takes_no_days(deal: Deal, bidders: list[Bidder]) -> None:
    row = await deal.row()
    dispute = await complained(deal.buyer, bidders[1], str(row.need_id))
    await bidders[1].ok("POST", f"{OWN_DISPUTES}/{dispute}/withdraw")
    await deal.stack.settle()
    assert (await deal.row()).sign_by == row.sign_by
