"""Journeys of parcels, asked for and pushed."""

import asyncio
import base64
import json
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.simulators import defaults
from tests.simulators.clock import Clock
from tests.simulators.ems.config import EmsConfig
from tests.simulators.ems.envelope import EnvelopeFault, open_sealed
from tests.simulators.ems.scripts import SCRIPTS
from tests.simulators_tests.ems.calls import Ems
from tests.simulators_tests.receiver import Answer, Call, Receiver, eventually

TAKEN = Answer(text='{"code": "00000"}')


@pytest.fixture
def receiver(receiver: Receiver) -> Receiver:
    receiver.always = TAKEN
    return receiver


def opened(call: Call) -> dict[str, Any]:
    """The content of a push, which ends with the JSON: there is no suffix as in a request."""
    sealed = base64.b64decode(json.loads(call.body)["logitcsInterface"].removeprefix("|$4|"))
    key = base64.b64decode(defaults.EMS_SIGN_KEY)
    decryptor = Cipher(algorithms.SM4(key), modes.ECB()).decryptor()
    padded = decryptor.update(sealed) + decryptor.finalize()
    item: dict[str, Any] = json.loads(padded[: -padded[-1]])
    return item


async def test_an_unknown_or_unmoved_parcel_has_an_empty_track(post_office: Ems) -> None:
    for waybill in ("1100000000000", await post_office.waybill()):
        answer = await post_office.call("040001", {"waybillNo": waybill, "direction": "0"})
        assert (answer["retCode"], answer["retMsg"]) == ("00000", "无查询信息")
        assert json.loads(answer["retBody"]) == {"responseItems": []}


async def test_a_normal_journey_ends_with_the_recipient(post_office: Ems) -> None:
    waybill = await post_office.waybill()
    await post_office.play(waybill, script="normal")
    items = await post_office.track(waybill)
    assert [item["opCode"] for item in items] == ["203", "305", "389", "954", "713", "702", "704"]
    assert items[-1]["deliverCode"] == "10"
    assert "deliverCode" not in items[0]
    times = [datetime.strptime(f"{item['opTime']}+0800", "%Y-%m-%d %H:%M:%S%z") for item in items]
    assert times == sorted(times)
    assert abs(times[0].timestamp() - post_office.clock.now()) < 5
    assert await post_office.track(waybill, "1") == items[::-1]


async def test_a_journey_is_played_bit_by_bit(post_office: Ems) -> None:
    waybill = await post_office.waybill()
    first = await post_office.play(waybill, until="954")
    then = await post_office.play(waybill, script="refused", until="705")
    codes = [event["op_code"] for part in (first, then) for event in part["events"]]
    assert codes == ["203", "305", "389", "954", "713", "702", "705"]
    items = await post_office.track(waybill)
    assert items[-1]["attemptDeliveryCode"] == "7"
    assert [item["opTime"] for item in items] == sorted({item["opTime"] for item in items})


@pytest.mark.parametrize("script", sorted(SCRIPTS))
async def test_every_script_can_be_played_to_its_end(post_office: Ems, script: str) -> None:
    waybill = await post_office.waybill()
    played = (await post_office.play(waybill, script=script))["events"]
    assert len(played) == len(SCRIPTS[script]) == len(await post_office.track(waybill))


async def test_operations_may_come_as_a_list_and_at_the_same_time(post_office: Ems) -> None:
    waybill = await post_office.waybill()
    await post_office.play(waybill, script=["203", "704:20"], spacing_seconds=0)
    items = await post_office.track(waybill)
    assert items[0]["opTime"] == items[1]["opTime"]
    assert items[1]["deliverCode"] == "20"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"script": "unknown"}, 400),
        ({"script": ["000"]}, 400),
        ({"until": "988"}, 400),
    ],
)
async def test_an_impossible_play_is_refused(
    post_office: Ems, body: dict[str, object], status: int
) -> None:
    url = f"{post_office.url}/_simulator/parcels/{await post_office.waybill()}/play"
    async with post_office.http.post(url, json=body) as response:
        assert response.status == status


async def test_a_track_may_stay_silent_at_first(
    post_office: Ems, ems_config: EmsConfig, clock: Clock
) -> None:
    ems_config.silent_minutes = 10
    waybill = await post_office.waybill()
    await post_office.play(waybill, until="203")
    assert await post_office.track(waybill) == []
    clock.advance(601)
    assert len(await post_office.track(waybill)) == 1


async def test_each_operation_is_pushed_in_the_form_of_ems(
    post_office: Ems, receiver: Receiver
) -> None:
    waybill = await post_office.waybill()
    played = await post_office.play(waybill)
    assert [one["outcome"] for one in played["pushes"]] == ["delivered"] * 7
    call = receiver.calls[-1]
    assert (call.path, call.content_type) == ("/hooks/ems", "application/json")
    body = json.loads(call.body)
    assert set(body) == {
        "logitcsInterface",
        "method",
        "msgType",
        "senderNo",
        "serialNo",
        "timeStamp",
        "version",
    }
    assert (body["method"], len(body["serialNo"])) == ("040002", 32)
    item = opened(call)
    assert (item["waybillNo"], item["orderNo"], item["opCode"]) == (waybill, "ORDER-1", "704")
    assert "deliverCode" not in item


async def test_a_push_may_be_a_form_with_suffix_and_sub_code(
    post_office: Ems, receiver: Receiver, ems_config: EmsConfig
) -> None:
    ems_config.push_as_form = ems_config.push_with_key_suffix = True
    ems_config.push_with_sub_codes = True
    await post_office.play(await post_office.waybill(), script=["704:10"])
    assert receiver.calls[0].content_type == "application/x-www-form-urlencoded"
    body = dict(parse_qsl(receiver.calls[0].body))
    item = json.loads(open_sealed(body["logitcsInterface"], defaults.EMS_SIGN_KEY))
    assert item["deliverCode"] == "10"


@pytest.mark.parametrize(
    "bad",
    [
        Answer(text='{"code": "S00001"}'),
        Answer(text="success"),
        Answer(status=500),
    ],
)
async def test_a_push_is_repeated_until_it_is_taken(
    post_office: Ems, receiver: Receiver, clock: Clock, bad: Answer
) -> None:
    clock.set_scale(0)
    receiver.next.extend([bad, bad])
    played = await post_office.play(await post_office.waybill(), script=["203"])
    assert played["pushes"][0]["outcome"] == "pending"

    async def has_failed(times: int) -> bool:
        (push,) = (await post_office.admin("deliveries"))["deliveries"]
        return len(push["failures"]) == times

    async def has_arrived() -> bool:
        (push,) = (await post_office.admin("deliveries"))["deliveries"]
        return bool(push["outcome"] == "delivered")

    # It comes again so long after it failed, and a busy machine takes its time to notice that.
    for failures, minutes in ((1, 5), (2, 30)):
        assert await eventually(partial(has_failed, failures))
        clock.advance(minutes * 60)
    assert await eventually(has_arrived)
    assert len(receiver.calls) == 3
    assert len({json.loads(call.body)["serialNo"] for call in receiver.calls}) == 1
    (push,) = (await post_office.admin("deliveries"))["deliveries"]
    assert (push["outcome"], len(push["failures"])) == ("delivered", 2)


async def test_pushes_may_come_twice_in_another_order_and_late(
    post_office: Ems, receiver: Receiver, clock: Clock
) -> None:
    waybill = await post_office.waybill()
    await post_office.play(waybill, until="305", copies=2, order="reversed")
    codes = [opened(call)["opCode"] for call in receiver.calls]
    assert codes == ["305", "305", "203", "203"]
    clock.set_scale(0)
    await post_office.play(waybill, until="389", late_minutes=180)
    await asyncio.sleep(0.05)
    assert len(receiver.calls) == 4
    clock.advance(180 * 60)

    async def came() -> bool:
        return len(receiver.calls) == 5

    assert await eventually(came)


async def test_pushes_that_must_be_refused_can_be_made(
    post_office: Ems, receiver: Receiver
) -> None:
    waybill = await post_office.waybill()
    await post_office.play(waybill, until="203", other_customer=True)
    await post_office.play(waybill, until="305", wrong_key=True)
    foreign, unreadable = (json.loads(call.body) for call in receiver.calls)
    assert foreign["senderNo"] != defaults.EMS_SENDER_NUMBER == unreadable["senderNo"]
    with pytest.raises(EnvelopeFault, match="解密"):
        open_sealed(unreadable["logitcsInterface"], defaults.EMS_SIGN_KEY)
