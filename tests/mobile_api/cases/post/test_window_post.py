"""The window's acts at a parcel: hand over, cancel, order again, look at addresses and alerts."""

from datetime import timedelta

from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.models import AuditRecord
from notifications.post.parcels.states import ParcelState
from tests.actors import ADDRESS
from tests.mobile_api.cases.filling import member
from tests.mobile_api.cases.posting import NEW_ADDRESS, PostedCase, ems_fails

REASON = {"reason": "邮政退单,地址补全"}
LIST, ALERTS = "/staff/v1/parcels/to-hand-over", "/staff/v1/parcel-alerts"


async def path_of(posted: PostedCase) -> str:
    return f"/staff/v1/parcels/{(await posted.parcels())[-1].id}"


async def test_what_is_to_be_handed_over(posted: PostedCase) -> None:
    await posted.complete()
    listed = (await posted.colleague.ok("GET", LIST))["parcels"]
    assert [(one["receiver_masked"], one["state"]) for one in listed] == [("张**", "ordered")]
    await posted.play("stuck")
    assert (await posted.colleague.ok("GET", LIST))["parcels"] == []


async def test_cancelled_by_the_window(posted: PostedCase) -> None:
    await posted.complete()
    path = await path_of(posted)
    await posted.colleague.ok("POST", f"{path}/cancel", REASON)
    await posted.stack.settle()
    assert (await posted.parcels())[0].state is ParcelState.cancelled
    assert (await posted.leg())["kind"] == "pick_up"
    assert (await posted.citizen.ok("GET", posted.path))["holder"] == "citizen"
    assert (await AuditRecord.get(action="cancel_parcel")).reason == REASON["reason"]


async def refused_by_ems(posted: PostedCase) -> None:
    await ems_fails(posted.stack, posted.client, "020003", kind="error", code="B00010", times=3)
    await posted.complete()
    for minutes in (10, 20):
        with clock.standing_at(clock.now() + timedelta(minutes=minutes)):
            await posted.stack.settle()


async def test_ordered_again_with_a_corrected_address(posted: PostedCase) -> None:
    await refused_by_ems(posted)
    assert (await posted.parcels())[0].state is ParcelState.order_failed
    body = REASON | {"address": NEW_ADDRESS}
    await posted.colleague.ok("POST", f"{await path_of(posted)}/order-again", body)
    await posted.stack.settle()
    parcels = await posted.parcels()
    assert [(one.state, one.receiver.address) for one in parcels] == [
        (ParcelState.ordered, NEW_ADDRESS["address"])
    ]
    again = await posted.colleague.call("POST", f"{await path_of(posted)}/order-again", body)
    assert again.json()["code"] == "parcel_not_retryable"


async def test_the_person_corrects_the_address_of_a_failed_order(posted: PostedCase) -> None:
    await refused_by_ems(posted)
    assert (await posted.post("delivery/address", {"address": NEW_ADDRESS})).is_success
    await posted.stack.settle()
    assert [one.state for one in await posted.parcels()] == [ParcelState.ordered]


async def test_the_full_address_is_an_audited_look(posted: PostedCase) -> None:
    await posted.complete()
    path = f"{await path_of(posted)}/full-address"
    assert (await posted.colleague.call("POST", path, {})).status_code == 422
    assert await posted.colleague.ok("POST", path, REASON) == ADDRESS
    assert await AuditRecord.filter(action="view_full_address").count() == 1


async def test_alerts_of_the_department(posted: PostedCase) -> None:
    await (await posted.complete()).play("lost")
    stranger = await member(posted.stack, posted.client, StaffRole.front_desk, department="gaj")
    found = (await posted.colleague.ok("GET", ALERTS))["alerts"]
    assert [one["kind"] for one in found] == ["lost"]
    path = f"{ALERTS}/{found[0]['id']}/resolve"
    assert (await stranger.ok("GET", ALERTS))["alerts"] == []
    assert (await stranger.call("POST", path)).json()["code"] == "parcel_not_found"
    await posted.colleague.ok("POST", path)
    assert (await posted.colleague.ok("GET", ALERTS))["alerts"] == []


async def test_silence_is_an_alert(posted: PostedCase) -> None:
    await (await posted.complete()).play("stuck")
    with clock.standing_at(clock.now() + timedelta(days=6)):
        await posted.stack.settle()
    found = (await posted.colleague.ok("GET", ALERTS))["alerts"]
    assert [one["kind"] for one in found] == ["silent"]


async def test_staff_see_the_leg_masked(posted: PostedCase) -> None:
    await (await posted.complete()).play("stuck")
    leg = await posted.colleague.ok("GET", f"{posted.staff_path}/delivery")
    assert leg["result"][0]["receiver"] == {
        "name": "张**",
        "phone": "138****8000",
        "address": "示范省示范市示范区和平街道****",
    }
    assert leg["result"][0]["latest"]["text"] == "邮件已离开处理中心"
