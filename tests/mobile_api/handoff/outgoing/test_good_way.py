"""The good way whole: chosen, checked, sent, received, corrected, decided, delivered."""

import hashlib

from mobile_api.cases.states import CaseStatus
from mobile_api.handoff.states import HandoffStatus
from tests.mobile_api.handoff.outgoing.handed import AGREEMENT, REGION, Handed


async def test_places_of_an_item_are_public(handed: Handed) -> None:
    found = await handed.client.get("/api/v1/handoff-places?item_key=passport")
    assert "只用来办这一件事" in found.json()["consent"]
    assert found.json()["places"] == [
        {
            "region_code": REGION,
            "city": "邻江市",
            "mode": "collected_on_behalf",
            "mode_name": "异地代收代办",
            "agreement": AGREEMENT,
        }
    ]


async def test_the_window_hands_off_what_was_chosen(handed: Handed) -> None:
    await handed.submitted()
    assert (await handed.case()).status is CaseStatus.submitted
    answer = await handed.hand_off()
    assert answer.json()["status"] == "sending", answer.text
    await handed.stack.settle()
    view = await handed.view()
    assert (view["status"], [one["kind"] for one in view["receipts"]]) == ("received", ["received"])
    assert (await handed.case()).status is CaseStatus.transferred
    assert (await handed.texts())[-2:] == [
        "已转到邻江市办理,由邻江市依法受理和决定,进展会在这里更新。",
        "邻江市已收到这件办件。",
    ]


async def test_the_message_says_all_and_seals_what_is_personal(handed: Handed) -> None:
    await handed.sent()
    [message], [taken] = await handed.messages(), await handed.taken("case")
    said, plain = taken["said"], taken["plain"]
    case = await handed.case()
    assert taken["body"].encode() == bytes(message.body)
    assert hashlib.sha256(message.body).hexdigest() == message.body_digest
    assert (said["agreement"], said["taken_number"]) == (AGREEMENT, case.number)
    assert said["identity"]["level"] == 3
    assert {one["key"] for one in said["materials"]} == {"exit-entry-photo", "old-passport"}
    assert plain["form"]["name-in-pinyin"] == "ZHANG SANFENG"
    assert plain["post_to"]["detail"].endswith("301室")
    assert "张三丰" not in taken["body"] and plain["applicant"]["name"] == "张三丰"


async def test_all_online_goes_by_itself(handed: Handed) -> None:
    await handed.online()
    assert (await handed.case()).status is CaseStatus.transferred
    assert (await handed.row()).status is HandoffStatus.received
    assert len(await handed.taken("case")) == 1


async def test_a_correction_round_and_the_decision(handed: Handed) -> None:
    await handed.asked()
    assert (await handed.case()).status is CaseStatus.correction_requested
    shown = await handed.citizen.ok("GET", handed.own)
    assert shown["correction"]["faults"][0]["reason"] == "看不清楚。"
    assert shown["correction"]["answer_by"] == await handed.working_day(20)
    assert (await handed.corrected()).is_success
    await handed.stack.settle()
    [said] = [one["said"] for one in await handed.taken("correction")]
    assert (said["round"], len(said["materials"])) == (1, 2)
    facts = {"accepted": await handed.accepted_facts()}
    for event in ("corrected", "pre_reviewed", "accepted", "under_review", "decided", "completed"):
        told = await handed.tell(event, facts=facts.get(event))
        assert told.answered.status == 202, event
    await handed.tell("posted", facts={"carrier": "EMS", "waybill_number": "1001"})
    await handed.tell("delivered", facts={"carrier": "EMS", "waybill_number": "1001"})
    view, case = await handed.view(), await handed.case()
    assert [one["kind"] for one in view["receipts"]] == ["received", "checked", "decided"]
    assert (view["status"], view["problem"]) == ("finished", "")
    assert (case.status, case.outcome) == (CaseStatus.delivered, "approved")
    assert "结果已由邻江市寄出,EMS运单号1001。" in await handed.texts()
