"""A move after which nobody waits for a parcel takes back the order of it."""

from typing import Any

import pytest

from mobile_api.cases.states import CaseStatus
from notifications.post.parcels.states import ParcelState
from tests.actors import ADDRESS
from tests.mobile_api.cases.posting import PostedCase

LIST = "/staff/v1/parcels/to-hand-over"


async def courier_ordered(elder: PostedCase) -> None:
    answer = await elder.post("originals/pick-up", {"address": ADDRESS})
    assert answer.status_code == 201, answer.text
    await elder.stack.settle()


async def states(posted: PostedCase) -> list[ParcelState]:
    await posted.stack.settle()
    return [parcel.state for parcel in await posted.parcels()]


@pytest.mark.parametrize("settled", [True, False])
async def test_handed_over_at_the_window(posted: PostedCase, settled: bool) -> None:
    await posted.complete(settled=settled)
    assert (await posted.colleague.move(posted.id, "hand-over")).is_success
    # At once, before EMS was asked: a label printed now would send an empty envelope.
    assert (await posted.colleague.ok("GET", LIST))["parcels"] == []
    parcel = (await posted.parcels())[-1]
    refused = await posted.colleague.call("GET", f"/staff/v1/parcels/{parcel.id}/label")
    assert refused.json()["code"] == "label_not_ready"
    assert await states(posted) == [ParcelState.cancelled]
    case = await posted.citizen.ok("GET", posted.path)
    assert (case["status"], case["holder"]) == ("delivered", "nobody")


async def test_a_courier_who_was_quicker_is_followed(posted: PostedCase) -> None:
    await posted.complete()
    await posted.play_only("stuck")
    assert (await posted.colleague.move(posted.id, "hand-over")).is_success
    found = await states(posted)
    assert found not in ([ParcelState.cancelled], [ParcelState.ordered])
    assert (await posted.citizen.ok("GET", posted.path))["status"] == "delivered"


@pytest.mark.parametrize(
    ("status", "move", "body"),
    [
        (CaseStatus.submitted, "decline-acceptance", {"reason": "不属于本部门职权范围。"}),
        (CaseStatus.under_review, "decide", {"outcome": "approved"}),
        (CaseStatus.under_review, "withdraw", None),
    ],
)
async def test_originals_that_nobody_waits_for(
    elder: PostedCase, status: CaseStatus, move: str, body: Any
) -> None:
    await elder.begin(status, "elder-card")
    await courier_ordered(elder)
    assert await states(elder) == [ParcelState.ordered]
    if move == "withdraw":
        assert (await elder.post("withdraw")).is_success
    else:
        answer = await elder.colleague.move(elder.id, move, body)
        assert answer.is_success, answer.text
    assert await states(elder) == [ParcelState.cancelled]


async def test_originals_on_their_way_are_followed_to_their_end(elder: PostedCase) -> None:
    await courier_ordered(elder)
    await elder.play("stuck")
    assert (await elder.post("withdraw")).is_success
    await elder.play("normal")
    assert await states(elder) == [ParcelState.delivered]


async def test_a_number_of_another_carrier_is_not_taken_back(elder: PostedCase) -> None:
    answer = await elder.post("originals/number", {"waybill_number": "SF1234567890125"})
    assert answer.is_success, answer.text
    assert (await elder.post("withdraw")).is_success
    assert await states(elder) == [ParcelState.ordered]
