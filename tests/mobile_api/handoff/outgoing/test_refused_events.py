"""An event that could not be read: staff see it at once, others go on, and it can be mended."""

import httpx
import pytest

from mobile_api.handoff.models import Handoff
from mobile_api.handoff.partners.models import OwnKey
from mobile_api.handoff.partners.states import KeyUse
from mobile_api.handoff.states import HandoffStatus
from mobile_api.handoff.watching.queries import figures
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from tests.actors import Colleague
from tests.mobile_api.handoff.outgoing.handed import FAULTS, Handed
from tests.mobile_api.handoff.watching.conftest import of_role
from tests.stack import Stack

LINE = "/staff/v1/partners/linjiang"


@pytest.fixture
async def supervisor(stack: Stack, client: httpx.AsyncClient) -> Colleague:
    return await of_role(stack, client, StaffRole.supervisor)


async def _unreadable(handed: Handed) -> None:
    """It is sealed for a key that was retired too early."""
    await handed.sent()
    await handed.tell("checked")
    await OwnKey.filter(use=KeyUse.encryption).update(retired_at=clock.now())
    facts = {"round": 1, "count": 1, "answer_by": await handed.working_day(20)}
    told = await handed.tell("correction_requested", facts=facts, plain=FAULTS)
    assert (told.answered.status, told.answered.code) == (422, "sealed_unreadable")


async def test_it_is_seen_at_once_and_by_name(handed: Handed, supervisor: Colleague) -> None:
    await _unreadable(handed)
    assert (await handed.view())["problem"] == "sealed_unreadable"
    [told] = await figures()
    assert told["problems"] == 1
    lines = (await supervisor.ok("GET", f"{LINE}/messages?way=incoming"))["messages"]
    [refused] = [one for one in lines if one["outcome"] == "refused"]
    assert (refused["event"], refused["sequence"]) == ("correction_requested", 2)
    assert refused["code"] == "sealed_unreadable"
    assert refused["handoff_id"] == await handed.name()


async def test_once_the_cause_is_mended_a_replay_goes_on(
    handed: Handed, supervisor: Colleague
) -> None:
    await _unreadable(handed)
    await handed.tell("withdrawn")
    assert (await handed.row()).last_sequence == 1
    await OwnKey.filter(use=KeyUse.encryption).update(retired_at=None)
    done = await supervisor.ok("POST", f"{LINE}/replay", {"reason": "密钥已经恢复"})
    assert done == {"again": 0, "left": 0, "asked": 1}
    await handed.stack.settle()
    row = await handed.row()
    assert (row.last_sequence, row.status, row.problem) == (3, HandoffStatus.withdrawn, "")


async def test_the_home_city_may_mend_it_under_a_new_id(handed: Handed) -> None:
    await handed.sent()
    wrong = await handed.tell("checked", receipt_says={"code": "item_gone"})
    assert wrong.answered.status == 422
    assert (await handed.row()).problem == "receipt_wrong"
    mended = await handed.tell("checked", sequence=1)
    assert mended.answered.status == 202
    row = await handed.row()
    assert (row.last_sequence, row.status, row.problem) == (1, HandoffStatus.checked, "")


async def test_other_handoffs_go_on(handed: Handed) -> None:
    await _unreadable(handed)
    stuck = await handed.row()
    await handed.online()
    assert (await handed.tell("checked")).answered.status == 202
    other = await handed.row()
    assert other.id != stuck.id
    assert (other.status, other.last_sequence) == (HandoffStatus.checked, 1)
    assert (await Handoff.get(id=stuck.id)).last_sequence == 1
