"""The market as the mini-program finds it: needs open, drawn, under contract, and their people."""

import secrets
from datetime import timedelta
from typing import Any

import httpx

from mobile_api.agency_supermarket.sealing.offers import recipient_of
from mobile_api.shared import clock
from tests.actors import Citizen, photo
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.needing import (
    APPRAISAL,
    OWN_NEEDS,
    Bidder,
    Buyer,
    announce_issues,
    let_it_close,
)
from tests.mobile_api.agency_supermarket.openings.test_draws_of_needs import (
    after_its_sources,
    enter,
    reader,
    tied,
)
from tests.stack import Stack

PASSPHRASE = "春天里的宿舍楼要作价值评估"


async def to_choose(buyer: Buyer, bidders: list[Bidder]) -> str:
    """A need whose bids wait to be opened by the passphrase, and one of them to be chosen."""
    need_id = await buyer.draft(method="direct", fund_source="social", title="宿舍资产评估")
    key = {"passphrase": PASSPHRASE}
    assert (await buyer.act(need_id, "publish", key)).is_success
    for place, bidder in enumerate(bidders[:2]):
        await bidder.bid(need_id, 3_000_000 + place)
    await let_it_close(need_id)
    return need_id


async def with_file(buyer: Buyer, title: str) -> str:
    """A published need with a file that bidders read."""
    need_id = await buyer.draft(title=title)
    file = {"file_id": await buyer.person.upload(photo(33)), "title": "评估范围"}
    await buyer.person.ok("PUT", f"{OWN_NEEDS}/{need_id}/files", {"files": [file]})
    key = {"owner_recipient": recipient_of(buyer.identity)}
    assert (await buyer.act(need_id, "publish", key)).is_success
    return need_id


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
    signing = await Deal.strike(stack, buyer, bidders[0], title="车间资产评估")
    direct = await to_choose(buyer, bidders)
    asked = await buyer.publish(title="食堂资产评估")
    need_id = await with_file(buyer, "厂房资产评估")
    change = {"reason": "补充了附属用房", "budget_fen": 6_000_000}
    assert (await buyer.act(need_id, "change", change)).is_success
    return {
        "buyer": person.label,
        "service": APPRAISAL,
        "open": need_id,
        "drawn": drawn,
        "draw": draw.number,
        "contract": deal.id,
        "signing": signing.id,
        "direct": direct,
        "asked": asked,
        "passphrase": PASSPHRASE,
        "agency": {
            "user": bidders[0].label,
            "id": bidders[0].acting_for,
            "name": "甲评估事务所",
        },
        "bidder": {
            "user": bidders[1].label,
            "id": bidders[1].acting_for,
            "name": "乙评估事务所",
        },
        "agencies": [str(one.agency_id) for one in bidders],
    }
