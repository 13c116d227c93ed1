"""Paper originals to the hall: fetched at the door or posted by the person, and their custody."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile_api.cases.models import CaseEvent
from mobile_api.cases.states import CaseStatus
from mobile_api.shared import clock
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.states import CarrierName, Direction, ParcelState
from tests.actors import ADDRESS
from tests.mobile_api.cases.posting import NEW_ADDRESS, PostedCase, ems_fails, told
from tests.simulators.ems.envelope import open_sealed

FROM_HOME = {"address": ADDRESS}
RECEIPT = {"condition": "intact", "note": "毕业证原件1份"}


async def fetched(elder: PostedCase) -> Parcel:
    answer = await elder.post("originals/pick-up", FROM_HOME)
    assert answer.status_code == 201, answer.text
    await elder.stack.settle()
    return (await elder.parcels())[-1]


async def test_fetched_at_the_door(elder: PostedCase) -> None:
    parcel = await fetched(elder)
    assert (parcel.direction, parcel.state) == (Direction.to_hall, ParcelState.ordered)
    assert parcel.known_sender.address == ADDRESS["address"]
    assert dict(parcel.receiver) == dict(elder.stack.settings.hall_contact)
    seen = await elder.client.get(f"{elder.stack.ems}/_simulator/requests?label=020003")
    form = httpx.QueryParams(seen.json()["requests"][-1]["body"])
    order = json.loads(open_sealed(form["logitcsInterface"], elder.stack.settings.ems_sign_key))[0]
    assert (order["pickupType"], order["bizProductNo"], order["paymentMode"]) == ("1", "3", "2")


async def test_their_arrival_is_an_event_and_moves_nothing(elder: PostedCase) -> None:
    await fetched(elder)
    await elder.play("normal")
    assert "originals_delivered" in await elder.history()
    assert "originals_arrived" in await told(elder.citizen)
    assert (await elder.case()).status == "submitted"
    leg = (await elder.leg())["originals"][0]
    assert leg["state"] == "delivered" and "登记接收" in leg["next_step"]


async def test_custody_is_recorded_once(elder: PostedCase) -> None:
    parcel = await fetched(elder)
    await elder.play("normal")
    path, body = f"{elder.staff_path}/originals/receive", RECEIPT | {"parcel_id": str(parcel.id)}
    await elder.colleague.ok("POST", path, body)
    again = await elder.colleague.call("POST", path, body)
    assert again.json()["code"] == "originals_already_received"
    event = await CaseEvent.get(kind="originals_received")
    assert (event.payload or {})["received_by"].startswith("staff:")
    assert (event.payload or {})["note"] == RECEIPT["note"]
    assert RECEIPT["note"] not in event.public_text


async def test_brought_in_person(elder: PostedCase) -> None:
    path = f"{elder.staff_path}/originals/receive"
    for condition in ("damaged", "incomplete"):
        await elder.colleague.ok("POST", path, {"condition": condition})
    assert (await elder.history()).count("originals_received") == 2


async def test_no_courier_comes_there(elder: PostedCase) -> None:
    island = {"address": ADDRESS | {"address": "离岛乡灯塔1号"}}
    refused = await elder.post("originals/pick-up", island)
    assert refused.json()["code"] == "pickup_not_served"
    assert await elder.parcels() == []


async def test_a_repeated_order_is_answered_alike_and_asks_ems_once(elder: PostedCase) -> None:
    """EMS is asked outside of the transaction that remembers the answer, or it would hold a row."""
    before = await times_asked(elder)
    path, headers = f"{elder.path}/originals/pick-up", {"Idempotency-Key": "pick-up-1"}
    first, again = [
        await elder.citizen.call("POST", path, FROM_HOME, headers=headers) for _ in range(2)
    ]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert await times_asked(elder) == before + 1
    assert len(await elder.parcels()) == 1
    other = FROM_HOME | {"address": NEW_ADDRESS}
    reused = await elder.citizen.call("POST", path, other, headers=headers)
    assert reused.json()["code"] == "idempotency_key_reused"


async def times_asked(elder: PostedCase) -> int:
    """How often EMS was asked whether its couriers come somewhere."""
    seen = await elder.client.get(f"{elder.stack.ems}/_simulator/requests?label=030005")
    return len(seen.json()["requests"])


async def test_ordered_while_coverage_cannot_be_asked(elder: PostedCase) -> None:
    await ems_fails(elder.stack, elder.client, "030005", kind="bad_gateway")
    assert (await fetched(elder)).state is ParcelState.ordered


async def test_one_at_a_time_and_cancelled_while_nobody_came(elder: PostedCase) -> None:
    parcel = await fetched(elder)
    refused = await elder.post("originals/pick-up", FROM_HOME)
    assert refused.json()["code"] == "originals_under_way"
    assert (await elder.post(f"originals/{parcel.id}/cancel")).is_success
    await elder.stack.settle()
    assert (await elder.parcels())[0].state is ParcelState.cancelled
    second = await fetched(elder)
    assert second.order_number.endswith("-2")
    await elder.play("stuck")
    late = await elder.post(f"originals/{second.id}/cancel")
    assert late.json()["code"] == "parcel_not_cancellable"


@pytest.mark.parametrize(
    ("number", "carrier_code", "has_advice"),
    [
        ("1100000000001", "ems", False),
        ("EA123456785CN", "", False),
        ("EA123456789CN", "", True),
        ("4700000000001", "", True),
        ("sf1234567890", "shunfeng", False),
        ("SF1234567890", "", True),
    ],
)
async def test_a_number_of_any_carrier(
    elder: PostedCase, number: str, carrier_code: str, has_advice: bool
) -> None:
    body = {"waybill_number": number, "carrier_code": carrier_code}
    answer: dict[str, Any] = (await elder.post("originals/number", body)).json()
    assert bool(answer["advice"]) is has_advice
    again = (await elder.post("originals/number", body)).json()
    assert again["parcel_id"] == answer["parcel_id"]
    parcel = await Parcel.get(id=answer["parcel_id"])
    assert (parcel.carrier, parcel.waybill_number) == (CarrierName.kuaidi100, number.upper())


@pytest.mark.parametrize(
    "number",
    ["ＳＦ1234567890125", "SF1234 5678 9012 5", "sf1234567890125\u200b", "SF1234567890125"],
)
async def test_a_number_in_any_width_is_one_number(elder: PostedCase, number: str) -> None:
    answer = await elder.post("originals/number", {"waybill_number": number})
    assert answer.is_success, answer.text
    (parcel,) = await elder.parcels()
    assert parcel.waybill_number == "SF1234567890125"


@pytest.mark.parametrize("number", ["", "12", "'; DROP", "1" * 31, "一二三四五六七八"])
async def test_what_cannot_be_a_number(elder: PostedCase, number: str) -> None:
    refused = await elder.post("originals/number", {"waybill_number": number})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["path"] == "/waybill_number"


async def test_a_mistyped_number_is_taken_back(elder: PostedCase) -> None:
    body = {"waybill_number": "1100000000001"}
    parcel_id = (await elder.post("originals/number", body)).json()["parcel_id"]
    assert (await elder.post(f"originals/{parcel_id}/cancel")).is_success
    leg = (await elder.leg())["originals"]
    assert [one["state"] for one in leg] == ["cancelled"]


async def test_a_number_taken_back_is_given_again(elder: PostedCase) -> None:
    body = {"waybill_number": "1100000000001"}
    parcel_id = (await elder.post("originals/number", body)).json()["parcel_id"]
    assert (await elder.post(f"originals/{parcel_id}/cancel")).is_success
    assert (await elder.post("originals/number", body)).json()["parcel_id"] == parcel_id
    leg = (await elder.leg())["originals"]
    assert [one["state"] for one in leg] == ["ordered"]


async def test_what_the_counter_took_in_is_not_taken_back(elder: PostedCase) -> None:
    body = {"waybill_number": "1100000000001"}
    parcel_id = (await elder.post("originals/number", body)).json()["parcel_id"]
    receipt = RECEIPT | {"parcel_id": parcel_id}
    await elder.colleague.ok("POST", f"{elder.staff_path}/originals/receive", receipt)
    refused = await elder.post(f"originals/{parcel_id}/cancel")
    assert refused.json()["code"] == "parcel_not_cancellable"


async def test_a_refused_pick_up_is_ordered_from_another_door(elder: PostedCase) -> None:
    await ems_fails(elder.stack, elder.client, "020003", kind="error", code="B00010", times=3)
    parcel = await fetched(elder)
    for minutes in (10, 20):
        with clock.standing_at(clock.now() + timedelta(minutes=minutes)):
            await elder.stack.settle()
    body = {"reason": "电话核实取件地址", "address": NEW_ADDRESS}
    await elder.colleague.ok("POST", f"/staff/v1/parcels/{parcel.id}/order-again", body)
    again = (await elder.parcels())[-1]
    assert again.known_sender.address == NEW_ADDRESS["address"]
    assert dict(again.receiver) == dict(elder.stack.settings.hall_contact)


async def test_not_for_every_item_nor_at_any_time(elder: PostedCase, posted: PostedCase) -> None:
    await posted.begin(CaseStatus.submitted)
    refused = await posted.post("originals/pick-up", FROM_HOME)
    assert refused.json()["code"] == "originals_not_by_post"
    await elder.begin(CaseStatus.decided, "elder-card")
    refused = await elder.post("originals/number", {"waybill_number": "1100000000001"})
    assert refused.json()["code"] == "originals_not_expected"


async def test_not_of_other_cases(elder: PostedCase, posted: PostedCase) -> None:
    await posted.complete()
    result = (await posted.parcels())[0]
    refused = await elder.post(f"originals/{result.id}/cancel")
    assert refused.json()["code"] == "parcel_not_found"
