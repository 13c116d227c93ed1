"""Events take effect in their order, each once, however they come."""

import pytest

from mobile_api.cases.models import ClockSegment
from mobile_api.cases.states import CaseStatus
from mobile_api.handoff.models import IncomingMessage, StoredReceipt
from tests.mobile_api.handoff.outgoing.handed import Handed


async def test_an_early_event_waits_and_the_gap_is_fetched(handed: Handed) -> None:
    await handed.sent()
    name = await handed.name()
    await handed.city.tell(name, "checked", hold=True)
    early = await handed.city.tell(name, "pre_reviewed")
    assert early.answered.status == 202
    assert (await IncomingMessage.get(sequence=2)).applied_at is None
    assert (await handed.row()).last_sequence == 0
    await handed.stack.settle()
    row = await handed.row()
    assert (row.last_sequence, row.status) == (2, "checked")
    assert (await handed.texts())[-1] == "邻江市预审通过。"
    assert (await IncomingMessage.get(sequence=2)).applied_at is not None


async def test_what_was_fetched_and_comes_late_changes_nothing(handed: Handed) -> None:
    await handed.sent()
    name = await handed.name()
    late = await handed.city.tell(name, "checked", hold=True)
    await handed.city.tell(name, "pre_reviewed")
    await handed.stack.settle()
    texts = await handed.texts()
    assert (await handed.city.again(late.message_id)).answered.status == 202
    assert await handed.texts() == texts


async def test_the_missing_one_comes_by_itself(handed: Handed) -> None:
    await handed.sent()
    name = await handed.name()
    first = await handed.city.tell(name, "checked", hold=True)
    await handed.city.tell(name, "pre_reviewed")
    assert (await handed.city.again(first.message_id)).answered.status == 202
    assert (await handed.row()).last_sequence == 2
    assert (await handed.texts())[-1] == "邻江市预审通过。"


async def test_a_repeated_event_has_one_effect(handed: Handed) -> None:
    await handed.sent()
    told = await handed.tell("checked")
    again = await handed.city.again(told.message_id)
    assert again.answered.body == told.answered.body
    assert sum("已核验收件" in text for text in await handed.texts()) == 1


async def test_a_second_event_under_a_number_is_refused(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("checked")
    other = await handed.tell("pre_reviewed", sequence=1)
    assert (other.answered.status, other.answered.code) == (422, "sequence_differs")
    assert (await handed.row()).last_sequence == 1


async def test_of_a_handoff_that_is_none_nothing_is_taken(handed: Handed) -> None:
    await handed.sent()
    says = {"handoff_id": "0190a0a0-0000-7000-8000-00000000000a"}
    other = await handed.tell("pre_reviewed", says=says)
    assert other.answered.code == "unknown_handoff"


async def test_an_event_of_a_newer_city_is_told_and_not_refused(handed: Handed) -> None:
    await handed.sent()
    told = await handed.tell("hearing_held", facts={})
    assert told.answered.status == 202
    assert (await handed.texts())[-1] == "邻江市有新的进展,请向当地查询详情。"


async def test_a_forged_receipt_is_refused_and_leaves_nothing(handed: Handed) -> None:
    await handed.sent()
    forged = await handed.tell("checked", receipt="forged")
    assert (forged.answered.status, forged.answered.code) == (422, "receipt_wrong")
    assert await StoredReceipt.filter(kind="checked").count() == 0
    assert (await handed.row()).last_sequence == 0


async def test_a_decision_and_its_receipt_say_the_same(handed: Handed) -> None:
    await handed.sent()
    says = {"outcome": "refused"}
    other = await handed.tell("decided", receipt_says=says)
    assert other.answered.code == "receipt_wrong"
    assert (await handed.case()).outcome is None


async def test_another_due_day_is_shown_and_looked_into(handed: Handed) -> None:
    await handed.sent()
    later = await handed.working_day(60)
    facts = await handed.accepted_facts() | {"promised_due_on": later}
    await handed.tell("accepted", facts=facts)
    assert (await handed.view())["problem"] == "due_date_differs"
    shown = await handed.citizen.ok("GET", handed.own)
    due = {one["kind"]: one["due_on"] for one in shown["clocks"]}
    assert due["promised"] == later
    assert due["statutory"] == facts["statutory_due_on"]


async def test_an_earlier_day_of_the_home_city_is_shown_as_well(handed: Handed) -> None:
    await handed.sent()
    facts = await handed.accepted_facts()
    await handed.tell("accepted", facts=facts | {"promised_due_on": facts["accepted_on"]})
    [clock] = await ClockSegment.filter(kind="promised")
    assert (clock.told_on.isoformat(), clock.limit_value) == (facts["accepted_on"], 0)


async def test_a_delivery_that_was_none_is_corrected(handed: Handed) -> None:
    await handed.sent()
    for event in ("checked", "decided", "delivered"):
        await handed.tell(event)
    assert (await handed.case()).status is CaseStatus.delivered
    await handed.tell("delivery_undone")
    case = await handed.case()
    assert (case.status, case.delivered_at) == (CaseStatus.transferred, None)
    assert (await handed.view())["status"] == "decided"
    await handed.tell("delivered")
    assert (await handed.case()).status is CaseStatus.delivered


@pytest.mark.parametrize(
    ("reason", "words"), [("returned", "邮件已被退回"), ("lost", "遗失"), ("stolen", "没有送到")]
)
async def test_a_parcel_that_went_astray_is_told_in_words(
    handed: Handed, reason: str, words: str
) -> None:
    await handed.sent()
    for event in ("checked", "decided", "posted"):
        await handed.tell(event)
    parcel = {"carrier": "ems", "waybill_number": "1001", "reason": reason}
    assert (await handed.tell("delivery_undone", facts=parcel)).answered.status == 202
    assert words in (await handed.texts())[-1]
    view = await handed.view()
    assert (view["status"], view["problem"]) == ("decided", "")
    inbox = await handed.citizen.ok("GET", "/api/v1/me/messages")
    [told] = [one for one in inbox["entries"] if one["event"] == "home_parcel_astray"]
    assert words in told["text"]
    await handed.tell("posted")
    await handed.tell("delivered")
    assert (await handed.case()).status is CaseStatus.delivered


async def test_facts_that_are_none_are_refused(handed: Handed) -> None:
    await handed.sent()
    other = await handed.tell("accepted", facts={"accepted_on": "never"})
    assert other.answered.code == "event_malformed"
