"""A parent files for a child: the child is asked for, and the answers have to fit the child."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from mobile_api.cases.applying.principals import principal_faults
from mobile_api.cases.models import Case
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.publishing.queries import guide_of
from mobile_api.shared import clock
from tests.actors import ID_NUMBER, Citizen, Colleague
from tests.mobile_api.cases.filling import SPOUSE_ID_NUMBER, born_on
from tests.stack import Stack

CHILD = {"situation": "first", "holder-age": "minor"}
SELF = {"situation": "first", "holder-age": "adult", "state-worker": "no"}
FORM = {"name-in-pinyin": "LI XIAOSI", "holder-name": "李小四"}
BORN = date(2004, 2, 29)


def of_a_child() -> str:
    return born_on(date(clock.today().year - 8, 1, 2))


async def begun(citizen: Citizen, situation: dict[str, str], form: dict[str, str]) -> str:
    body = {"item_key": "passport", "situation": situation}
    path = f"/api/v1/cases/{(await citizen.ok('POST', '/api/v1/cases', body))['id']}"
    await citizen.ok("PATCH", path, {"form": form, "delivery": {"kind": "pick_up"}})
    return path


async def lacking(citizen: Citizen, path: str) -> dict[str, str]:
    refused = await citizen.call("POST", f"{path}/submit")
    assert refused.status_code == 422
    return {one["path"]: one["code"] for one in refused.json()["errors"]}


async def test_the_child_is_asked_for_and_the_parent_is_known(citizen: Citizen) -> None:
    path = await begun(citizen, CHILD, {})
    filling = await citizen.ok("GET", f"{path}/filling")
    asked = {one["field"]["key"]: one["field"]["about"] for one in filling["fields"]}
    assert asked["holder-name"] == asked["holder-id-number"] == "principal"
    assert "申请人姓名" in [one["label"] for one in filling["known"]]
    missing = await lacking(citizen, path)
    assert missing["/form/holder-name"] == missing["/form/holder-id-number"] == "missing"


async def test_it_is_seen_for_whom_it_is(citizen: Citizen, colleague: Colleague) -> None:
    number = of_a_child()
    path = await begun(citizen, CHILD, FORM | {"holder-id-number": number})
    assert (await citizen.ok("GET", path))["for_whom"] == "李**"
    assert "/form/holder-id-number" not in await lacking(citizen, path)
    await citizen.hand_in(path, "exit-entry-photo")
    case = await citizen.ok("POST", f"{path}/submit")
    seen = await colleague.ok("GET", f"/staff/v1/cases/{case['id']}")
    assert (seen["for_whom"], seen["applicant_masked"]) == ("李**", "张**")
    assert number not in str(seen) and ID_NUMBER not in str(seen)
    full = (await colleague.move(case["id"], "full-applicant", {"reason": "核对"})).json()
    assert (full["form"]["holder-id-number"], full["id_number"]) == (number, ID_NUMBER)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (ID_NUMBER, {"/form/holder-id-number": "own_number"}),
        (SPOUSE_ID_NUMBER, {"/form/holder-id-number": "age_differs"}),
        ("370000199103070010", {"/form/holder-id-number": "shape"}),
    ],
)
async def test_a_number_that_does_not_fit_is_told_at_once(
    citizen: Citizen, number: str, told: dict[str, str]
) -> None:
    path = await begun(citizen, CHILD, FORM | {"holder-id-number": number})
    assert await lacking(citizen, path) == told | {"/materials/exit-entry-photo": "missing"}
    refused = (await citizen.call("POST", f"{path}/submit")).text
    assert number not in refused


async def test_a_child_does_not_pass_as_grown_up(stack: Stack, citizen: Citizen) -> None:
    await citizen.declare_real_name(of_a_child())
    path = await begun(citizen, SELF, {"name-in-pinyin": "ZHANG SAN"})
    assert (await lacking(citizen, path))["/situation/holder-age"] == "age_differs"
    listed = await citizen.ok("GET", f"{path}/tasks")
    tasks = {one["key"]: one for step in listed["steps"] for one in step["tasks"]}
    assert tasks["holder-age"]["state"] == "faulty" and tasks["holder-age"]["reasons"]


@pytest.fixture
async def guide(stack: Stack) -> ServiceGuide:
    return await guide_of("passport", 1)


@pytest.mark.parametrize(
    ("on", "child", "grown"),
    [
        (date(2020, 2, 28), [], ["age_differs"]),
        (date(2020, 2, 29), [], []),
        (date(2020, 3, 1), ["age_differs"], []),
    ],
)
def test_on_the_birthday_both_answers_fit(
    guide: ServiceGuide, on: date, child: list[str], grown: list[str]
) -> None:
    number = born_on(BORN)
    filed = Case(situation=CHILD, form={"holder-id-number": number})
    assert codes(principal_faults(filed, guide, ID_NUMBER, on)) == child
    assert codes(principal_faults(Case(situation=SELF, form={}), guide, number, on)) == grown


def test_who_grows_older_meanwhile_has_not_answered_wrongly(guide: ServiceGuide) -> None:
    """Fifteen when it was sent, sixteen when it is sent again."""
    form = {"holder-id-number": born_on(BORN)}
    case = Case(situation=CHILD, form=form, submitted_at=datetime(2020, 2, 20, tzinfo=UTC))
    assert codes(principal_faults(case, guide, ID_NUMBER, date(2020, 3, 9))) == []


def test_who_is_born_on_the_leap_day_has_a_birthday_each_year(guide: ServiceGuide) -> None:
    said = guide.model_dump(mode="json")
    said["scenario_questions"][1]["options"][0]["age_from"] = 17
    later, grown = ServiceGuide.model_validate(said), Case(situation=SELF, form={})
    number = born_on(BORN)
    assert codes(principal_faults(grown, later, number, date(2021, 2, 28))) == ["age_differs"]
    assert codes(principal_faults(grown, later, number, date(2021, 3, 1))) == []


def codes(faults: Any) -> list[str]:
    return [one.code for one in faults]
