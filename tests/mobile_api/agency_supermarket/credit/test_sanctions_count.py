"""A sanction costs points by itself, once, and gives them back when it is lifted."""

import asyncio
from datetime import timedelta

import httpx

from mobile_api.agency_supermarket.agencies.models import AgencyEvent
from mobile_api.agency_supermarket.credit.following import following
from mobile_api.agency_supermarket.credit.models import CreditEntry
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from tests.mobile_api.agency_supermarket.credit.entries import answered, score
from tests.mobile_api.agency_supermarket.market import Applicant, Desk
from tests.stack import Stack


async def test_each_sanction_is_entered_once_however_often_it_is_seen(
    stack: Stack, client: httpx.AsyncClient, applicant: Applicant, agency: str, desk: Desk
) -> None:
    await desk.order(agency, "warning", clock.today() + timedelta(days=20))
    await desk.order(agency, "suspension", clock.today() + timedelta(days=10))
    await stack.settle()
    assert await score(client, agency) == 80
    seen = await AgencyEvent.filter(agency_id=agency, kind__in=["warn", "suspend"])

    async def again(event: AgencyEvent) -> None:
        async with in_transaction():
            await following()[0].follow(event)

    await asyncio.gather(*(again(event) for event in [*seen, *seen]))
    assert await score(client, agency) == 80
    assert (await applicant.told()).count("信用记分通知") == 2


async def test_a_sanction_that_was_wrong_gives_its_points_back(
    stack: Stack,
    client: httpx.AsyncClient,
    applicant: Applicant,
    agency: str,
    desk: Desk,
    supervisor: Desk,
) -> None:
    sanction = await desk.order(agency, "suspension", clock.today() + timedelta(days=10))
    await stack.settle()
    assert await score(client, agency) == 85
    objection = {"text": "报告没有问题,请核实。"}
    await applicant.call("POST", f"/sanctions/{sanction}/object", objection)
    answer = {"upheld": True, "answer": "经核实,报告无误。"}
    await supervisor.done(agency, f"sanctions/{sanction}/answer", answer)
    await stack.settle()
    assert await score(client, agency) == 100
    assert (await CreditEntry.get()).lifted_by == "sanction_lifted"


async def test_one_lifted_before_it_was_seen_never_counts(
    stack: Stack,
    client: httpx.AsyncClient,
    applicant: Applicant,
    agency: str,
    desk: Desk,
    supervisor: Desk,
) -> None:
    sanction = await desk.order(agency, "warning", clock.today() + timedelta(days=10))
    await applicant.call("POST", f"/sanctions/{sanction}/object", {"text": "我们没有违规。"})
    await supervisor.done(
        agency, f"sanctions/{sanction}/answer", {"upheld": True, "answer": "经核实无误。"}
    )
    await stack.settle()
    assert not await CreditEntry.exists()
    assert await score(client, agency) == 100


async def test_who_ordered_it_answers_nothing_about_its_points(
    stack: Stack, applicant: Applicant, agency: str, desk: Desk, supervisor: Desk
) -> None:
    await desk.order(agency, "suspension", clock.today() + timedelta(days=10))
    await stack.settle()
    entry = (await CreditEntry.get()).id
    await applicant.call("POST", f"/credit-entries/{entry}/object", {"text": "报告没有问题。"})
    body = {"upheld": False, "answer": "经复核,报告有误。"}
    own = await answered(desk, f"credit-entries/{entry}/answer", body)
    assert own.json()["code"] == "own_credit_entry"
    assert (await answered(supervisor, f"credit-entries/{entry}/answer", body)).is_success
