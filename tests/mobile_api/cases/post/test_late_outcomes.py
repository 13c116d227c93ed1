"""Outcomes that are worked off late or in the wrong order: the post's last word holds."""

from datetime import timedelta

from mobile_api.cases.clocks import open_clock
from mobile_api.cases.models import ClockSegment
from mobile_api.cases.rules import ClockKind
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import Limit, LimitUnit
from mobile_api.shared.due.claims import claim
from notifications.post.parcels.models import Parcel, ParcelOutcome
from notifications.post.parcels.states import CarrierName, Outcome, ParcelState
from tests.mobile_api.cases.posting import NEW_ADDRESS, PostedCase, told


async def outcome_of(posted: PostedCase, outcome: Outcome, sequence: int, late: int = 0) -> None:
    """`late`: minutes after which it is worked off."""
    parcel, now = (await posted.parcels())[0], clock.now()
    await ParcelOutcome.create(
        parcel_id=parcel.id,
        reference=parcel.reference,
        sequence=sequence,
        outcome=outcome,
        at=now,
        due_at=now + timedelta(minutes=late),
    )


async def later(posted: PostedCase, **more: float) -> None:
    with clock.standing_at(clock.now() + timedelta(**more)):
        await posted.stack.settle()


async def test_a_return_that_was_taken_back_meanwhile(posted: PostedCase) -> None:
    await posted.complete()
    await posted.play_only("refused")
    assert await claim(ParcelOutcome, limit=9, lease=timedelta(minutes=1))
    await outcome_of(posted, Outcome.reversed, sequence=9)
    await posted.stack.settle()
    await later(posted, minutes=2)
    assert (await posted.leg())["task"] is None
    assert "parcel_returned" not in await told(posted.citizen)


async def test_a_cancellation_that_came_to_nothing_meanwhile(posted: PostedCase) -> None:
    await posted.complete()
    await outcome_of(posted, Outcome.cancelled, sequence=8, late=1)
    await outcome_of(posted, Outcome.sent, sequence=9)
    await posted.stack.settle()
    await later(posted, minutes=2)
    leg = await posted.leg()
    assert (leg["kind"], len(leg["result"])) == ("post", 1)


async def test_the_clock_ends_on_the_day_of_the_signature(posted: PostedCase) -> None:
    await posted.complete()
    limit = Limit(10, LimitUnit.working_day)
    await open_clock(await posted.case(), ClockKind.delivery, limit, clock.today())
    await posted.play_only("normal")
    await later(posted, days=3)
    signed_at = (await posted.parcels())[0].delivered_at
    assert signed_at is not None
    segment = await ClockSegment.get(case_id=posted.id, kind=ClockKind.delivery.value)
    assert segment.ended_on == clock.beijing_date(signed_at)


async def test_the_history_names_no_carrier_that_did_not_carry(posted: PostedCase) -> None:
    await posted.complete()
    await Parcel.all().update(carrier=CarrierName.kuaidi100, carrier_code="shunfeng")
    for sequence, outcome in enumerate((Outcome.sent, Outcome.delivered, Outcome.reversed), 8):
        await outcome_of(posted, outcome, sequence)
        await posted.stack.settle()
    texts = await posted.public_texts()
    assert "证件已交寄。" in texts
    assert not [text for text in texts if "EMS" in text or "邮政" in text]


async def test_handed_over_while_a_change_of_address_waits(posted: PostedCase) -> None:
    await posted.complete()
    assert (await posted.post("delivery/address", {"address": NEW_ADDRESS})).is_success
    assert (await posted.colleague.move(posted.id, "hand-over")).is_success
    await posted.stack.settle()
    assert [one.state for one in await posted.parcels()] == [ParcelState.cancelled]
    assert "parcel_cancelled" not in await posted.history()
    assert (await posted.leg())["is_address_change_pending"] is False


async def test_what_was_handed_over_is_not_posted_any_more(posted: PostedCase) -> None:
    await posted.complete()
    assert (await posted.colleague.move(posted.id, "hand-over")).is_success
    await Parcel.all().update(state=ParcelState.order_failed, due_at=None)
    refused = await posted.post("delivery/address", {"address": NEW_ADDRESS})
    assert refused.json().get("code") == "move_not_allowed"
    path = f"/staff/v1/parcels/{(await posted.parcels())[0].id}/order-again"
    refused = await posted.colleague.call("POST", path, {"reason": "重新下单"})
    assert refused.status_code == 409
    assert (await posted.parcels())[0].state is ParcelState.order_failed
