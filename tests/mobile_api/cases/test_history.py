"""The history of a case cannot be altered without showing it."""

import pytest

from mobile_api.cases.history import events_of, first_broken_link
from mobile_api.cases.history_check import verify_all
from mobile_api.cases.models import Case, CaseEvent
from mobile_api.shared.database import fetch
from tests.actors import Citizen, Colleague


async def accepted(citizen: Citizen, colleague: Colleague) -> Case:
    case = await citizen.submitted_case()
    for move in ("pass-pre-review", "accept"):
        assert (await colleague.move(case["id"], move)).is_success
    return await Case.get(id=case["id"])


async def declined(citizen: Citizen, colleague: Colleague) -> Case:
    case = await citizen.submitted_case()
    reason = {"reason": "不属本部门职权。"}
    assert (await colleague.move(case["id"], "decline-acceptance", reason)).is_success
    return await Case.get(id=case["id"])


async def broken_at(case: Case) -> int | None:
    return first_broken_link(await Case.get(id=case.id), await events_of(case.id))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ("UPDATE case_event SET public_text = '预审未通过' WHERE sequence = 2", 2),
        ("UPDATE case_event SET actor_key = 'staff:x' WHERE sequence = 1", 1),
        ("UPDATE case_event SET at = at + interval '1 day' WHERE sequence = 3", 3),
        ("DELETE FROM case_event WHERE sequence = 2", 2),
        ("DELETE FROM case_event WHERE sequence = 3", 3),
        ("UPDATE case_event SET payload = NULL WHERE sequence = 2", 2),
        ("UPDATE case_event SET hash = previous_hash WHERE sequence = 3", 3),
    ],
)
async def test_every_alteration_shows(
    citizen: Citizen, colleague: Colleague, change: str, place: int
) -> None:
    case = (
        await declined(citizen, colleague)
        if "payload" in change
        else await accepted(citizen, colleague)
    )
    assert await broken_at(case) is None
    await fetch(change)
    assert await broken_at(case) == place
    assert await verify_all() == {"checked": 1, "broken": [case.number]}
    shown = await citizen.ok("GET", f"/api/v1/cases/{case.id}/history")
    assert shown["is_intact"] is False


@pytest.mark.parametrize("change", ["payload = '\\x01'", "status_after = 'approved'"])
async def test_one_damaged_case_does_not_end_the_check(
    citizen: Citizen, colleague: Colleague, change: str
) -> None:
    case = await declined(citizen, colleague)
    await citizen.submitted_case()
    await fetch(f"UPDATE case_event SET {change} WHERE kind = 'decline_acceptance'")
    assert await verify_all() == {"checked": 2, "broken": [case.number]}


async def test_events_cannot_share_a_place(citizen: Citizen, colleague: Colleague) -> None:
    case = await accepted(citizen, colleague)
    numbers = await CaseEvent.filter(case_id=case.id).values_list("sequence", flat=True)
    assert sorted(numbers) == [1, 2, 3]
