"""撤回 from afar: before it is a case, while it is one, and too late; also while messages cross."""

from datetime import timedelta

import pytest

from mobile_api.cases.models import Case
from mobile_api.cases.states import CaseStatus
from mobile_api.handoff.incoming.arriving import arrive
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.states import HandoffStatus
from mobile_api.handoff.watching.due import HANDOFFS
from mobile_api.shared import clock
from mobile_api.shared.due.claims import claim
from tests.actors import Colleague
from tests.mobile_api.handoff.incoming.neighbour import Neighbour, face
from tests.mobile_api.handoff.incoming.test_good_way import decided


async def withdraw(neighbour: Neighbour, handoff_id: str) -> int:
    answer = (await neighbour.city.withdraw(handoff_id)).answered
    await neighbour.work()
    return answer.status


async def test_before_it_is_a_case(neighbour: Neighbour) -> None:
    message = await neighbour.hand_over()
    assert await withdraw(neighbour, message.handoff_id) == 202
    assert await neighbour.kinds(message.handoff_id) == ["withdrawn"]
    assert (await neighbour.row(message.handoff_id)).status is HandoffStatus.withdrawn
    assert not await Case.all().exists()


async def test_while_its_pages_are_inspected(neighbour: Neighbour) -> None:
    message = await neighbour.hand_over()
    await neighbour.fetched()
    assert await neighbour.kinds(message.handoff_id) == []
    await withdraw(neighbour, message.handoff_id)
    assert await neighbour.kinds(message.handoff_id) == ["withdrawn"]
    assert not await Case.all().exists()


async def test_while_it_is_a_case(neighbour: Neighbour) -> None:
    handoff_id = await neighbour.taken()
    assert await withdraw(neighbour, handoff_id) == 202
    assert await neighbour.kinds(handoff_id) == ["checked", "withdrawn"]
    assert (await neighbour.case(handoff_id)).status is CaseStatus.withdrawn
    assert (await neighbour.row(handoff_id)).status is HandoffStatus.withdrawn


async def test_while_it_waits_for_its_applicant(neighbour: Neighbour, clerk: Colleague) -> None:
    handoff_id = await neighbour.taken()
    case = await neighbour.case(handoff_id)
    fault = {"target": "material", "key": "elder-photo", "reason": "不清。", "advice": "请重拍。"}
    await clerk.move(str(case.id), "request-correction", {"faults": [fault]})
    await neighbour.work()
    # The correction crosses the withdrawal: nothing is made of it any more.
    await neighbour.city.correct(handoff_id, face(10))
    await withdraw(neighbour, handoff_id)
    assert (await neighbour.kinds(handoff_id))[-1] == "withdrawn"
    assert (await neighbour.case(handoff_id)).status is CaseStatus.withdrawn
    assert (await neighbour.row(handoff_id)).due_at is None


async def test_after_the_decision(neighbour: Neighbour, clerk: Colleague) -> None:
    handoff_id = await neighbour.taken()
    case = await neighbour.case(handoff_id)
    await decided(clerk, case.id)
    # It crosses the event: that city does not know of the decision yet.
    assert await withdraw(neighbour, handoff_id) == 202
    assert (await neighbour.kinds(handoff_id))[-2:] == ["decided", "withdrawal_refused"]
    assert (await neighbour.case(handoff_id)).status is CaseStatus.decided
    assert (await neighbour.row(handoff_id)).status is HandoffStatus.decided
    seen = await clerk.ok("GET", f"/staff/v1/cases/{case.id}/history")
    assert seen["is_intact"] and "撤回" in seen["events"][-1]["text"]


@pytest.mark.parametrize("is_decided", [False, True])
async def test_asked_again_it_changes_nothing(
    neighbour: Neighbour, clerk: Colleague, is_decided: bool
) -> None:
    handoff_id = await neighbour.taken()
    if is_decided:
        await decided(clerk, (await neighbour.case(handoff_id)).id)
    await withdraw(neighbour, handoff_id)
    before = await neighbour.kinds(handoff_id)
    assert await withdraw(neighbour, handoff_id) == 202
    assert await neighbour.kinds(handoff_id) == before


async def test_of_a_handoff_of_another_city(neighbour: Neighbour, another: Neighbour) -> None:
    handoff_id = await neighbour.taken()
    answer = (await another.city.withdraw(handoff_id)).answered
    assert (answer.status, answer.code) == (422, "unknown_handoff")
    assert (await neighbour.case(handoff_id)).status is CaseStatus.submitted


async def test_while_the_worker_has_it(neighbour: Neighbour) -> None:
    message = await neighbour.hand_over()
    await neighbour.fetched()
    with clock.standing_at(clock.now() + timedelta(seconds=2)):
        (held,) = await claim(Handoff, limit=1, lease=HANDOFFS.lease)
    await neighbour.city.withdraw(message.handoff_id)
    assert await arrive(held) == "changed"
    await neighbour.work()
    assert await neighbour.kinds(message.handoff_id) == ["withdrawn"]
    assert not await Case.all().exists()
