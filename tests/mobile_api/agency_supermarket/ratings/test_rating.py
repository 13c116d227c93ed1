"""Both sides of a finished contract rate each other, once, in time; everybody reads what counts."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.ratings.models import Rating
from mobile_api.enterprises.models import Clerk
from mobile_api.shared import clock
from tests.actors import Citizen, Colleague
from tests.mobile_api.agency_supermarket.contracting import Deal, on_the_day
from tests.mobile_api.agency_supermarket.market import Desk, fault_codes
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer
from tests.stack import Stack

GOOD = {"scores": {"speed": 5, "quality": 4, "attitude": 5, "price": 3}}
OF_OWNER = {"scores": {"cooperation": 5, "payment": 5, "clear_demands": 4}}
DESK = "/staff/v1/market/ratings"


async def about(client: httpx.AsyncClient, deal: Deal) -> dict[str, Any]:
    answer = await client.get(f"/api/v1/market/agencies/{deal.agency.agency_id}/ratings")
    assert answer.is_success, answer.text
    return dict(answer.json())


async def test_both_rate_and_one_replies(client: httpx.AsyncClient, deal: Deal, desk: Desk) -> None:
    await deal.finish()
    rated = await deal.done(deal.owner, "rate", GOOD | {"text": "报告清楚,按时交付。"})
    assert rated["can"] == [] and rated["ratings"][0]["is_counted"]
    assert any("采购人评价了中介机构" in text for text in await deal.told(deal.agency))
    answered = await deal.done(deal.agency, "rate", OF_OWNER)
    assert answered["can"] == ["reply"]
    await deal.done(deal.agency, "rating-reply", {"text": "感谢认可。"})
    # Nobody has looked at the texts yet.
    (seen,) = (await about(client, deal))["ratings"]
    assert (seen["scores"], seen["text"], seen["reply"]) == (GOOD["scores"], "", "")
    (waiting,) = (await desk.ok("GET", DESK))["ratings"]
    assert waiting["text"] == "报告清楚,按时交付。" and waiting["suspicions"] == []
    look = {"shows_text": True, "shows_reply": False, "reason": "回复与评价无关"}
    await desk.ok("POST", f"{DESK}/{waiting['id']}/look", look)
    (seen,) = (await about(client, deal))["ratings"]
    assert (seen["text"], seen["reply"]) == ("报告清楚,按时交付。", "")
    assert (await desk.ok("GET", DESK))["ratings"] == []
    assert any("回复与评价无关" in text for text in await deal.told(deal.agency))
    # Hidden later, with a reason; its scores stay.
    hide = {"shows_text": False, "reason": "含有他人的电话"}
    await desk.ok("POST", f"{DESK}/{waiting['id']}/look", hide)
    (seen,) = (await about(client, deal))["ratings"]
    assert (seen["text"], seen["scores"]) == ("", GOOD["scores"])


async def test_averages_are_of_enough_votes(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, deal: Deal
) -> None:
    await deal.finish()
    await deal.done(deal.owner, "rate", GOOD)
    few = await about(client, deal)
    assert (few["votes"], few["least_votes"]) == (1, 3)
    assert {one["average"] for one in few["dimensions"]} == {None}
    for quality in (1, 2):
        other = await Deal.strike(stack, buyer, deal.agency)
        await other.finish()
        await other.done(other.owner, "rate", {"scores": GOOD["scores"] | {"quality": quality}})
    enough = await about(client, deal)
    averages = {one["key"]: one["average"] for one in enough["dimensions"]}
    assert averages == {"speed": 5.0, "quality": 2.33, "attitude": 5.0, "price": 3.0}


@pytest.mark.parametrize(
    ("scores", "codes"),
    [
        (
            {"speed": 0, "quality": 6, "price": 3},
            {
                "/scores/speed": "out_of_range",
                "/scores/quality": "out_of_range",
                "/scores/attitude": "missing",
            },
        ),
        (GOOD["scores"] | {"payment": 5}, {"/scores": "unknown_dimension"}),
    ],
)
async def test_every_fault_of_a_rating(
    deal: Deal, scores: dict[str, int], codes: dict[str, str]
) -> None:
    await deal.finish()
    assert fault_codes(await deal.act(deal.owner, "rate", {"scores": scores})) == codes
    assert not await Rating.exists()


async def test_only_a_finished_contract_in_time_once(deal: Deal, bidders: list[Bidder]) -> None:
    await deal.sign()
    assert await deal.refused(deal.owner, "rate", GOOD) == "rating_closed"
    await deal.deliver()
    await deal.done(deal.owner, "accept")
    assert await deal.refused(bidders[1], "rate", GOOD) == "contract_not_found"
    reply = {"text": "感谢认可。"}
    assert await deal.refused(deal.agency, "rating-reply", reply) == "rating_not_found"
    both = await asyncio.gather(*(deal.act(deal.owner, "rate", GOOD) for _ in range(3)))
    assert sorted(one.status_code for one in both) == [200, 409, 409]
    assert {one.json().get("code") for one in both} == {None, "rated_already"}
    await deal.done(deal.agency, "rating-reply", reply)
    assert await deal.refused(deal.agency, "rating-reply", reply) == "replied_already"
    assert await deal.refused(deal.owner, "rating-reply", reply) == "rating_not_found"


async def test_after_180_days_nobody_rates(deal: Deal) -> None:
    await deal.finish()
    finished_on = clock.today()
    with on_the_day(finished_on + timedelta(days=180)):
        await deal.owner.sign_in()
        await deal.done(deal.owner, "rate", GOOD)
    with on_the_day(finished_on + timedelta(days=181)):
        await deal.agency.sign_in()
        assert await deal.refused(deal.agency, "rate", OF_OWNER) == "rating_closed"
        seen = await deal.agency.ok("GET", f"/api/v1/market/own-contracts/{deal.id}/ratings")
        assert seen["can"] == ["reply"]


async def test_nobody_is_rated_by_silence(client: httpx.AsyncClient, deal: Deal) -> None:
    await deal.finish()
    with on_the_day(clock.today() + timedelta(days=200)):
        await deal.stack.settle()
        seen = await about(client, deal)
    assert (seen["votes"], seen["ratings"]) == (0, [])


async def test_a_small_price_counts_when_the_desk_says_so(
    client: httpx.AsyncClient, deal: Deal, desk: Desk
) -> None:
    await deal.finish()
    await Contract.filter(id=deal.id).update(price_fen=49_999)
    rated = await deal.done(deal.owner, "rate", GOOD)
    assert not rated["ratings"][0]["is_counted"]
    assert (await about(client, deal))["votes"] == 0
    (doubtful,) = (await desk.ok("GET", DESK))["ratings"]
    assert [one["code"] for one in doubtful["suspicions"]] == ["small_price"]
    path = f"{DESK}/{doubtful['id']}/look"
    judged = await desk.ok("POST", path, {"counts": True, "reason": "核实属实"})
    assert judged["is_counted"]
    assert (await about(client, deal))["votes"] == 1
    assert (await desk.ok("GET", DESK))["ratings"] == []


async def test_too_many_between_the_same_two(
    stack: Stack, buyer: Buyer, deal: Deal, desk: Desk
) -> None:
    await deal.finish()
    await deal.done(deal.owner, "rate", GOOD)
    first = await Rating.get(contract_id=deal.id)
    for number in range(3):
        other = await Deal.strike(stack, buyer, deal.agency)
        await other.finish()
        rated = await other.done(other.owner, "rate", GOOD)
        assert rated["ratings"][0]["is_counted"] is (number < 2)
    (doubtful,) = (await desk.ok("GET", DESK))["ratings"]
    assert [one["code"] for one in doubtful["suspicions"]] == ["too_often"]
    # One of more than a year ago is none of them.
    await Rating.filter(id=first.id).update(rated_at=first.rated_at - timedelta(days=366))
    other = await Deal.strike(stack, buyer, deal.agency)
    await other.finish()
    await Rating.filter(id=doubtful["id"]).update(rated_at=first.rated_at - timedelta(days=366))
    assert (await other.done(other.owner, "rate", GOOD))["ratings"][0]["is_counted"]


async def test_somebody_who_stands_behind_both(deal: Deal, desk: Desk) -> None:
    """The agency's enterprise has got another representative since: the owner."""
    await deal.finish()
    row = await deal.row()
    await row.fetch_related("agency__enterprise")
    enterprise = row.agency.enterprise
    enterprise.representative_id = row.owner_id
    await enterprise.save(update_fields=["representative_id"])
    await deal.done(deal.owner, "rate", GOOD)
    (doubtful,) = (await desk.ok("GET", DESK))["ratings"]
    assert [one["code"] for one in doubtful["suspicions"]] == ["same_people"]
    assert not (await Rating.get(contract_id=deal.id)).is_counted


async def test_who_may_act_for_the_other_side_as_well(deal: Deal, desk: Desk) -> None:
    """The owner is a clerk of the agency's enterprise by now."""
    await deal.finish()
    row = await deal.row()
    await row.fetch_related("agency")
    await Clerk.create(
        enterprise_id=row.agency.enterprise_id,
        person_id=row.owner_id,
        name="张三丰",
        phone="13800138000",
        phone_hash=b"",
        ends_on=clock.today() + timedelta(days=9),
        invited_at=clock.now(),
        invitation_ends_at=clock.now(),
        accepted_at=clock.now(),
    )
    await deal.done(deal.owner, "rate", GOOD)
    (doubtful,) = (await desk.ok("GET", DESK))["ratings"]
    assert [one["code"] for one in doubtful["suspicions"]] == ["same_people"]


async def test_staff_elsewhere_look_at_nothing(
    deal: Deal, colleague: Colleague, citizen: Citizen
) -> None:
    await deal.finish()
    await deal.done(deal.owner, "rate", GOOD | {"text": "按时交付。"})
    found = await Rating.get(contract_id=deal.id)
    look = {"shows_text": True, "reason": "内容属实"}
    answer = await colleague.call("POST", f"{DESK}/{found.id}/look", look)
    assert answer.json()["code"] == "not_market_desk"
    assert (await colleague.call("GET", DESK)).json()["code"] == "not_market_desk"
    nothing = await colleague.call("POST", f"{DESK}/{found.id}/look", {"reason": "内容属实"})
    assert nothing.status_code == 422
