"""What is meant for another city is accepted there or, once it came back, here, and never twice."""

from datetime import timedelta
from typing import Any

import pytest

from mobile_api.cases.models import ClockSegment
from mobile_api.cases.states import CaseStatus
from mobile_api.handoff.models import OutgoingMessage
from mobile_api.handoff.partners.models import Agreement
from mobile_api.handoff.states import MessageState
from mobile_api.shared import clock
from tests.mobile_api.handoff.outgoing.handed import REGION, Handed
from tests.stack import Stack

WHY = {"reason": "由本窗口继续办理"}
# Five working days, whatever holidays lie between.
DAYS_OF_SILENCE = timedelta(days=20)


async def days_later(stack: Stack) -> None:
    with clock.standing_at(clock.now() + DAYS_OF_SILENCE):
        await stack.settle()


async def refusal(handed: Handed, act: str, body: dict[str, Any] | None = None) -> str:
    answer = await handed.colleague.move(handed.case_id, act, body)
    return "" if answer.is_success else str(answer.json()["code"])


async def take_back(handed: Handed) -> Any:
    path = f"/staff/v1/handoffs/{(await handed.row()).id}/take-back"
    return await handed.colleague.ok("POST", path, WHY)


async def test_silence_does_not_accept_what_is_meant_for_elsewhere(handed: Handed) -> None:
    await handed.submitted()
    await days_later(handed.stack)
    assert (await handed.case()).status is CaseStatus.submitted
    assert (await handed.hand_off()).is_success
    assert (await handed.case()).status is CaseStatus.transferred


async def test_the_window_neither_accepts_nor_declines_it(handed: Handed) -> None:
    await handed.submitted()
    await handed.colleague.move(handed.case_id, "pass-pre-review")
    assert await refusal(handed, "accept") == "for_another_city"
    assert await refusal(handed, "decline-acceptance", WHY) == "for_another_city"
    assert (await handed.case()).status is CaseStatus.pre_reviewed


async def test_nor_while_a_correction_waits_to_be_sent(handed: Handed) -> None:
    await handed.asked()
    await handed.citizen.ok("POST", f"{handed.own}/submit")
    assert await refusal(handed, "decline-acceptance", WHY) == "for_another_city"
    await days_later(handed.stack)
    assert (await handed.case()).status is CaseStatus.submitted


async def test_what_came_back_is_answered_in_time_here(handed: Handed) -> None:
    await handed.city.misbehave(refuse="draining")
    await handed.sent()
    [running] = await ClockSegment.filter(kind="notice", ended_on=None)
    assert (running.started_on, running.due_at is None) == (clock.today(), False)
    await days_later(handed.stack)
    assert (await handed.case()).status is CaseStatus.accepted


async def test_what_came_back_may_be_accepted_here(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("returned", facts={"codes": ["item_gone"]})
    assert await refusal(handed, "pass-pre-review") == ""
    assert await refusal(handed, "accept") == ""


async def test_what_came_back_and_goes_again_stands_still_here(handed: Handed) -> None:
    await handed.city.misbehave(refuse="draining")
    await handed.sent()
    assert (await handed.hand_off(region_code=REGION)).is_success
    assert not await ClockSegment.filter(kind="notice", ended_on=None).exists()
    await days_later(handed.stack)
    assert (await handed.case()).status is CaseStatus.transferred


async def test_a_correction_of_no_use_stays_the_home_citys(handed: Handed) -> None:
    await handed.asked()
    await handed.corrected()
    await handed.stack.settle()
    await handed.tell("correction_returned", facts={"round": 1, "codes": ["material_differs"]})
    assert not await ClockSegment.filter(kind="notice", ended_on=None).exists()
    assert await refusal(handed, "decline-acceptance", WHY) == "for_another_city"


async def test_what_nobody_takes_today_is_taken_back(handed: Handed) -> None:
    await handed.submitted()
    await Agreement.all().update(ended_on=clock.today())
    assert (await handed.hand_off()).json()["code"] == "place_not_agreed"
    assert (await take_back(handed))["status"] == "returned"
    assert await refusal(handed, "pass-pre-review") == ""
    assert await refusal(handed, "accept") == ""


@pytest.mark.parametrize("by", ["window", "operators"])
async def test_a_case_taken_back_never_goes_again(handed: Handed, by: str) -> None:
    await handed.city.fail("error", code=503, times=100)
    await handed.sent()
    for hours in (1, 90):
        with clock.standing_at(clock.now() + timedelta(hours=hours)):
            await handed.stack.settle()
    assert (await handed.view())["status"] == "undeliverable"
    await take_back(handed)
    await handed.city.behave()
    await handed.stack.settle()
    path = "/staff/v1/partners/linjiang/replay"
    if by == "window":
        path = f"/staff/v1/handoffs/{(await handed.row()).id}/send-again"
    await handed.colleague.call("POST", path, WHY)
    await handed.stack.settle()
    assert await handed.taken("case") == []
    case_message = await OutgoingMessage.get(kind="case")
    assert case_message.state is MessageState.undeliverable
