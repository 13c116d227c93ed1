"""A partner whose entries cannot be: times of no calendar, papers without a name or without end."""

from typing import Any

import pytest

from mobile_api.handoff.custody.models import CustodyEntry
from mobile_api.handoff.wire.custody import MOST_PAPERS
from tests.mobile_api.handoff.custody.papers import GIVEN, TOLD, WAYBILL, HomeDesk, TakingDesk


@pytest.mark.parametrize(
    "at",
    [
        "9999-12-31T20:00:00Z",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
        253402300799,
    ],
)
async def test_a_time_that_leaves_the_calendar_is_not_kept(home: HomeDesk, at: object) -> None:
    said = await home.told("collected", facts={"papers": TOLD}, says={"at": at})
    assert (said.answered.status, said.answered.code) == (400, "body_malformed")
    assert await home.steps() == []


async def test_more_papers_than_a_message_holds_count_for_nothing(home: HomeDesk) -> None:
    papers = [{"name": f"材料{place}", "count": 1} for place in range(MOST_PAPERS)]
    assert (await home.told("collected", facts={"papers": papers})).answered.status == 202
    more = await home.told("collected", facts={"papers": TOLD})
    assert (more.answered.status, more.answered.code) == (422, "custody_out_of_turn")
    await home.told("sealed")
    await home.told("posted", facts={"waybill_number": WAYBILL})
    # The counter can still write each finding, and hand them over.
    findings = [{"name": one["name"], "found": "there"} for one in papers]
    await home.write("received", findings=findings)
    await home.write("handed_over")
    assert await home.place() == "with_person"


@pytest.mark.parametrize("name", ["\u200b", "   ", "\u2800", "\ufe0f"])
async def test_a_paper_that_nobody_can_name_is_refused(home: HomeDesk, name: str) -> None:
    papers = [*TOLD, {"name": name, "count": 1}]
    said = await home.told("collected", facts={"papers": papers})
    assert (said.answered.status, said.answered.code) == (422, "custody_malformed")
    assert not await CustodyEntry.exists()


async def test_a_name_between_blanks_is_named_at_the_counter(home: HomeDesk) -> None:
    papers = {"papers": [{"name": " 户口簿 ", "count": 1}]}
    await home.told("collected", facts=papers)
    await home.told("sealed")
    await home.told("posted", facts={"waybill_number": WAYBILL})
    await home.write("received", findings=[{"name": " 户口簿 ", "found": "there"}])
    assert await home.place() == "at_home"


NUMBERS = ["身份证110101 19900307 7715", "联系138-1234-5678", "存折6222 0212 3456 7890"]


@pytest.mark.parametrize("name", NUMBERS)
async def test_a_number_in_groups_is_not_told_either(desk: TakingDesk, name: str) -> None:
    answer = await desk.try_to("collected", papers=[{"name": name, "count": 1}])
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "paper_number_told"


async def test_a_day_is_no_such_number(desk: TakingDesk) -> None:
    given: list[dict[str, Any]] = [{"name": "收据2024-03-15", "count": 1}, *GIVEN]
    await desk.write("collected", papers=given)
