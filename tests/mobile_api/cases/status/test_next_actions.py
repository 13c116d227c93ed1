"""The steps of a case and what its applicant may do now: said by the API, drawn by everybody."""

from typing import Any

import pytest

from mobile_api.cases.shapes import ActionKey, ProgressKey
from mobile_api.cases.states import CaseStatus
from tests.actors import Citizen, Colleague
from tests.mobile_api.cases.posting import PostedCase

S = CaseStatus
WITHDRAW = (ActionKey.withdraw, True)
CHANGE = (ActionKey.change_address, True)
# Where a posted passport case stands -> the step it is at, and what may be done, in order.
AT = {
    S.submitted: ("pre_review", [CHANGE, WITHDRAW]),
    S.pre_reviewed: ("pre_review", [(ActionKey.visit, True), CHANGE, WITHDRAW]),
    S.accepted: ("review", [CHANGE, WITHDRAW]),
    S.under_review: ("review", [CHANGE, WITHDRAW]),
    S.decided: ("complete", [CHANGE, (ActionKey.withdraw, False)]),
    S.transferred: ("home", [WITHDRAW]),
    S.delivered: ("", []),
    S.declined: ("", [(ActionKey.apply_anew, True)]),
    S.withdrawn: ("", [(ActionKey.apply_anew, True)]),
}


async def seen(posted: PostedCase) -> dict[str, Any]:
    return dict(await posted.citizen.ok("GET", posted.path))


def actions(case: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(one["key"], one["is_possible"]) for one in case["next_actions"]]


def now(case: dict[str, Any]) -> str:
    """The step at which the case is; all before it are done and all after it to come."""
    states = [one["state"] for one in case["progress"]]
    assert states == sorted(states, key=["done", "now", "to_come"].index)
    return next((str(one["key"]) for one in case["progress"] if one["state"] == "now"), "")


@pytest.mark.parametrize("status", AT)
async def test_where_a_case_stands_and_what_may_be_done(
    posted: PostedCase, status: CaseStatus
) -> None:
    case = await seen(await posted.begin(status))
    step, wanted = AT[status]
    assert (now(case), actions(case)) == (step, wanted)
    assert all(one["reason"] for one in case["next_actions"] if not one["is_possible"])
    assert all(one["name"] for one in [*case["next_actions"], *case["progress"]])
    if status in (S.declined, S.withdrawn):
        last = case["progress"][-1]
        assert (last["key"], last["name"]) == (ProgressKey.ended, case["status_name"])


async def test_a_draft_waits_for_its_owner(citizen: Citizen) -> None:
    case = await citizen.passport_draft()
    assert actions(case) == [
        (ActionKey.fill_in, True),
        (ActionKey.choose_city, True),
        (ActionKey.withdraw, True),
    ]
    assert [one["is_awaited"] for one in case["next_actions"]] == [True, False, False]
    assert case["next_actions"][-1]["name"] == "不要这份草稿了"
    assert now(case) == "apply"


async def test_a_correction_comes_first_and_says_till_when(
    citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    fault = {"target": "material", "key": "old-passport", "reason": "缺一页。", "advice": "补上。"}
    await colleague.move(case["id"], "request-correction", {"faults": [fault]})
    case = await citizen.ok("GET", f"/api/v1/cases/{case['id']}")
    first = case["next_actions"][0]
    year, month, day = case["correction"]["answer_by"].split("-")
    assert (first["key"], first["is_awaited"]) == ("correct", True)
    assert f"{year}年{month}月{day}日" in first["text"]
    assert now(case) == "correct"
    assert "next_actions" not in await colleague.ok("GET", f"/staff/v1/cases/{case['id']}")


async def test_originals_may_be_sent_when_they_are_expected(elder: PostedCase) -> None:
    assert (ActionKey.send_originals, True) in actions(await seen(elder))
    draft = await elder.citizen.ok("POST", "/api/v1/cases", {"item_key": "elder-card"})
    (told,) = [one for one in draft["next_actions"] if one["key"] == "send_originals"]
    assert not told["is_possible"] and "先提交申请" in told["reason"]
    number = {"waybill_number": "1100000000001"}
    await elder.citizen.ok("POST", f"{elder.path}/originals/number", number)
    assert (ActionKey.follow_parcel, True) in actions(await seen(elder))


async def test_a_result_on_its_way_and_one_that_came_back(posted: PostedCase) -> None:
    case = await seen(await posted.complete())
    assert actions(case)[:2] == [(ActionKey.follow_parcel, True), CHANGE]
    assert now(case) == "deliver"
    await posted.play("stuck")
    (told,) = [one for one in (await seen(posted))["next_actions"] if one["key"] == CHANGE[0]]
    assert not told["is_possible"] and "11183" in told["reason"]
    await posted.play("refused")
    case = await seen(posted)
    assert (case["next_actions"][0]["key"], case["next_actions"][0]["is_awaited"]) == (
        "readdress",
        True,
    )
    await posted.post("delivery/readdress", {"kind": "pick_up"})
    assert actions(await seen(posted))[0] == (ActionKey.collect, True)
