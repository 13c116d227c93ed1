"""Which move starts and ends which clock, seen through the case as its owner reads it."""

from typing import Any

import pytest

from tests.actors import Citizen, Colleague
from tests.mobile_api.cases.filling import fault

PICK_UP = {"kind": "pick_up"}


async def clocks(citizen: Citizen, case: dict[str, Any]) -> dict[str, bool]:
    """Kind of clock -> whether it still runs; of several of a kind the latest."""
    seen = await citizen.ok("GET", f"/api/v1/cases/{case['id']}")
    return {one["kind"]: one["ended_on"] is None for one in seen["clocks"]}


async def moved(colleague: Colleague, case: dict[str, Any], *moves: str) -> None:
    for move in moves:
        body = {"outcome": "approved"} if move == "decide" else None
        answer = await colleague.move(case["id"], move, body)
        assert answer.is_success, (move, answer.text)


async def picked_up(citizen: Citizen) -> dict[str, Any]:
    case = await citizen.passport_draft(delivery=PICK_UP)
    return dict(await citizen.ok("POST", f"/api/v1/cases/{case['id']}/submit"))


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ([], {"notice": True}),
        (["pass-pre-review"], {"notice": False}),
        (["pass-pre-review", "accept"], {"notice": False, "statutory": True, "promised": True}),
    ],
)
async def test_clocks_up_to_acceptance(
    citizen: Citizen, colleague: Colleague, moves: list[str], expected: dict[str, bool]
) -> None:
    case = await citizen.submitted_case()
    await moved(colleague, case, *moves)
    assert await clocks(citizen, case) == expected


async def test_clocks_from_the_decision_to_the_counter(
    citizen: Citizen, colleague: Colleague
) -> None:
    case = await picked_up(citizen)
    await moved(colleague, case, "pass-pre-review", "accept", "decide")
    ended = {"notice": False, "statutory": False, "promised": False}
    assert await clocks(citizen, case) == ended | {"delivery": True}
    await moved(colleague, case, "complete")
    seen = await citizen.ok("GET", f"/api/v1/cases/{case['id']}")
    assert (seen["status"], seen["holder"]) == ("completed", "citizen")
    assert seen["holder_name"] == "等您处理"
    names = {one["kind"]: one["name"] for one in seen["clocks"]}
    assert (names["promised"], names["delivery"]) == ("承诺最迟办结", "最迟送达")
    await moved(colleague, case, "hand-over")
    assert await clocks(citizen, case) == ended | {"delivery": False}
    assert (await citizen.ok("GET", f"/api/v1/cases/{case['id']}"))["status"] == "delivered"


async def test_clocks_of_a_correction(citizen: Citizen, colleague: Colleague) -> None:
    case = await citizen.submitted_case()
    notice = {"faults": [fault("old-passport")]}
    assert (await colleague.move(case["id"], "request-correction", notice)).is_success
    assert await clocks(citizen, case) == {"notice": False, "correction": True}
    await citizen.ok("POST", f"/api/v1/cases/{case['id']}/submit")
    assert await clocks(citizen, case) == {"notice": True, "correction": False}


async def test_no_clock_of_a_withdrawn_case_runs(citizen: Citizen, colleague: Colleague) -> None:
    case = await citizen.submitted_case()
    await moved(colleague, case, "pass-pre-review", "accept")
    await citizen.ok("POST", f"/api/v1/cases/{case['id']}/withdraw")
    assert not any((await clocks(citizen, case)).values())


async def test_a_decided_case_is_not_withdrawn(citizen: Citizen, colleague: Colleague) -> None:
    case = await citizen.submitted_case()
    await moved(colleague, case, "pass-pre-review", "accept", "decide")
    refused = await citizen.call("POST", f"/api/v1/cases/{case['id']}/withdraw")
    assert (refused.status_code, refused.json()["code"]) == (409, "move_not_allowed")
    assert (await clocks(citizen, case))["delivery"]
