"""Carriers give numbers out again and have clocks that go wrong: a parcel has a beginning."""

from datetime import timedelta
from typing import Any

import pytest

from mobile_api.shared import clock
from mobile_api.shared.ids import new_id
from notifications.post.kuaidi100.pushes import take
from notifications.post.parcels.models import ParcelEvent
from notifications.post.parcels.queries import parcels_of
from notifications.post.parcels.states import ParcelState
from tests.committed import committed
from tests.notifications.post.ems.sample import (
    NOON,
    OWNER,
    START,
    event,
    fresh,
    outcomes,
    pushed,
    sent,
)
from tests.notifications.post.kuaidi100.conftest import NUMBER, followed

pytestmark = [pytest.mark.usefixtures("stack"), pytest.mark.standing_at(NOON)]

OLD = [("2025-10-15 10:00:00", "103"), ("2025-10-17 10:00:00", "301")]
NEW = [("2026-11-20 10:00:00", "103"), ("2026-11-20 18:00:00", "1001")]
S = ParcelState


def listed(*scans: tuple[str, str], state: str) -> dict[str, Any]:
    data = [{"ftime": at, "statusCode": code, "context": "示例"} for at, code in scans]
    result = {"nu": NUMBER, "com": "shunfeng", "state": state, "data": data}
    return {"status": "polling", "lastResult": result}


async def test_the_track_of_an_earlier_parcel_delivers_nothing() -> None:
    parcel = await followed()
    assert await committed(take(listed(*OLD, state="3")))
    after = await fresh(parcel)
    assert (after.state, after.delivered_at, await outcomes(parcel)) == (S.ordered, None, [])
    (view,) = await parcels_of(OWNER)
    assert view.events == [] and await ParcelEvent.all().count() == 0


@pytest.mark.parametrize("state", ["0", "3"])
async def test_old_and_new_scans_in_one_list(state: str) -> None:
    parcel = await followed()
    assert await committed(take(listed(*OLD, *NEW, state=state)))
    assert (await fresh(parcel)).state is S.in_transit
    assert "delivered" not in await outcomes(parcel)
    await committed(take(listed(*OLD, *NEW, ("2026-11-21 09:00:00", "301"), state="3")))
    assert (await fresh(parcel)).state is S.delivered


async def test_what_was_stored_of_an_earlier_parcel_counts_no_more() -> None:
    parcel = await followed()
    await committed(take(listed(NEW[0], state="1")))
    stale = await ParcelEvent.get()
    stale.id, stale.op_code, stale.at = new_id(), "301", START - timedelta(days=400)
    await stale.save(force_create=True)
    await committed(take(listed(NEW[0], state="1")))
    assert await ParcelEvent.all().count() == 1
    assert (await fresh(parcel)).state is S.collected


@pytest.mark.parametrize(
    "at", ["2025-10-17 10:00:00", "2006-11-21 09:30:00", "2027-11-21 09:30:00"]
)
async def test_an_instant_that_cannot_be_is_no_scan_of_ems_either(at: str) -> None:
    parcel = await sent()
    assert await pushed(event("704:10", opTime=at))
    assert ((await fresh(parcel)).state, await outcomes(parcel)) == (S.ordered, [])


@pytest.mark.parametrize(
    "at",
    ["2006-11-21 11:00:00", "2026-11-21 11:00:00", "2026-11-21 23:00:00", "2027-11-21 11:00:00"],
)
async def test_a_reversal_works_whatever_its_clock_says(at: str) -> None:
    parcel = await sent()
    for one in (event("203"), event("704:10", 30), event("743", opTime=at)):
        await pushed(one)
    assert (await fresh(parcel)).state is S.collected
    assert (await outcomes(parcel))[-1] == "reversed"


async def test_a_signature_with_a_clock_ahead_is_taken_back_and_never_in_the_future() -> None:
    parcel = await sent()
    await pushed(event("203"))
    await pushed(event("704:10", opTime="2026-11-21 20:00:00"))
    delivered = await fresh(parcel)
    assert delivered.state is S.delivered
    assert delivered.delivered_at is not None and delivered.delivered_at <= clock.now()
    await pushed(event("743", opTime="2026-11-21 11:59:00"))
    assert (await fresh(parcel)).state is S.collected
    assert await outcomes(parcel) == ["sent", "delivered", "reversed"]
