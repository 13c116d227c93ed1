"""What a contract says of its agency is in its credit: once for each contract and kind."""

from datetime import date, timedelta

import httpx

from mobile_api.agency_supermarket.contracts.crediting import following
from mobile_api.agency_supermarket.contracts.models import ContractEvent
from mobile_api.agency_supermarket.contracts.rules import RULES
from mobile_api.agency_supermarket.credit.models import CreditEntry
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from tests.mobile_api.agency_supermarket.contracting import Deal, on_the_day
from tests.mobile_api.agency_supermarket.credit.entries import score
from tests.mobile_api.agency_supermarket.market import Desk, fault_codes
from tests.stack import Stack


async def settled_on(stack: Stack, day: date) -> None:
    with on_the_day(day, 1):
        await stack.settle()


async def entries(deal: Deal) -> list[tuple[str, str]]:
    """Kind and reason of what was entered for this contract, the oldest first."""
    found = CreditEntry.filter(
        agency_id=deal.agency.agency_id, reference=f"contract:{deal.id}"
    ).order_by("entered_at")
    return [(one.kind.value, one.reason) for one in await found]


async def followed_again(deal: Deal) -> None:
    (follower,) = following()
    for event in await ContractEvent.filter(contract_id=deal.id).order_by("sequence"):
        if event.kind in follower.kinds:
            async with in_transaction():
                await follower.follow(event)


async def test_an_agency_that_did_not_sign_loses_points(stack: Stack, deal: Deal) -> None:
    await deal.proposed(deal.owner)
    row = await deal.row()
    await settled_on(stack, row.sign_by + timedelta(days=1))
    assert (await deal.row()).status == "lapsed"
    reason = f"合同{row.number}:没有在{row.sign_by}前签订合同。"
    assert await entries(deal) == [("contract_lapsed", reason)]
    assert any("中选后因自身原因未签订合同" in text for text in await deal.told(deal.agency))
    await followed_again(deal)
    assert len(await entries(deal)) == 1


async def test_one_that_got_its_own_proposal_back_had_the_next_word(
    stack: Stack, deal: Deal
) -> None:
    body = await deal.proposed(deal.agency)
    await deal.done(deal.owner, "send-back", body | {"reason": "交付日请提前"})
    await settled_on(stack, (await deal.row()).sign_by + timedelta(days=1))
    assert [kind for kind, _ in await entries(deal)] == ["contract_lapsed"]


async def test_a_turn_that_came_at_the_last_moment_costs_nothing(stack: Stack, deal: Deal) -> None:
    sign_by = (await deal.row()).sign_by
    later = str(sign_by + timedelta(days=30))
    body = await deal.proposal(deal.owner, last_day=later, milestones=[])
    with on_the_day(sign_by, 23):
        await deal.owner.sign_in()
        await deal.done(deal.owner, "propose", body)
    await settled_on(stack, sign_by + timedelta(days=1))
    assert (await deal.row()).status == "lapsed"
    assert await entries(deal) == []


async def test_nobody_loses_for_an_owner_who_does_not_answer(stack: Stack, deal: Deal) -> None:
    await deal.proposed(deal.agency)
    # What it asks for besides does not make it the one who waits.
    await deal.done(deal.owner, "ending", {"reason": "项目取消"})
    await settled_on(stack, (await deal.row()).sign_by + timedelta(days=1))
    assert (await deal.row()).status == "lapsed"
    assert await entries(deal) == []


async def test_nobody_loses_where_nothing_was_proposed(stack: Stack, deal: Deal) -> None:
    await settled_on(stack, (await deal.row()).sign_by + timedelta(days=1))
    assert (await deal.row()).status == "lapsed"
    assert await entries(deal) == []


async def test_a_late_result_is_told_with_its_days(
    client: httpx.AsyncClient, stack: Stack, deal: Deal
) -> None:
    await deal.sign()
    await deal.deliver()
    early = clock.today() - timedelta(days=14)
    await type(await deal.row()).filter(id=deal.id).update(last_day=early)
    late = (await deal.done(deal.owner, "accept"))["days_late"]
    assert late >= 1
    await stack.settle()
    number = (await deal.row()).number
    assert await entries(deal) == [("result_late", f"合同{number}:成果逾期{late}个工作日交付。")]
    assert await score(client, str(deal.agency.agency_id)) == 95
    await followed_again(deal)
    assert len(await entries(deal)) == 1


async def test_a_result_in_time_costs_nothing(stack: Stack, deal: Deal) -> None:
    await deal.finish()
    await stack.settle()
    assert await entries(deal) == []


async def test_a_result_that_is_returned_too_often_costs_once(stack: Stack, deal: Deal) -> None:
    most = RULES.of(stack.app).returns.on(clock.today()).amount
    await deal.sign()
    for round_ in range(1, most + 2):
        await deal.deliver()
        await deal.done(deal.owner, "return", {"faults": ["缺少评估师签名"]})
        await stack.settle()
        kinds = [kind for kind, _ in await entries(deal)]
        assert kinds == (["result_returned"] if round_ >= most else [])


async def overdue(deal: Deal) -> date:
    """Signed, and never delivered; the day on which that costs points."""
    last = date.fromisoformat((await deal.sign())["last_day"])
    return last + RULES.of(deal.stack.app).overdue.on(last).span + timedelta(days=1)


async def test_what_is_never_delivered_costs_points_by_itself(
    client: httpx.AsyncClient, stack: Stack, deal: Deal, desk: Desk
) -> None:
    """Red before: nothing was entered until somebody accepted what never came."""
    day = await overdue(deal)
    row = await deal.row()
    await settled_on(stack, day - timedelta(days=1))
    assert await entries(deal) == []
    for _ in range(2):
        await settled_on(stack, day)
    reason = f"合同{row.number}:没有在{row.last_day}前交付成果,到{day}仍未交付。"
    assert await entries(deal) == [("result_late", reason)]
    with on_the_day(day):
        await desk.sign_in()
        await deal.agency.sign_in()
        listed = await desk.ok("GET", "/staff/v1/market/contracts?overdue=true")
        assert [one["id"] for one in listed["contracts"]] == [deal.id]
        (own,) = (await deal.agency.ok("GET", "/api/v1/market/agency/credit"))["entries"]
        assert own["can"] == ["object"]
        # What comes at last is no second lateness.
        await deal.deliver()
        await deal.owner.sign_in()
        await deal.done(deal.owner, "accept")
        await stack.settle()
        listed = await desk.ok("GET", "/staff/v1/market/contracts?overdue=true")
        assert listed["contracts"] == []
    await followed_again(deal)
    assert await entries(deal) == [("result_late", reason)]


async def test_a_worker_that_slept_for_a_month_finds_it_as_well(stack: Stack, deal: Deal) -> None:
    day = await overdue(deal)
    await settled_on(stack, day + timedelta(days=30))
    assert [kind for kind, _ in await entries(deal)] == ["result_late"]


async def test_the_desk_and_the_history_count_one_lateness_once(
    client: httpx.AsyncClient, stack: Stack, deal: Deal, desk: Desk
) -> None:
    """Red before: by its paper and by the contract it was entered twice."""
    day = await overdue(deal)
    agency = str(deal.agency.agency_id)
    path = f"/staff/v1/market/contracts/{deal.id}/credit-entries"
    late = {"kind": "result_late", "reason": "多次催告仍未交付。"}
    early = await desk.call("POST", path, late)
    assert fault_codes(early) == {"/kind": "not_in_contract"}
    paper = late | {"reference": "监〔9〕号"}
    by_paper = await desk.act(agency, "credit-entries", paper)
    assert fault_codes(by_paper) == {"/kind": "not_by_desk"}
    with on_the_day(day):
        await desk.sign_in()
        for _ in range(2):
            assert (await desk.ok("POST", path, late))["id"] == deal.id
        for kind in ("contract_lapsed", "result_returned", "false_material"):
            wrong = await desk.call("POST", path, late | {"kind": kind})
            assert fault_codes(wrong) == {"/kind": "not_in_contract"}
        await stack.settle()
        assert [kind for kind, _ in await entries(deal)] == ["result_late"]
        assert await score(client, agency) == 95


async def test_a_later_day_that_the_owner_agrees_to_takes_the_points_back(
    stack: Stack, deal: Deal
) -> None:
    day = await overdue(deal)
    later = day + timedelta(days=20)
    ask = {"last_day": str(later), "reason": "现场暂时不能进入"}
    await deal.done(deal.agency, "extension", ask)
    await settled_on(stack, day)
    assert (await CreditEntry.get()).lifted_at is None
    with on_the_day(day):
        await deal.owner.sign_in()
        await deal.done(deal.owner, "extension/answer", {"agreed": True})
        await stack.settle()
    assert (await CreditEntry.get()).lifted_by == "extended"
    # Late again, it counts again.
    span = RULES.of(stack.app).overdue.on(later).span
    await settled_on(stack, later + span + timedelta(days=1))
    assert (await CreditEntry.get()).lifted_by is None


async def test_the_longest_reason_of_the_desk_fits_behind_the_contract(
    stack: Stack, deal: Deal, desk: Desk
) -> None:
    await deal.proposed(deal.owner)
    await settled_on(stack, (await deal.row()).sign_by + timedelta(days=1))
    await CreditEntry.all().delete()
    path = f"/staff/v1/market/contracts/{deal.id}/credit-entries"
    body = {"kind": "contract_lapsed", "reason": "未" * 271}
    longer = await desk.call("POST", path, body)
    assert fault_codes(longer) == {"/reason": "string_too_long"}
    await desk.ok("POST", path, body | {"reason": "未" * 270})
    assert (await CreditEntry.get()).reason.endswith("未" * 270)
