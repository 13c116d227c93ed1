"""What the home city refuses or sends back is told as it is, and the window has the case again."""

from datetime import timedelta

from mobile_api.cases.states import CaseStatus
from mobile_api.handoff.partners.models import AgreedItem, Agreement
from mobile_api.handoff.states import HandoffStatus
from mobile_api.shared import clock
from tests.mobile_api.handoff.outgoing.handed import REGION, Handed

_YESTERDAY = timedelta(days=1)


async def _end_agreement() -> None:
    await Agreement.all().update(ended_on=clock.today() - _YESTERDAY)


async def test_a_refused_case_is_at_the_window_again(handed: Handed) -> None:
    await handed.city.misbehave(refuse="already_open")
    await handed.sent()
    view, case = await handed.view(), await handed.case()
    assert (case.status, view["status"]) == (CaseStatus.submitted, "returned")
    assert view["problem"] == "already_open"
    assert "当地已有同一申请人" in view["problem_text"]
    assert [one["kind"] for one in view["receipts"]] == ["refused"]
    assert any("当地已有同一申请人" in text for text in await handed.texts())
    found = await handed.colleague.ok("GET", "/staff/v1/handoffs?has_problem=true")
    assert [one["case_id"] for one in found["handoffs"]] == [handed.case_id]


async def test_what_came_back_can_be_handed_off_once_more(handed: Handed) -> None:
    await handed.city.misbehave(refuse="draining")
    await handed.sent()
    first = await handed.row()
    assert (await handed.hand_off()).json()["code"] == "place_needed"
    assert (await handed.hand_off(region_code=REGION)).is_success
    await handed.stack.settle()
    assert (await handed.row()).id != first.id
    assert (await handed.view())["status"] == "received"
    assert (await handed.case()).status is CaseStatus.transferred


async def test_a_returned_case_is_at_the_window_again(handed: Handed) -> None:
    await handed.sent()
    told = await handed.tell("returned", facts={"codes": ["identity_too_weak"]})
    assert told.answered.status == 202
    view = await handed.view()
    assert (view["status"], view["problem"]) == ("returned", "identity_too_weak")
    assert [one["kind"] for one in view["receipts"]] == ["received", "returned"]
    assert (await handed.case()).status is CaseStatus.submitted
    path = f"/staff/v1/handoffs/{(await handed.row()).id}/take-back"
    taken = await handed.colleague.ok("POST", path, {"reason": "由本窗口继续办理"})
    assert (taken["status"], taken["problem"]) == ("returned", "")


async def test_what_was_declined_there_is_declined_with_its_reason(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("checked")
    await handed.tell("declined", plain={"reason": "不属于本地管辖。", "advice": "可以复议。"})
    assert (await handed.case()).status is CaseStatus.declined
    assert (await handed.citizen.ok("GET", handed.own))["reason"] == "不属于本地管辖。"
    assert (await handed.view())["status"] == "declined"


async def test_a_refusing_decision_tells_why(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("checked")
    plain = {"reason": "照片不符合标准。", "advice": "可以在六十日内申请复议。"}
    assert (await handed.tell("decided", outcome="refused", plain=plain)).answered.status == 202
    shown = await handed.citizen.ok("GET", handed.own)
    assert (shown["outcome"], shown["reason"]) == ("refused", "照片不符合标准。")
    assert any("可以在六十日内申请复议。" in text for text in await handed.texts())


async def test_a_refused_correction_is_told_truthfully(handed: Handed) -> None:
    await handed.asked()
    await handed.city.misbehave(refuse="round_differs")
    await handed.corrected()
    await handed.stack.settle()
    assert (await handed.case()).status is CaseStatus.transferred
    view = await handed.view()
    assert (view["status"], view["problem"]) == ("checked", "round_differs")
    assert any("没有接收这次补正" in text for text in await handed.texts())


async def test_a_refused_withdrawal_is_told_truthfully(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("checked")
    await handed.city.misbehave(refuse="already_decided")
    await handed.citizen.ok("POST", f"{handed.own}/withdraw")
    await handed.stack.settle()
    assert (await handed.view())["withdrawal_asked_at"] is None
    assert (await handed.texts())[-1] == "邻江市在收到撤回申请之前已作出决定,不能撤回。"
    assert (await handed.case()).status is CaseStatus.transferred


async def test_an_item_withdrawn_at_night_stays_at_the_window(handed: Handed) -> None:
    await handed.submitted()
    await _end_agreement()
    answer = await handed.hand_off()
    assert (answer.status_code, answer.json()["code"]) == (422, "place_not_agreed")
    assert (await handed.case()).status is CaseStatus.submitted
    assert await handed.messages() == []


async def test_what_would_go_by_itself_stays_and_says_why(handed: Handed) -> None:
    await handed.draft_online()
    await AgreedItem.filter(item_key="birth-reg").update(valid_until=clock.today() - _YESTERDAY)
    await handed.citizen.ok("POST", f"{handed.own}/submit")
    await handed.stack.settle()
    view = await handed.view()
    assert (view["status"], view["problem"]) == ("chosen", "item_not_agreed_today")
    assert (await handed.case()).status is CaseStatus.submitted
    assert (await handed.texts())[-1].startswith("邻江市目前不接收这个事项的跨城申请")
    assert (await handed.row()).status is HandoffStatus.chosen


async def test_a_correction_that_was_of_no_use_goes_anew(handed: Handed) -> None:
    await handed.asked()
    await handed.corrected()
    await handed.stack.settle()
    await handed.tell("correction_returned", facts={"round": 1, "codes": ["material_differs"]})
    assert (await handed.case()).status is CaseStatus.submitted
    assert (await handed.view())["problem"] == "material_differs"
    assert (await handed.hand_off()).is_success
    await handed.stack.settle()
    assert [one["said"]["round"] for one in await handed.taken("correction")] == [1, 1]
