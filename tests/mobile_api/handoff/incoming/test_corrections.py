"""补正 from afar: asked for once, answered anew, looked at before a day is counted."""

from datetime import timedelta
from typing import Any

import pytest

from mobile_api.cases.states import CaseStatus
from mobile_api.shared import clock
from tests.actors import Colleague
from tests.mobile_api.handoff.incoming.neighbour import Neighbour, face
from tests.partner_city import PartnerMessage, PartnerPage
from uploads.models import StoredFile

FAULTS = [
    {"target": "material", "key": "elder-photo", "reason": "看不清楚。", "advice": "请重新拍摄。"},
    {"target": "form_field", "key": "post-address", "reason": "没有门牌。", "advice": "请补全。"},
]


@pytest.fixture
async def asked(neighbour: Neighbour, clerk: Colleague) -> str:
    """A handoff whose case waits for its applicant."""
    handoff_id = await neighbour.taken()
    await ask(neighbour, clerk, handoff_id)
    return handoff_id


async def ask(neighbour: Neighbour, clerk: Colleague, handoff_id: str) -> None:
    case = await neighbour.case(handoff_id)
    answer = await clerk.move(str(case.id), "request-correction", {"faults": FAULTS})
    assert answer.is_success, answer.text
    await neighbour.work()


async def correct(
    neighbour: Neighbour, handoff_id: str, page: PartnerPage, **says: Any
) -> PartnerMessage:
    plain = {"form": {"address-of-post": "示范区光明路8号"}}
    message = await neighbour.city.correct(handoff_id, page, says=says, plain=plain)
    await neighbour.work()
    return message


async def test_faults_come_sealed_and_by_their_keys(
    neighbour: Neighbour, clerk: Colleague, asked: str
) -> None:
    event = await neighbour.last(asked)
    seen = await clerk.ok("GET", f"/staff/v1/cases/{(await neighbour.case(asked)).id}")
    due = {one["kind"]: one["due_on"] for one in seen["clocks"]}
    assert event["event"] == "correction_requested"
    assert event["facts"] == {"round": 1, "count": 2, "answer_by": due["correction"]}
    plain = await neighbour.plain(asked, "correction_requested")
    assert [one["key"] for one in plain["faults"]] == ["photo-of-face", "address-of-post"]
    assert plain["faults"][0]["advice"] == "请重新拍摄。"
    assert "重新拍摄" not in str(event)


async def test_the_answer_replaces_what_was_there(neighbour: Neighbour, asked: str) -> None:
    before = await StoredFile.get(state="clean")
    assert (await correct(neighbour, asked, face(10))).answered.status == 202
    assert await neighbour.kinds(asked) == ["checked", "correction_requested", "corrected"]
    assert (await neighbour.last(asked))["facts"] == {"round": 1}
    case = await neighbour.case(asked)
    await case.fetch_related("materials")
    assert case.status is CaseStatus.submitted
    assert case.form is not None and case.form["post-address"] == "示范区光明路8号"
    assert [one.file_id for one in case.materials] != [before.id]  # type: ignore[attr-defined]


async def test_the_same_photo_once_more_is_not_fetched_again(
    neighbour: Neighbour, asked: str
) -> None:
    await correct(neighbour, asked, face())
    assert set((await neighbour.city.admin("GET", "pages")).values()) == {1}
    assert (await neighbour.case(asked)).status is CaseStatus.submitted


async def test_a_second_round(neighbour: Neighbour, clerk: Colleague, asked: str) -> None:
    await correct(neighbour, asked, face(10))
    await ask(neighbour, clerk, asked)
    assert (await neighbour.last(asked))["facts"]["round"] == 2
    await correct(neighbour, asked, face(20), round=2)
    assert (await neighbour.last(asked))["facts"] == {"round": 2}


async def test_another_round_than_the_one_asked_for(neighbour: Neighbour, asked: str) -> None:
    assert (await correct(neighbour, asked, face(), round=2)).answered.code == "round_differs"


async def test_a_correction_that_nobody_asked_for(neighbour: Neighbour, asked: str) -> None:
    await correct(neighbour, asked, face(10))
    assert (await correct(neighbour, asked, face(20))).answered.code == "not_now"


async def test_while_one_is_looked_at_no_other_is_taken(neighbour: Neighbour, asked: str) -> None:
    first = await neighbour.city.correct(asked, face(10))
    other = await neighbour.city.correct(asked, face(20))
    assert (first.answered.status, other.answered.code) == (202, "not_now")


async def test_before_it_is_a_case(neighbour: Neighbour) -> None:
    message = await neighbour.hand_over()
    assert (await neighbour.city.correct(message.handoff_id, face())).answered.code == "not_now"


async def test_of_a_handoff_that_nobody_knows(neighbour: Neighbour, another: Neighbour) -> None:
    handoff_id = await neighbour.taken()
    answer = (await another.city.correct(handoff_id, face())).answered
    assert answer.code == "unknown_handoff"


async def test_an_answer_of_which_nothing_can_be_made(neighbour: Neighbour, asked: str) -> None:
    before = await neighbour.case(asked)
    await correct(neighbour, asked, face(10, lie="other_bytes"))
    event = await neighbour.last(asked)
    assert event["event"] == "correction_returned"
    assert event["facts"] == {"round": 1, "codes": ["material_differs"]}
    case = await neighbour.case(asked)
    assert (case.status, case.form) == (CaseStatus.correction_requested, before.form)
    # The round stays open, and what comes next is taken.
    await correct(neighbour, asked, face(20))
    assert (await neighbour.last(asked))["event"] == "corrected"


async def test_an_answer_that_is_not_whole(neighbour: Neighbour, asked: str) -> None:
    other = PartnerPage("what-we-do-not-ask", face().content)
    await correct(neighbour, asked, other)
    assert (await neighbour.last(asked))["facts"]["codes"] == ["material_missing"]
    case = await neighbour.case(asked)
    await case.fetch_related("materials")
    assert len(case.materials) == 1
    assert case.status is CaseStatus.correction_requested


async def test_pages_that_nobody_can_fetch(neighbour: Neighbour, asked: str) -> None:
    await correct(neighbour, asked, face(10, lie="gone"))
    assert (await neighbour.last(asked))["event"] == "correction_requested"
    with clock.standing_at(clock.now() + timedelta(days=3, hours=1)):
        await neighbour.work()
    assert (await neighbour.last(asked))["facts"]["codes"] == ["material_unreachable"]
