"""An event that contradicts what the home city has told before is shown, and moves nothing."""

from typing import Any

import pytest

from mobile_api.cases.models import ClockSegment
from mobile_api.cases.states import CaseStatus
from mobile_api.handoff.models import StoredReceipt
from mobile_api.handoff.outgoing.events.order import Stage, may_follow, stage_of
from mobile_api.handoff.states import HandoffStatus, MessageState
from mobile_api.handoff.wire.events import EventKind
from tests.mobile_api.handoff.outgoing.handed import Handed

RECEIPT_LIES: dict[str, list[dict[str, Any]]] = {
    "checked": [
        {"region_code": "990300"},
        {"case_number": "990100999999"},
        {"code": "material_missing"},
        {"outcome": "approved"},
    ],
    "returned": [{"code": "material_unsafe"}, {"code": None}, {"region_code": "999902"}],
    "decided": [{"case_number": "1"}, {"outcome": None}, {"code": "item_gone"}],
}


@pytest.mark.parametrize(
    ("event", "lie"), [(event, lie) for event, lies in RECEIPT_LIES.items() for lie in lies]
)
async def test_a_receipt_that_says_something_else_is_refused(
    handed: Handed, event: str, lie: dict[str, Any]
) -> None:
    await handed.sent()
    before = await handed.case()
    answered = (await handed.tell(event, receipt_says=lie)).answered
    assert (answered.status, answered.code) == (422, "receipt_wrong")
    assert not await StoredReceipt.exists(kind=event)
    row, case = await handed.row(), await handed.case()
    assert (row.last_sequence, row.status) == (0, HandoffStatus.received)
    assert case.event_count == before.event_count


async def test_an_answer_of_another_region_is_none(handed: Handed) -> None:
    await handed.city.misbehave(says={"region_code": "990300"})
    await handed.submitted()
    await handed.hand_off()
    await handed.stack.settle()
    [message] = await handed.messages()
    assert (message.state, message.answer_body) == (MessageState.waiting, None)


async def _contradicted(handed: Handed, event: str, **more: Any) -> None:
    """It is taken, shown, and staff see that something is wrong."""
    before, status = await handed.case(), (await handed.row()).status
    assert (await handed.tell(event, **more)).answered.status == 202
    case, row = await handed.case(), await handed.row()
    assert (case.status, case.outcome, case.decided_at) == (
        before.status,
        before.outcome,
        before.decided_at,
    )
    assert (row.status, row.problem) == (status, "event_out_of_order")
    assert (await handed.texts())[-1].endswith("这与当地之前告知的不一致,工作人员正在核对。")


async def test_decided_after_it_was_withdrawn_there(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("checked")
    await handed.tell("withdrawn")
    await _contradicted(handed, "decided")
    assert not await StoredReceipt.exists(kind="decided")


async def test_decided_after_it_was_declined(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("checked")
    await handed.tell("declined")
    await _contradicted(handed, "decided")
    assert (await handed.case()).status is CaseStatus.declined


async def test_decided_after_it_came_back(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("returned")
    await handed.tell("decided")
    case, row = await handed.case(), await handed.row()
    assert (case.status, case.outcome) == (CaseStatus.submitted, None)
    assert (row.status, row.problem) == (HandoffStatus.returned, "messages_crossed")


async def test_a_second_decision_changes_nothing(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("checked")
    await handed.tell("decided")
    await _contradicted(handed, "decided", outcome="refused")
    assert (await handed.case()).outcome == "approved"


async def test_a_second_acceptance_opens_no_second_clocks(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("checked")
    await handed.tell("accepted", facts=await handed.accepted_facts())
    clocks = await ClockSegment.all().count()
    await _contradicted(handed, "accepted", facts=await handed.accepted_facts())
    assert await ClockSegment.all().count() == clocks


async def test_what_was_checked_does_not_come_back(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("checked")
    await _contradicted(handed, "returned")


async def test_what_fits_goes_on_after_what_did_not(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("checked")
    await _contradicted(handed, "checked")
    await handed.tell("decided")
    assert (await handed.row()).status is HandoffStatus.decided


@pytest.mark.parametrize("event", list(EventKind))
def test_of_what_is_over_nothing_is_taken_any_more(event: EventKind) -> None:
    for status in (HandoffStatus.declined, HandoffStatus.withdrawn, HandoffStatus.returned):
        assert not may_follow(event, stage_of(status, is_accepted=True))


def test_an_event_of_a_newer_city_may_follow_anything() -> None:
    assert all(may_follow("hearing_held", stage) for stage in Stage)
