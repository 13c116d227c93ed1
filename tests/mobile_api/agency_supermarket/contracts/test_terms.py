"""What comes by itself: reminders, the end of the time for signing, an owner who is silent."""

from datetime import date, timedelta

import pytest

from mobile_api.agency_supermarket.contracts.acts.serving import days_late
from mobile_api.agency_supermarket.contracts.following import CONTRACTS, look
from mobile_api.agency_supermarket.contracts.history import CONTRACT_LOG, events_of
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.shared import clock
from mobile_api.shared.due.claims import claim
from tests.mobile_api.agency_supermarket.contracting import Deal, on_the_day
from tests.stack import Stack


async def settled_on(stack: Stack, day: date) -> None:
    with on_the_day(day, 1):
        await stack.settle()


async def test_both_are_reminded_and_then_it_lapses(stack: Stack, deal: Deal) -> None:
    sign_by = (await deal.row()).sign_by
    await settled_on(stack, sign_by - timedelta(days=5))
    for who in (deal.owner, deal.agency):
        assert any("合同还没有签订" in text for text in await deal.told(who))
    await settled_on(stack, sign_by)
    assert (await deal.row()).status == "awaited"
    await settled_on(stack, sign_by + timedelta(days=1))
    row = await deal.row()
    assert (row.status, row.due_at) == ("lapsed", None)
    text = (await events_of(row.id))[-1].public_text
    assert "双方没有" in text and "提出合同" in text
    for who in (deal.owner, deal.agency):
        assert any("合同未签订" in one for one in await deal.told(who))


async def test_who_had_not_acted_is_written(stack: Stack, deal: Deal) -> None:
    await deal.done(deal.agency, "propose", await deal.proposal(deal.agency))
    sign_by = (await deal.row()).sign_by
    await settled_on(stack, sign_by + timedelta(days=1))
    text = (await events_of((await deal.row()).id))[-1].public_text
    assert "采购人没有" in text and "确认" in text


async def test_after_the_last_day_nobody_signs_though_no_worker_ran(deal: Deal) -> None:
    made = await deal.done(deal.agency, "propose", await deal.proposal(deal.agency))
    with on_the_day((await deal.row()).sign_by + timedelta(days=1)):
        await deal.owner.sign_in()
        seen = await deal.see(deal.owner)
        assert seen["is_overdue"] and "confirm" not in seen["can"]
        body = {"proposal": made["proposal"]}
        assert await deal.refused(deal.owner, "confirm", body) == "signing_over"


async def test_what_was_signed_before_the_worker_came_stays(stack: Stack, deal: Deal) -> None:
    """It had claimed the contract already when the owner confirmed."""
    late = str(clock.today() + timedelta(days=90))
    body = await deal.proposal(deal.agency, last_day=late)
    made = await deal.done(deal.agency, "propose", body)
    sign_by = (await deal.row()).sign_by
    await settled_on(stack, sign_by - timedelta(days=5))
    with on_the_day(sign_by + timedelta(days=1), 0):
        (held,) = await claim(Contract, limit=9, lease=CONTRACTS.lease)
    with on_the_day(sign_by, 23):
        await deal.owner.sign_in()
        await deal.done(deal.owner, "confirm", {"proposal": made["proposal"]})
    with on_the_day(sign_by + timedelta(days=1), 0):
        assert await look(held) == "changed_before"
    row = await deal.row()
    assert row.status == "in_force" and row.due_at is not None
    assert CONTRACT_LOG.first_fault(row, await events_of(row.id)) is None


async def test_what_has_lapsed_is_not_confirmed(stack: Stack, deal: Deal) -> None:
    """By an owner whose day was not over when they read it, and who waited for the row."""
    made = await deal.done(deal.agency, "propose", await deal.proposal(deal.agency))
    sign_by = (await deal.row()).sign_by
    await settled_on(stack, sign_by + timedelta(days=1))
    with on_the_day(sign_by, 23):
        await deal.owner.sign_in()
        code = await deal.refused(deal.owner, "confirm", {"proposal": made["proposal"]})
    assert code == "contract_move_not_allowed"
    assert (await deal.row()).status == "lapsed"


async def test_an_agency_is_reminded_and_its_delay_is_seen_by_both(
    stack: Stack, deal: Deal
) -> None:
    await deal.sign()
    last = (await deal.row()).last_day
    assert last is not None
    await settled_on(stack, last - timedelta(days=2))
    assert any("约定的交付日将到" in text for text in await deal.told(deal.agency))
    await settled_on(stack, last + timedelta(days=1))
    assert any("已过约定的交付日" in text for text in await deal.told(deal.agency))
    assert any("机构没有在约定的" in text for text in await deal.told(deal.owner))
    row = await deal.row()
    # Five days more, and it costs points by itself.
    assert (row.status, row.due_at) == ("in_force", clock.end_of(last + timedelta(days=5)))
    with on_the_day(last + timedelta(days=1)):
        for who in (deal.owner, deal.agency):
            await who.sign_in()
            assert (await deal.see(who))["is_overdue"]


async def test_silence_accepts_nothing(stack: Stack, deal: Deal) -> None:
    await deal.sign()
    await deal.deliver()
    day = (await deal.row()).review_by
    assert day is not None
    day += timedelta(days=1)
    for _ in range(8):
        await settled_on(stack, day)
        day += timedelta(days=5)
    row = await deal.row()
    assert (row.status, row.reminders, row.due_at) == ("delivered", 6, None)
    owner = [text for text in await deal.told(deal.owner) if "沉默不视为验收" in text]
    agency = [text for text in await deal.told(deal.agency) if "已提醒采购人" in text]
    assert (len(owner), len(agency)) == (6, 1)
    with on_the_day(day):
        await deal.agency.sign_in()
        assert (await deal.see(deal.agency))["is_overdue"]


async def test_another_wait_has_reminders_of_its_own(stack: Stack, deal: Deal) -> None:
    await deal.sign()
    await deal.deliver()
    before = (await deal.row()).due_at
    await deal.done(deal.owner, "return", {"faults": ["缺少签名"]})
    row = await deal.row()
    assert row.due_at is not None and row.due_at != before
    await deal.deliver()
    await deal.done(deal.owner, "accept")
    assert (await deal.row()).due_at is None


@pytest.mark.standing_at("2026-11-24T10:00+08:00")
@pytest.mark.parametrize(
    ("last_day", "delivered_on", "days"),
    [
        # A Friday and the Monday after it; a Saturday runs to that Monday by itself.
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 21), date(2026, 11, 23), 0),
        (date(2026, 11, 21), date(2026, 11, 24), 1),
        (date(2026, 11, 20), date(2026, 11, 22), 0),
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        # National Day: the 8th is the first working day, the 10th, a Saturday, is one as well.
        (date(2026, 9, 30), date(2026, 10, 10), 3),
    ],
)
async def test_days_late(stack: Stack, last_day: date, delivered_on: date, days: int) -> None:
    assert await days_late(last_day, delivered_on) == days
