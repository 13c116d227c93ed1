"""An agency that may serve nobody today signs nothing new, and loses no points for that."""

from datetime import timedelta
from typing import Any

import pytest

from mobile_api.agency_supermarket.agencies.models import Agency, AgencyService
from mobile_api.agency_supermarket.credit.models import CreditEntry
from mobile_api.shared import clock
from tests.mobile_api.agency_supermarket.contracting import Deal, on_the_day
from tests.stack import Stack


async def bar(deal: Deal, status: str) -> None:
    """`expired`: its certificate has ended, and nothing else."""
    if status == "expired":
        yesterday = clock.today() - timedelta(days=1)
        services = AgencyService.filter(agency_id=deal.agency.agency_id)
        await services.update(covered_until=yesterday)
    else:
        await Agency.filter(id=deal.agency.agency_id).update(status=status)


@pytest.mark.parametrize("status", ["suspended", "blacklisted", "left", "expired"])
async def test_a_barred_agency_proposes_and_confirms_nothing(deal: Deal, status: str) -> None:
    body: dict[str, Any] = await deal.proposal(deal.agency)
    await bar(deal, status)
    assert "propose" not in (await deal.see(deal.agency))["can"]
    assert await deal.refused(deal.agency, "propose", body) == "agency_may_not_sign"
    read = await deal.proposed(deal.owner)
    assert "confirm" not in (await deal.see(deal.agency))["can"]
    assert await deal.refused(deal.agency, "confirm", read) == "agency_may_not_sign"
    back = read | {"reason": "机构暂时不能承接"}
    assert (await deal.done(deal.agency, "send-back", back))["status"] == "awaited"


@pytest.mark.parametrize("status", ["suspended", "expired"])
async def test_nor_does_the_owner_confirm_with_it(deal: Deal, status: str) -> None:
    read = await deal.proposed(deal.agency)
    await bar(deal, status)
    assert "confirm" not in (await deal.see(deal.owner))["can"]
    assert await deal.refused(deal.owner, "confirm", read) == "agency_may_not_sign"
    assert (await deal.row()).signed_at is None


async def test_what_it_could_not_sign_costs_it_nothing(stack: Stack, deal: Deal) -> None:
    await deal.proposed(deal.owner)
    await bar(deal, "suspended")
    with on_the_day((await deal.row()).sign_by + timedelta(days=1), 1):
        await stack.settle()
    assert (await deal.row()).status == "lapsed"
    assert not await CreditEntry.exists()
