"""The demo's second half: what the counter, the department, the post and a stranger do."""

from typing import Any

from mobile_api.demo.application import attach
from mobile_api.demo.context import Journey, expect, until
from mobile_api.demo.people import Screen
from mobile_api.demo.posting import waybill_number

_TAIL = 6


async def _move(journey: Journey, screen: Screen, move: str, body: Any = None) -> Any:
    return await screen.post(f"/staff/v1/cases/{journey.case['id']}/{move}", body)


async def find_in_queue(journey: Journey) -> str:
    reviewer = await journey.staff("crj-reviewer")

    async def mine() -> list[Any]:
        path = first = "/staff/v1/cases?status=submitted&limit=100"
        found: list[Any] = []
        while path:
            page = await reviewer.get(path)
            found += [one for one in page["cases"] if one["id"] == journey.case["id"]]
            path = f"{first}&cursor={page['next_cursor']}" if page["next_cursor"] else ""
        return found

    entry = (await until(mine, "队列中的办件"))[0]
    detail = await reviewer.get(f"/staff/v1/cases/{journey.case['id']}")
    expect(journey.applicant.id_number in str(detail), False, "证件号码已脱敏")
    return f"{entry['item_name']},申请人 {entry['applicant_masked']},灯 {entry['light']}"


async def request_correction(journey: Journey) -> str:
    fault = {
        "target": "material",
        "key": "exit-entry-photo",
        "reason": "照片模糊,五官不清晰。",
        "advice": "请在光线充足处用白色背景重新拍摄。",
    }
    await _move(journey, journey.counter["crj-reviewer"], "request-correction", {"faults": [fault]})
    case = await journey.citizen.get(journey.path)
    expect(case["status"], "correction_requested", "办件状态")
    return (
        f"共{len(case['correction']['faults'])}处,请最迟在 {case['correction']['answer_by']} 补正"
    )


async def correct(journey: Journey) -> str:
    await attach(journey, "exit-entry-photo", "photo, sharp", 240)
    journey.case = await journey.citizen.post(f"{journey.path}/submit")
    expect(journey.case["status"], "submitted", "办件状态")
    return str(journey.case["status_name"])


async def pass_pre_review(journey: Journey) -> str:
    case = await _move(journey, journey.counter["crj-reviewer"], "pass-pre-review")
    return str(case["status_name"])


async def accept(journey: Journey) -> str:
    case = await _move(journey, await journey.staff("crj-front-desk"), "accept")
    promised = next(clock for clock in case["clocks"] if clock["kind"] == "promised")
    note = "(放假安排公布后可能顺延,不会提前)" if promised["is_provisional"] else ""
    return f"承诺最迟 {promised['due_on']} 办结{note}"


async def decide(journey: Journey) -> str:
    decider = await journey.staff("crj-decider")
    await _move(journey, decider, "take-up")
    case = await _move(journey, decider, "decide", {"outcome": "approved"})
    refused = await journey.counter["crj-reviewer"].status_of(
        "POST", f"/staff/v1/cases/{journey.case['id']}/decide", {"outcome": "approved"}
    )
    expect(refused, 403, "预审人员不能作决定")
    return str(case["status_name"])


async def complete(journey: Journey) -> str:
    await _move(journey, journey.counter["crj-decider"], "complete")
    return f"邮件号 {await waybill_number(journey)}"


async def read_history(journey: Journey) -> str:
    history = await journey.citizen.get(f"{journey.path}/history")
    expect(history["is_intact"], True, "防篡改链完整")
    journey.timeline = history["events"]
    return f"{len(history['events'])}条记录,链完整"


async def ask_anonymously(journey: Journey) -> str:
    question = {
        "number": journey.case["number"],
        "id_number_tail": journey.applicant.id_number[-_TAIL:],
    }
    answer = await journey.stranger.post("/api/v1/case-status-queries", question)
    expect(journey.applicant.name in str(answer), False, "匿名查询不含姓名")
    wrong = await journey.stranger.status_of(
        "POST", "/api/v1/case-status-queries", question | {"id_number_tail": "000000"}
    )
    expect(wrong, 404, "错误的第二要素")
    return f"{answer['item_name']}:{answer['status_name']}"
