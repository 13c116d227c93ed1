"""A case from afar, from its message to its delivery, and what the taking city can show of it."""

import hashlib
from typing import Any

import httpx
import pytest

from mobile_api.accounts.models import Person
from mobile_api.cases.models import Case
from mobile_api.cases.states import CaseStatus
from mobile_api.handoff.models import StoredReceipt
from mobile_api.handoff.states import HandoffStatus
from notifications.models import Delivery
from notifications.post.parcels.models import Parcel
from tests.actors import ADDRESS, Colleague
from tests.mobile_api.handoff.incoming.checking import receipt_of
from tests.mobile_api.handoff.incoming.neighbour import Neighbour, face, own_public_key

WHOLE_WAY = [
    "checked",
    "pre_reviewed",
    "accepted",
    "under_review",
    "decided",
    "completed",
    "delivered",
]
POST_TO = {name: ADDRESS[name] for name in ("name", "phone", "province", "city", "county")} | {
    "detail": ADDRESS["address"]
}


async def decided(clerk: Colleague, case_id: Any, body: dict[str, Any] | None = None) -> None:
    for name in ("pass-pre-review", "accept", "take-up"):
        assert (await clerk.move(str(case_id), name)).is_success
    answer = await clerk.move(str(case_id), "decide", body or {"outcome": "approved"})
    assert answer.is_success, answer.text


async def test_from_its_message_to_its_delivery(neighbour: Neighbour, clerk: Colleague) -> None:
    handoff_id = await neighbour.taken()
    case = await neighbour.case(handoff_id)
    assert (case.status, case.handoff_side) == (CaseStatus.submitted, "home")
    await decided(clerk, case.id)
    for name in ("complete", "hand-over"):
        assert (await clerk.move(str(case.id), name)).is_success
    await neighbour.work()
    events = await neighbour.events(handoff_id)
    assert [one["event"] for one in events] == WHOLE_WAY
    assert {one["case_number"] for one in events} == {case.number}
    assert (await neighbour.row(handoff_id)).status is HandoffStatus.finished


async def test_three_receipts_that_somebody_else_checks(
    neighbour: Neighbour, clerk: Colleague
) -> None:
    message = await neighbour.hand_over()
    await neighbour.work()
    case = await neighbour.case(message.handoff_id)
    await decided(clerk, case.id)
    await neighbour.work()
    key, events = await own_public_key(), await neighbour.events(message.handoff_id)
    envelopes = [message.answered.json(), *(one["receipt"] for one in events if "receipt" in one)]
    receipts = [receipt_of(one, key) for one in envelopes]
    assert [one["kind"] for one in receipts] == ["received", "checked", "decided"]
    digest = hashlib.sha256(message.body.encode()).hexdigest()
    assert {one["request_digest"] for one in receipts} == {digest}
    assert {one["message_id"] for one in receipts} == {message.message_id}
    assert (receipts[1]["case_number"], receipts[2]["outcome"]) == (case.number, "approved")


async def test_form_and_files_stand_under_our_keys(neighbour: Neighbour) -> None:
    form = {"address-of-post": "示范区光明路8号", "what-we-do-not-ask": "多余的内容"}
    handoff_id = await neighbour.taken(plain={"form": form})
    case = await neighbour.case(handoff_id)
    assert case.form == {
        "post-address": "示范区光明路8号",
        "applicant-name": "张三丰",
        "applicant-id-number": "370000199003070018",
        "applicant-phone": "13800138000",
    }
    await case.fetch_related("materials")
    assert [(one.requirement_key, one.page) for one in case.materials] == [("elder-photo", 1)]


async def test_pages_by_link(neighbour: Neighbour) -> None:
    handoff_id = await neighbour.taken(face(by="link"))
    assert await neighbour.kinds(handoff_id) == ["checked"]


async def test_the_person_is_told_by_the_other_city_alone(
    neighbour: Neighbour, clerk: Colleague
) -> None:
    handoff_id = await neighbour.taken()
    case = await neighbour.case(handoff_id)
    await decided(clerk, case.id)
    await neighbour.work()
    assert not await Delivery.filter(person_id=case.applicant_id).exists()
    person = await Person.get(id=case.applicant_id)
    assert (person.name, person.id_number, person.phone) == (None, None, None)


async def test_acceptance_tells_both_limits(neighbour: Neighbour, clerk: Colleague) -> None:
    handoff_id = await neighbour.taken()
    case = await neighbour.case(handoff_id)
    for name in ("pass-pre-review", "accept"):
        await clerk.move(str(case.id), name)
    await neighbour.work()
    facts = (await neighbour.last(handoff_id))["facts"]
    seen = await clerk.ok("GET", f"/staff/v1/cases/{case.id}")
    due = {one["kind"]: one["due_on"] for one in seen["clocks"]}
    assert facts["statutory"] == facts["promised"] == {"value": 1, "unit": "working_day"}
    assert facts["statutory_due_on"] == due["statutory"]
    assert facts["promised_due_on"] == due["promised"]
    assert not facts["deemed"]


async def test_a_refusal_comes_with_reason_and_remedy(
    neighbour: Neighbour, clerk: Colleague
) -> None:
    handoff_id = await neighbour.taken()
    case = await neighbour.case(handoff_id)
    await decided(clerk, case.id, {"outcome": "refused", "reason": "未满六十周岁。"})
    await neighbour.work()
    event = await neighbour.last(handoff_id)
    assert event["facts"]["outcome"] == "refused"
    assert "六十" not in str(event["facts"])
    plain = await neighbour.plain(handoff_id, "decided")
    assert plain["reason"] == "未满六十周岁。"
    assert "行政复议" in plain["advice"]


async def test_declined_at_the_counter(neighbour: Neighbour, clerk: Colleague) -> None:
    handoff_id = await neighbour.taken()
    case = await neighbour.case(handoff_id)
    reason = {"reason": "不属于本部门职权范围。"}
    assert (await clerk.move(str(case.id), "decline-acceptance", reason)).is_success
    await neighbour.work()
    assert await neighbour.kinds(handoff_id) == ["checked", "declined"]
    assert (await neighbour.plain(handoff_id, "declined"))["reason"] == reason["reason"]
    assert (await neighbour.row(handoff_id)).status is HandoffStatus.declined


async def play(neighbour: Neighbour, case: Case, script: str | list[str]) -> str:
    """EMS moves the parcel along; answers its number."""
    parcel = await Parcel.get(reference=case.number)
    ems = f"{neighbour.stack.ems}/_simulator/parcels/{parcel.waybill_number}/play"
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.post(ems, json={"script": script})).is_success
    await neighbour.work()
    return str(parcel.waybill_number)


async def test_a_result_by_post(neighbour: Neighbour, clerk: Colleague) -> None:
    handoff_id = await neighbour.taken(plain={"post_to": POST_TO})
    case = await neighbour.case(handoff_id)
    await decided(clerk, case.id)
    assert (await clerk.move(str(case.id), "complete")).is_success
    await neighbour.work()
    number = await play(neighbour, case, "normal")
    posted, delivered = (await neighbour.events(handoff_id))[-2:]
    assert (posted["event"], delivered["event"]) == ("posted", "delivered")
    assert posted["facts"] == delivered["facts"] == {"carrier": "ems", "waybill_number": number}
    await play(neighbour, case, ["743"])
    assert (await neighbour.kinds(handoff_id))[-1] == "delivery_undone"
    assert (await neighbour.row(handoff_id)).status is HandoffStatus.decided


@pytest.mark.parametrize(("script", "reason"), [("refused", "returned"), ("lost", "lost")])
async def test_a_result_that_did_not_arrive_is_told(
    neighbour: Neighbour, clerk: Colleague, script: str, reason: str
) -> None:
    handoff_id = await neighbour.taken(plain={"post_to": POST_TO})
    case = await neighbour.case(handoff_id)
    await decided(clerk, case.id)
    assert (await clerk.move(str(case.id), "complete")).is_success
    await neighbour.work()
    number = await play(neighbour, case, script)
    event = await neighbour.last(handoff_id)
    assert event["event"] == "delivery_undone"
    assert event["facts"] == {"carrier": "ems", "waybill_number": number, "reason": reason}
    assert (await neighbour.row(handoff_id)).status is HandoffStatus.decided


async def test_receipts_are_kept_once(neighbour: Neighbour) -> None:
    message = await neighbour.hand_over()
    await neighbour.work()
    await neighbour.city.again(message.message_id)
    await neighbour.work()
    row = await neighbour.row(message.handoff_id)
    assert await StoredReceipt.filter(handoff_row_id=row.id, kind="checked").count() == 1
