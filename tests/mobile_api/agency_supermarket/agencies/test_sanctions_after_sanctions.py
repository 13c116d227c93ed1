"""An objection that was right leaves what was ordered before, as long as that is in term."""

from datetime import timedelta

import httpx

from mobile_api.agency_supermarket.agencies.models import Agency, AgencyEvent, Sanction
from mobile_api.shared import clock
from mobile_api.shared.clock import end_of
from tests.mobile_api.agency_supermarket.market import Applicant, Desk
from tests.stack import Stack

UPHELD = {"upheld": True, "answer": "经核实,报告无误。"}


async def upheld(applicant: Applicant, other: Desk, agency: str, sanction: str) -> httpx.Response:
    objection = {"text": "报告没有问题,请核实。"}
    assert (await applicant.call("POST", f"/sanctions/{sanction}/object", objection)).is_success
    return await other.act(agency, f"sanctions/{sanction}/answer", UPHELD)


async def status(agency: str) -> str:
    return str((await Agency.get(id=agency)).status)


async def test_the_one_before_is_in_force_again_till_its_day(
    stack: Stack, applicant: Applicant, agency: str, desk: Desk, supervisor: Desk
) -> None:
    days = clock.today() + timedelta(days=30), clock.today() + timedelta(days=20)
    warning = await desk.order(agency, "warning", days[0])
    suspension = await desk.order(agency, "suspension", days[1])
    blacklisting = await desk.order(agency, "blacklisting")
    assert (await upheld(applicant, supervisor, agency, blacklisting)).is_success
    assert await status(agency) == "suspended"
    assert (await Sanction.get(id=suspension)).due_at == end_of(days[1])
    assert (await upheld(applicant, supervisor, agency, suspension)).is_success
    assert await status(agency) == "warned"
    assert (await Sanction.get(id=suspension)).due_at is None
    with clock.standing_at(end_of(days[0])):
        await stack.settle()
    assert await status(agency) == "listed"
    assert (await Sanction.get(id=warning)).due_at is None


async def test_one_whose_term_is_over_comes_not_back(
    stack: Stack, applicant: Applicant, agency: str, desk: Desk, supervisor: Desk
) -> None:
    warning = await desk.order(agency, "warning", clock.today() + timedelta(days=1))
    suspension = await desk.order(agency, "suspension", clock.today() + timedelta(days=30))
    yesterday = clock.today() - timedelta(days=1)
    await Sanction.filter(id=warning).update(last_day=yesterday)
    assert (await upheld(applicant, supervisor, agency, suspension)).is_success
    assert await status(agency) == "listed"


async def test_an_agency_that_left_is_answered_all_the_same(
    applicant: Applicant, agency: str, desk: Desk, supervisor: Desk
) -> None:
    warning = await desk.order(agency, "warning", clock.today() + timedelta(days=30))
    await Agency.filter(id=agency).update(status="left")
    assert (await upheld(applicant, supervisor, agency, warning)).is_success
    assert await status(agency) == "left"
    sanction = await Sanction.get(id=warning)
    assert (sanction.due_at, sanction.lifted_at is None) == (None, False)
    assert await AgencyEvent.exists(agency_id=agency, kind="answer_objection")
