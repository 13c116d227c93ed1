"""Below a line: a warning by the rule, once; what bars an agency waits for desk and hearing."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx

from mobile_api.agency_supermarket.agencies.models import Agency, Sanction
from mobile_api.agency_supermarket.credit.models import CreditEffect, CreditEntry
from mobile_api.agency_supermarket.credit.states import CreditKind
from mobile_api.shared import clock
from tests.mobile_api.agency_supermarket.credit.entries import (
    answered,
    entered,
    lose,
    own_credit,
    score,
)
from tests.mobile_api.agency_supermarket.market import Applicant, Desk
from tests.stack import Stack

UPHELD = {"upheld": True, "answer": "经复核,材料属实。"}


async def lose_many(agency: str, kind: CreditKind, times: int) -> None:
    for number in range(times):
        await lose(agency, kind, f"paper-{number}")


async def status(agency: str) -> str:
    return str((await Agency.get(id=agency)).status)


async def a_hearing(agency: str) -> CreditEffect:
    """40 points: a suspension is proposed."""
    await lose_many(agency, CreditKind.false_material, 2)
    return await CreditEffect.get(outcome=None)


async def decide(desk: Desk, effect: CreditEffect, *, order: bool) -> httpx.Response:
    body: dict[str, Any] = {"order": order, "reason": "多次提供虚假材料。"}
    if order:
        body["last_day"] = str(clock.today() + timedelta(days=30))
    return await answered(desk, f"credit-effects/{effect.id}/decide", body)


async def test_the_rule_warns_once_for_each_crossing(
    stack: Stack, client: httpx.AsyncClient, applicant: Applicant, agency: str
) -> None:
    await lose_many(agency, CreditKind.contract_lapsed, 2)
    # 80 points are not fewer than 80.
    assert (await status(agency), await score(client, agency)) == ("listed", 80)
    await lose(agency, CreditKind.result_late)
    assert await status(agency) == "warned"
    await lose(agency, CreditKind.result_returned)
    await stack.settle()
    assert await Sanction.all().count() == 1
    # The warning that the points led to costs no points itself.
    assert await score(client, agency) == 70
    assert "中介超市处理通知" in await applicant.told()
    assert "信用分为75分" in (await Sanction.get()).reason


async def test_a_warning_falls_with_the_points_that_led_to_it(
    applicant: Applicant, agency: str, desk: Desk, supervisor: Desk
) -> None:
    entry = await entered(desk, agency, "false_material")
    assert await status(agency) == "warned"
    await applicant.call("POST", f"/credit-entries/{entry}/object", {"text": "材料是真实的。"})
    await answered(supervisor, f"credit-entries/{entry}/answer", UPHELD)
    assert await status(agency) == "listed"
    assert (await Sanction.get()).lifted_at is not None


async def test_nobody_is_barred_before_a_hearing(
    stack: Stack, client: httpx.AsyncClient, applicant: Applicant, agency: str, desk: Desk
) -> None:
    effect = await a_hearing(agency)
    assert (effect.kind, effect.score, await status(agency)) == ("suspension", 40, "warned")
    early = await decide(desk, effect, order=True)
    assert early.json()["code"] == "credit_hearing_open"
    assert (await own_credit(applicant))["effects"][0]["can"] == ["state"]
    queue = await desk.ok("GET", "/staff/v1/market/credit-queue?what=hearings")
    assert [one["id"] for one in queue["tasks"]] == [str(effect.id)]
    path = f"/credit-effects/{effect.id}/state"
    for _ in range(2):
        made = await applicant.call("POST", path, {"text": "第二份材料并非我们提供。"})
        assert made.is_success, made.text
    both = await asyncio.gather(*(decide(desk, effect, order=True) for _ in range(2)))
    assert sorted(one.status_code for one in both) == [200, 409]
    await stack.settle()
    # The suspension for too few points takes no more of them.
    assert (await status(agency), await score(client, agency)) == ("suspended", 40)
    assert "拟处理告知" in await applicant.told()


async def test_whoever_says_nothing_lets_the_days_pass(
    agency: str, applicant: Applicant, desk: Desk
) -> None:
    effect = await a_hearing(agency)
    await CreditEffect.filter(id=effect.id).update(hear_by=clock.today() - timedelta(days=1))
    late = await applicant.call(
        "POST", f"/credit-effects/{effect.id}/state", {"text": "我们不同意。"}
    )
    assert late.json()["code"] == "credit_hearing_over"
    assert (await decide(desk, effect, order=False)).json()["outcome"] == "dismissed"
    assert await status(agency) == "warned"
    assert "拟处理结果" in await applicant.told()


async def test_what_is_proposed_falls_when_the_points_are_there_again(
    agency: str, applicant: Applicant, desk: Desk, supervisor: Desk
) -> None:
    entry = await entered(desk, agency, "false_material")
    await lose(agency, CreditKind.price_fraud)
    effect = await CreditEffect.get(outcome=None)
    await applicant.call("POST", f"/credit-entries/{entry}/object", {"text": "材料是真实的。"})
    await answered(supervisor, f"credit-entries/{entry}/answer", UPHELD)
    await effect.refresh_from_db()
    # 70 points: no suspension any more, but still a warning.
    assert (effect.outcome, await status(agency)) == ("recovered", "warned")
    assert (await decide(desk, effect, order=True)).json()["code"] == "credit_effect_decided"


async def test_at_the_lowest_line_the_heaviest_is_proposed(agency: str) -> None:
    await lose_many(agency, CreditKind.false_material, 3)
    kinds = [one.kind for one in await CreditEffect.filter(outcome=None).order_by("opened_at")]
    assert kinds == ["suspension", "blacklisting"]
    await lose(agency, CreditKind.price_fraud)
    assert await CreditEffect.filter(outcome=None).count() == 2
    assert await CreditEntry.all().count() == 4


async def test_what_was_dismissed_is_not_proposed_again_for_a_few_points_more(
    agency: str, applicant: Applicant, desk: Desk
) -> None:
    await lose(agency, CreditKind.false_material)
    await lose(agency, CreditKind.contract_lapsed)
    assert not await CreditEffect.exists(outcome=None)
    await lose(agency, CreditKind.result_late)
    effect = await CreditEffect.get(outcome=None)
    path = f"/credit-effects/{effect.id}/state"
    assert (await applicant.call("POST", path, {"text": "已经全部整改。"})).is_success
    assert (await decide(desk, effect, order=False)).is_success
    await lose(agency, CreditKind.result_returned)
    assert not await CreditEffect.exists(outcome=None)


async def test_who_entered_the_points_does_not_decide_what_follows(
    agency: str, applicant: Applicant, desk: Desk, supervisor: Desk
) -> None:
    await entered(desk, agency, "false_material")
    await lose(agency, CreditKind.price_fraud)
    effect = await CreditEffect.get(outcome=None)
    path = f"/credit-effects/{effect.id}/state"
    assert (await applicant.call("POST", path, {"text": "已经全部整改。"})).is_success
    assert (await decide(desk, effect, order=True)).json()["code"] == "own_credit_entry"
    assert (await decide(supervisor, effect, order=True)).json()["outcome"] == "ordered"


async def test_nothing_is_ordered_for_points_that_are_there_again(
    agency: str, applicant: Applicant, desk: Desk
) -> None:
    effect = await a_hearing(agency)
    path = f"/credit-effects/{effect.id}/state"
    assert (await applicant.call("POST", path, {"text": "已经全部整改。"})).is_success
    # An entry has run out, and no one was lifted.
    run_out = await CreditEntry.filter(points=-30).first()
    assert run_out is not None
    yesterday = clock.today() - timedelta(days=1)
    await CreditEntry.filter(id=run_out.id).update(counts_until=yesterday)
    assert (await decide(desk, effect, order=True)).json()["outcome"] == "recovered"
    assert not await Sanction.exists(kind="suspension")
