"""A contract that serves a case of its owner: the case says how long the service took."""

from datetime import timedelta
from functools import partial
from typing import Any

from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.cases.models import Case, CaseEvent, ClockSegment
from mobile_api.shared import clock
from mobile_api.shared.due.claims import claim
from mobile_api.shared.history.followers import FOLLOWERS
from mobile_api.shared.history.following import FOLLOWED_EVENTS, show_event
from mobile_api.shared.history.models import FollowedEvent
from tests.actors import Citizen
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.market import fault_codes
from tests.stack import Stack


async def told(owner: Citizen, case_id: str) -> list[str]:
    history = await owner.ok("GET", f"/api/v1/cases/{case_id}/history")
    assert history["is_intact"]
    return [one["text"] for one in history["events"] if one["kind"].startswith("agency_service")]


async def test_its_time_stands_apart_in_the_history_of_the_case(stack: Stack, deal: Deal) -> None:
    case: dict[str, Any] = await deal.owner.submitted_case()
    clocks = await ClockSegment.filter(case_id=case["id"]).order_by("id").values()
    await deal.sign(case_id=case["id"])
    assert (await deal.see(deal.owner))["case_id"] == case["id"]
    assert (await deal.see(deal.agency))["case_id"] is None
    assert await told(deal.owner, case["id"]) == []
    await stack.settle()
    assert await told(deal.owner, case["id"]) == ["中介服务开始,所用时间不计入审批时限。"]
    signed = clock.now() - timedelta(days=14)
    await Contract.filter(id=deal.id).update(signed_at=signed)
    await deal.deliver()
    await deal.done(deal.owner, "accept")
    await stack.settle()
    (_, over) = await told(deal.owner, case["id"])
    assert over.startswith("中介服务完成,用时") and over.endswith("个工作日,不计入审批时限。")
    assert await ClockSegment.filter(case_id=case["id"]).order_by("id").values() == clocks
    answer = (await Case.get(id=case["id"])).status
    assert answer == "submitted"


async def test_an_end_is_told_as_well(stack: Stack, deal: Deal) -> None:
    case = await deal.owner.submitted_case()
    await deal.sign(case_id=case["id"])
    await deal.done(deal.agency, "ending", {"reason": "项目取消"})
    await deal.done(deal.owner, "ending/answer", {"agreed": True})
    await stack.settle()
    assert (await told(deal.owner, case["id"]))[-1].startswith("中介服务终止,用时0个工作日")


async def test_a_follower_that_died_is_repeated_once(stack: Stack, deal: Deal) -> None:
    case = await deal.owner.submitted_case()
    await stack.settle()
    await deal.sign(case_id=case["id"])
    held = [
        one
        for one in await claim(FollowedEvent, limit=50, lease=FOLLOWED_EVENTS.lease)
        if one.row.follower == "served_cases"
    ]
    assert len(held) == 1
    # The worker died with it: its lease runs out, and another one does the work, once.
    with clock.standing_at(clock.now() + FOLLOWED_EVENTS.lease * 2):
        await stack.settle()
    show = partial(show_event, FOLLOWERS.of(stack.app))
    try:
        await show(held[0])
    except Exception as lost:
        assert type(lost).__name__ == "ClaimLost"
    assert len(await told(deal.owner, case["id"])) == 1


async def test_only_the_owners_own_open_case(stack: Stack, deal: Deal) -> None:
    case = await deal.owner.submitted_case()
    of_owner = await deal.proposal(deal.agency, case_id=case["id"])
    answer = await deal.act(deal.agency, "propose", of_owner)
    assert fault_codes(answer) == {"/case_id": "owners_case"}
    made = await deal.done(deal.agency, "propose", await deal.proposal(deal.agency))
    stranger = Citizen(stack, deal.owner.client, "li-si-of-another-case")
    await stranger.sign_in()
    await stranger.declare_real_name()
    foreign = await stranger.submitted_case()
    draft = await deal.owner.passport_draft()
    for other in (foreign["id"], draft["id"], deal.id):
        body = {"proposal": made["proposal"], "case_id": other}
        answer = await deal.act(deal.owner, "confirm", body)
        assert fault_codes(answer) == {"/case_id": "no_open_case"}
    assert not await CaseEvent.filter(kind__startswith="agency_service").exists()
