"""The market as the mini-program finds it: needs open, drawn, under contract, and their people."""

import secrets
from datetime import timedelta
from typing import Any

import httpx

from mobile_api.shared import clock
from tests.actors import Citizen
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.needing import APPRAISAL, Bidder, Buyer, announce_issues
from tests.mobile_api.agency_supermarket.openings.test_draws_of_needs import (
    after_its_sources,
    enter,
    reader,
    tied,
)
from tests.stack import Stack


async def market(stack: Stack, client: httpx.AsyncClient) -> dict[str, Any]:
    """Call first: the draw of one need lies some days ahead of everything else."""
    person = Citizen(stack, client, f"buyer-{secrets.token_hex(4)}")
    await person.sign_in()
    await person.declare_real_name()
    await announce_issues(clock.now() + timedelta(hours=9))
    buyer = Buyer(person)
    bidders = [await Bidder.arrive(stack, client, f"{name}评估事务所") for name in "甲乙丙"]
    drawn, draw = await tied(buyer, bidders)
    with after_its_sources(draw):
        await enter(draw, [reader(), reader()])
        await stack.settle()
    deal = await Deal.strike(stack, buyer, bidders[0], title="仓库资产评估")
    need_id = await buyer.publish(title="厂房资产评估")
    change = {"reason": "补充了附属用房", "budget_fen": 6_000_000}
    assert (await buyer.act(need_id, "change", change)).is_success
    return {
        "buyer": person.label,
        "service": APPRAISAL,
        "open": need_id,
        "drawn": drawn,
        "draw": draw.number,
        "contract": deal.id,
        "bidder": {
            "user": bidders[1].label,
            "id": bidders[1].acting_for,
            "name": "乙评估事务所",
        },
        "agencies": [str(one.agency_id) for one in bidders],
    }
