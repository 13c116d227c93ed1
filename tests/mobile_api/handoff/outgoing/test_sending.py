"""Messages go out in their order, once in effect, whatever the line and the other city do."""

from datetime import timedelta
from typing import Any

import pytest

from mobile_api.cases.states import CaseStatus
from mobile_api.handoff.models import OutgoingMessage, StoredReceipt
from mobile_api.handoff.outgoing.sending import MESSAGES, send
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.partners.states import PartnerState
from mobile_api.handoff.states import HandoffStatus, MessageState
from mobile_api.shared import clock
from mobile_api.shared.due.claims import claim
from mobile_api.shared.due.working import work_off
from tests.cutting import Counted
from tests.mobile_api.handoff.outgoing.handed import REGION, Handed

_HOUR = timedelta(hours=1)


async def _handed_off(handed: Handed) -> OutgoingMessage:
    """Handed off and not sent yet."""
    await handed.submitted()
    assert (await handed.hand_off()).is_success
    [message] = await handed.messages()
    return message


async def _after(handed: Handed, wait: timedelta) -> None:
    """What is due when that time has passed."""
    with clock.standing_at(clock.now() + wait):
        await handed.stack.settle()


async def _message() -> OutgoingMessage:
    return await OutgoingMessage.get(kind="case")


MISDEEDS: dict[str, dict[str, Any]] = {
    "unsigned": {"signing": {"unsigned": True}},
    "another key": {"signing": {"key": "stranger"}},
    "bound to another request": {"bound_to": "other"},
    "another message": {"says": {"message_id": "0190a0a0-0000-7000-8000-00000000000a"}},
    "another digest": {"says": {"request_digest": "0" * 64}},
    "forged": {"receipt": "forged"},
    "changed": {"changed_body": True},
}


@pytest.mark.parametrize("misdeed", MISDEEDS)
async def test_an_answer_that_does_not_hold_is_asked_for_again(
    handed: Handed, misdeed: str
) -> None:
    await _handed_off(handed)
    await handed.city.misbehave(**MISDEEDS[misdeed])
    await handed.stack.settle()
    assert (await _message()).state is MessageState.waiting
    assert await StoredReceipt.all().count() == 0
    await _after(handed, _HOUR)
    assert (await _message()).state is MessageState.delivered
    assert len(await handed.taken()) == 1
    assert [one["kind"] for one in (await handed.view())["receipts"]] == ["received"]


@pytest.mark.parametrize("kind", ["lost", "reset", "bad_gateway"])
async def test_a_broken_line_is_tried_again_with_the_same_message(
    handed: Handed, kind: str
) -> None:
    message = await _handed_off(handed)
    await handed.city.fail(kind)
    await handed.stack.settle()
    await _after(handed, _HOUR)
    [taken] = await handed.taken()
    assert taken["message_id"] == str(message.id)
    assert (await _message()).state is MessageState.delivered


async def test_retry_after_is_obeyed(handed: Handed) -> None:
    await _handed_off(handed)
    await handed.city.fail("error", code=503, retry_after=1800)
    await handed.stack.settle()
    due_at = (await _message()).due_at
    assert due_at is not None and due_at > clock.now() + 0.4 * _HOUR


async def test_nothing_is_sent_to_a_paused_partner(handed: Handed) -> None:
    await _handed_off(handed)
    await Partner.all().update(state=PartnerState.paused)
    await handed.stack.settle()
    await _after(handed, 100 * _HOUR)
    assert (await _message()).state is MessageState.waiting
    assert await handed.taken() == []
    await Partner.all().update(state=PartnerState.active)
    await _after(handed, 101 * _HOUR)
    assert (await _message()).state is MessageState.delivered


async def test_a_partner_down_for_three_days_gets_it_then(handed: Handed) -> None:
    message = await _handed_off(handed)
    await handed.city.fail("lost", times=None)
    for hours in (0, 24, 48, 72):
        await _after(handed, hours * _HOUR)
    assert (await _message()).state is MessageState.waiting
    await handed.city.behave()
    await _after(handed, 73 * _HOUR)
    [taken] = await handed.taken()
    assert (taken["message_id"], taken["body"].encode()) == (str(message.id), bytes(message.body))


async def _given_up(handed: Handed) -> None:
    await _handed_off(handed)
    await handed.city.fail("lost", times=None)
    await handed.stack.settle()
    await _after(handed, 81 * _HOUR)
    assert (await _message()).state is MessageState.undeliverable


async def test_after_days_it_has_a_name_and_the_window_sees_it(handed: Handed) -> None:
    await _given_up(handed)
    view = await handed.view()
    assert (view["status"], view["problem"]) == ("undeliverable", "undeliverable")
    assert (await handed.texts())[-1].startswith("多日未能联系上邻江市")
    await handed.city.behave()
    path = f"/staff/v1/handoffs/{(await handed.row()).id}/send-again"
    await handed.colleague.ok("POST", path, {"reason": "已与当地电话核对"})
    await handed.stack.settle()
    assert (await handed.view())["status"] == "received"
    again = await handed.colleague.call("POST", path, {"reason": "再发一次"})
    assert again.json()["code"] == "handoff_sent_already"


async def test_taken_back_it_is_withdrawn_there_in_case_it_had_arrived(handed: Handed) -> None:
    await _given_up(handed)
    await handed.city.behave()
    path = f"/staff/v1/handoffs/{(await handed.row()).id}/take-back"
    await handed.colleague.ok("POST", path, {"reason": "由本窗口继续办理"})
    await handed.stack.settle()
    assert (await handed.case()).status is CaseStatus.submitted
    withdrawal = await OutgoingMessage.get(kind="withdrawal")
    assert (withdrawal.state, withdrawal.code) == (MessageState.refused, "unknown_handoff")
    assert (await handed.row()).status is HandoffStatus.returned
    assert (await handed.hand_off(region_code=REGION)).is_success


async def test_a_withdrawal_waits_for_the_case_before_it(handed: Handed) -> None:
    await _handed_off(handed)
    await handed.city.fail("error", code=503)
    await handed.citizen.ok("POST", f"{handed.own}/withdraw")
    await handed.stack.settle()
    assert await handed.taken() == []
    await _after(handed, _HOUR)
    assert [one["kind"] for one in await handed.taken()] == ["case", "withdrawal"]


@pytest.mark.parametrize("at", [1, 5, 9, 13, 17, 21, 25, 29, 33, 37])
async def test_cut_anywhere_it_is_repeated_and_has_one_effect(handed: Handed, at: int) -> None:
    """As a kill does, between the answer and its record as well."""
    await _handed_off(handed)
    [held] = await claim(OutgoingMessage, limit=1, lease=MESSAGES.lease)
    await Counted(send(held), at).run()
    with clock.standing_at(clock.now() + _HOUR):
        await work_off(MESSAGES, send)
    assert (await _message()).state is MessageState.delivered
    assert len(await handed.taken()) == 1
    assert (await handed.texts()).count("邻江市已收到这件办件。") == 1
