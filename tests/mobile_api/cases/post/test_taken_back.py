"""What the post takes back is taken back in the case, and told."""

import pytest

from mobile_api.cases.post.models import PostalTask, PostalTaskState
from mobile_api.shared import clock
from notifications.post.parcels.models import ParcelOutcome
from notifications.post.parcels.states import Outcome
from tests.mobile_api.cases.post.test_returned_results import POST, returned
from tests.mobile_api.cases.posting import PostedCase, told

pytestmark = pytest.mark.standing_at("2026-11-25T10:00+08:00")


async def test_the_post_takes_the_return_back(posted: PostedCase) -> None:
    await returned(posted)
    await first_parcel_moves_on(posted)
    assert (await posted.leg())["task"] is None
    assert (await PostalTask.get()).state is PostalTaskState.void


async def first_parcel_moves_on(posted: PostedCase) -> None:
    """What the post said of the first parcel is void."""
    parcel, now = (await posted.parcels())[0], clock.now()
    await ParcelOutcome.create(
        parcel_id=parcel.id,
        reference=parcel.reference,
        sequence=9,
        outcome=Outcome.reversed,
        at=now,
        due_at=now,
    )
    await posted.stack.settle()


async def test_delivered_undone_and_delivered_again(posted: PostedCase) -> None:
    await (await posted.complete()).play("normal")
    assert (await posted.case()).status == "delivered"
    await posted.play(["743"])
    assert (await posted.case()).status == "completed"
    await posted.play(["702", "704:10"])
    assert (await posted.case()).status == "delivered"
    kinds = await posted.history()
    assert kinds.count("signed_for") == 2 and kinds.count("undo_signed_for") == 1
    events = await told(posted.citizen)
    assert (events.count("delivered"), events.count("delivery_undone")) == (2, 1)


async def test_a_return_after_all_is_told_as_such(posted: PostedCase) -> None:
    await (await posted.complete()).play(["203", "704:10"])
    await posted.play(["741", "711"])
    events = await told(posted.citizen)
    assert "parcel_returned" in events and "delivery_undone" not in events


async def test_the_old_parcel_does_not_undo_the_new_one(posted: PostedCase) -> None:
    await returned(posted)
    assert (await posted.post("delivery/readdress", POST)).is_success
    await posted.stack.settle()
    await posted.play("normal")
    await first_parcel_moves_on(posted)
    assert (await posted.case()).status == "delivered"
