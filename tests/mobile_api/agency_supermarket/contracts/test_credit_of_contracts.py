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
