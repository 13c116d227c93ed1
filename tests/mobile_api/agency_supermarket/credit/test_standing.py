"""What too few points ask for follows from how they stand, in whatever order things happened."""

from datetime import timedelta
from typing import Any

from mobile_api.agency_supermarket.agencies.models import Agency, Sanction
from mobile_api.agency_supermarket.credit import following
from mobile_api.agency_supermarket.credit.models import CreditDay, CreditEffect, CreditEntry
from mobile_api.agency_supermarket.credit.rules import RULES, CreditRules
from mobile_api.agency_supermarket.credit.states import CreditKind
from mobile_api.shared import clock
from tests.mobile_api.agency_supermarket.contracting import on_the_day
from tests.mobile_api.agency_supermarket.credit.entries import lose
from tests.mobile_api.agency_supermarket.credit.test_effects import lose_many, status
from tests.mobile_api.agency_supermarket.market import Applicant, Desk
from tests.stack import Stack


async def looked_at(stack: Stack) -> None:
    """The look of the day, and what follows from it."""
    await following.begin_days()
    await stack.settle()


def with_lines(stack: Stack, *below: int) -> CreditRules:
    """The usual rules, with these lines instead of 80, 60 and 40."""
    rules = RULES.of(stack.app)
    said: dict[str, Any] = rules.model_dump(mode="json", by_alias=True)
    for line, points in zip(said["lines"][0]["lines"], below, strict=True):
        line["below"] = points
    return CreditRules.model_validate_json(
        CreditRules.model_validate(said).model_dump_json(by_alias=True)
    )


async def test_points_lost_under_a_suspension_warn_when_it_is_over(
    stack: Stack, agency: str, desk: Desk
) -> None:
    """Red before: the line was crossed while nobody could be warned, and never again."""
    last_day = clock.today() + timedelta(days=3)
    await desk.order(agency, "suspension", last_day)
    await stack.settle()
    await lose(agency, CreditKind.contract_lapsed)
    assert (await status(agency), await Sanction.all().count()) == ("suspended", 1)
    with on_the_day(last_day + timedelta(days=1), 1):
        await stack.settle()
        assert await status(agency) == "warned"
    assert "信用分为75分" in (await Sanction.get(kind="warning")).reason


async def test_who_leaves_and_comes_again_has_its_warning_again(
    stack: Stack, applicant: Applicant, agency: str, desk: Desk
) -> None:
    """Red before: it stood there as if nothing had been."""
    await lose(agency, CreditKind.false_material)
    assert await status(agency) == "warned"
    assert (await applicant.call("POST", "/leave", {"reason": "暂停业务"})).is_success
    assert (await applicant.call("POST", "/apply")).is_success
    await desk.done(agency, "list")
    assert await status(agency) == "listed"
    await stack.settle()
    assert (await status(agency), await Sanction.all().count()) == ("warned", 1)
    sanction = await Sanction.get()
    with on_the_day(sanction.last_day + timedelta(days=1), 1):
        await looked_at(stack)
        # It has lasted as long as the rule says, though the points are not there again.
        assert (await status(agency), await Sanction.all().count()) == ("listed", 1)


async def test_points_lost_while_it_was_away_count_when_it_comes_again(
    stack: Stack, applicant: Applicant, agency: str, desk: Desk
) -> None:
    assert (await applicant.call("POST", "/leave", {"reason": "暂停业务"})).is_success
    await lose_many(agency, CreditKind.false_material, 2)
    assert not await CreditEffect.exists()
    assert (await applicant.call("POST", "/apply")).is_success
    await desk.done(agency, "list")
    await stack.settle()
    kinds = {str(one.kind) for one in await CreditEffect.all()}
    assert (await status(agency), kinds) == ("warned", {"suspension", "warning"})


async def test_points_that_run_out_at_midnight_take_the_warning_with_them(
    stack: Stack, agency: str
) -> None:
    """Red before: nothing was lifted, so nobody looked."""
    await lose(agency, CreditKind.false_material)
    await CreditEntry.all().update(counts_until=clock.today())
    await looked_at(stack)
    assert await status(agency) == "warned"
    with on_the_day(clock.today() + timedelta(days=1), 0):
        await looked_at(stack)
        assert await status(agency) == "listed"
        # And another fall is another warning.
        await lose(agency, CreditKind.price_fraud)
        assert (await status(agency), await Sanction.all().count()) == ("warned", 2)
        assert await CreditDay.all().count() == 2


async def test_another_line_in_the_rules_is_seen_the_same_day(stack: Stack, agency: str) -> None:
    """Red before: nobody crossed it, so that it held for nobody."""
    await lose(agency, CreditKind.contract_lapsed)
    with stack.having(RULES, with_lines(stack, 95, 60, 40)):
        await looked_at(stack)
        assert await status(agency) == "warned"
    tomorrow = clock.today() + timedelta(days=1)
    with stack.having(RULES, with_lines(stack, 70, 60, 40)), on_the_day(tomorrow, 1):
        await looked_at(stack)
    assert await status(agency) == "listed"


async def test_a_warning_that_fell_does_not_return_after_something_heavier(
    stack: Stack, applicant: Applicant, agency: str, desk: Desk, supervisor: Desk
) -> None:
    """Red before: a lifted suspension brought a warning back for which the points were there."""
    await lose(agency, CreditKind.false_material)
    suspension = await desk.order(agency, "suspension", clock.today() + timedelta(days=30))
    await CreditEntry.all().update(counts_until=clock.today() - timedelta(days=1))
    await looked_at(stack)
    objection = {"text": "报告没有问题,请核实。"}
    await applicant.call("POST", f"/sanctions/{suspension}/object", objection)
    answer = {"upheld": True, "answer": "经核实,报告无误。"}
    await supervisor.done(agency, f"sanctions/{suspension}/answer", answer)
    assert await status(agency) == "listed"


async def test_the_look_goes_through_all_some_at_a_time(
    stack: Stack, agency: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr(following, "AT_A_TIME", 1)
    await Agency.filter(id=agency).update(status="listed")
    await CreditEntry.create(
        agency_id=agency,
        kind=CreditKind.false_material,
        points=-30,
        reason="经核实属实。",
        reference="paper:1",
        entered_by="system",
        entered_at=clock.now(),
        counts_from=clock.today(),
        told_until=clock.today(),
        counts_until=clock.today(),
        object_by=clock.today(),
    )
    for _ in range(2):
        await looked_at(stack)
    assert (await status(agency), await CreditDay.all().count()) == ("warned", 1)
