"""Messages that cross, and two who do the same at once: what is true is told, once."""

import asyncio

from mobile_api.cases.states import CaseStatus
from mobile_api.handoff.states import HandoffStatus
from tests.mobile_api.handoff.outgoing.handed import Handed


async def test_a_withdrawal_is_asked_there_and_confirmed(handed: Handed) -> None:
    await handed.sent()
    await handed.citizen.ok("POST", f"{handed.own}/withdraw")
    await handed.stack.settle()
    assert (await handed.view())["withdrawal_asked_at"] is not None
    assert (await handed.case()).status is CaseStatus.transferred
    assert len(await handed.taken("withdrawal")) == 1
    await handed.tell("withdrawn")
    assert (await handed.case()).status is CaseStatus.withdrawn
    assert (await handed.view())["status"] == "withdrawn"


async def test_asked_twice_it_is_told_once(handed: Handed) -> None:
    await handed.sent()
    for _ in range(2):
        await handed.citizen.ok("POST", f"{handed.own}/withdraw")
    await handed.stack.settle()
    assert len(await handed.taken("withdrawal")) == 1


async def test_a_withdrawal_that_was_too_late_is_told(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("checked")
    await handed.citizen.ok("POST", f"{handed.own}/withdraw")
    await handed.tell("decided")
    await handed.tell("withdrawal_refused")
    view = await handed.view()
    assert (view["status"], view["withdrawal_asked_at"]) == ("decided", None)
    assert (await handed.case()).outcome == "approved"
    assert "不能撤回" in (await handed.texts())[-1]


async def test_withdrawn_here_while_it_is_decided_there(handed: Handed) -> None:
    await handed.asked()
    await handed.citizen.ok("POST", f"{handed.own}/withdraw")
    await handed.stack.settle()
    assert (await handed.case()).status is CaseStatus.withdrawn
    await handed.tell("decided")
    await handed.tell("withdrawal_refused")
    case, view = await handed.case(), await handed.view()
    assert (case.status, case.outcome) == (CaseStatus.withdrawn, "approved")
    assert (view["status"], view["problem"]) == ("decided", "messages_crossed")
    assert len(await handed.taken("withdrawal")) == 1
    await handed.tell("delivered")
    assert "结果已送达" in (await handed.texts())[-1]


async def test_corrected_here_while_it_is_withdrawn_there(handed: Handed) -> None:
    await handed.asked()
    await handed.tell("withdrawn")
    assert (await handed.case()).status is CaseStatus.withdrawn
    assert (await handed.citizen.call("POST", f"{handed.own}/submit")).status_code == 409
    assert await handed.taken("correction") == []


async def test_declined_there_while_the_window_has_the_correction(handed: Handed) -> None:
    await handed.asked()
    await handed.citizen.ok("POST", f"{handed.own}/submit")
    await handed.tell("declined", plain={"reason": "逾期未补正。", "advice": ""})
    assert (await handed.case()).status is CaseStatus.declined
    assert (await handed.hand_off()).status_code == 409


async def test_refused_there_while_it_was_asked_back(handed: Handed) -> None:
    await handed.submitted()
    await handed.city.misbehave(refuse="draining")
    await handed.hand_off()
    await handed.citizen.ok("POST", f"{handed.own}/withdraw")
    await handed.stack.settle()
    assert (await handed.case()).status is CaseStatus.withdrawn
    assert (await handed.row()).status is HandoffStatus.withdrawn


async def test_two_windows_at_once_hand_it_off_once(handed: Handed) -> None:
    await handed.submitted()
    answers = await asyncio.gather(*(handed.hand_off() for _ in range(4)))
    assert {one.status_code for one in answers} == {200}
    assert len(await handed.messages()) == 1
    assert sum("已转到邻江市" in text for text in await handed.texts()) == 1


async def test_handed_off_and_withdrawn_at_once_ends_in_one(handed: Handed) -> None:
    await handed.submitted()
    withdraw = handed.citizen.call("POST", f"{handed.own}/withdraw")
    off, back = await asyncio.gather(handed.hand_off(), withdraw)
    await handed.stack.settle()
    assert back.is_success
    kinds = [one["kind"] for one in await handed.taken()]
    assert kinds == (["case", "withdrawal"] if off.is_success else [])
