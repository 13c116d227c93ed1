"""Orders, cancellations and labels."""

import base64
import io
import json

import pikepdf
import pytest

from tests.simulators.ems.config import EmsConfig
from tests.simulators_tests.ems.calls import ADDRESS, Ems, order


async def test_an_order_gets_a_waybill_number_of_thirteen_digits(post_office: Ems) -> None:
    answer = await post_office.call("020003", order())
    assert (answer["retCode"], answer["success"]) == ("00000", True)
    result = json.loads(answer["retBody"])
    assert len(result["waybillNo"]) == 13
    assert result["waybillNo"].isdecimal()
    assert result["waybillNo"].startswith("11")
    assert result["logisticsOrderNo"] == "ORDER-1"
    assert {"routeCode", "packageCode", "markDestinationName"} < set(result)


async def test_the_same_order_number_gets_the_same_waybill(
    post_office: Ems, ems_config: EmsConfig
) -> None:
    first, again = await post_office.waybill(), await post_office.waybill()
    assert first == again != await post_office.waybill("ORDER-2")
    ems_config.repeated_order_is_error = True
    assert (await post_office.call("020003", order()))["retCode"] == "B00011"


@pytest.mark.parametrize(
    "body",
    [
        order()[0],
        [],
        [*order(), *order("ORDER-2")],
        order(createdTime="today"),
        order(receiver={**ADDRESS, "mobile": ""}),
        order(cargos=[]),
    ],
)
async def test_an_incomplete_order_is_refused(post_office: Ems, body: object) -> None:
    assert (await post_office.call("020003", body))["retCode"] == "B00010"


async def test_a_refusal_names_fields_and_no_values(post_office: Ems) -> None:
    wrong = order(receiver={**ADDRESS, "address": "隐" * 201})
    message = (await post_office.call("020003", wrong))["retMsg"]
    assert "receiver.address" in message
    assert "隐" not in message


async def test_an_order_may_be_cancelled_until_the_parcel_is_picked_up(post_office: Ems) -> None:
    async def cancel(number: str, waybill: str) -> str:
        body = {"logisticsOrderNo": number, "waybillNo": waybill, "cancelReason": "改为自取"}
        return str((await post_office.call("020006", body))["retCode"])

    first, second = await post_office.waybill("A"), await post_office.waybill("B")
    await post_office.play(second, until="203")
    codes = [await cancel("A", first), await cancel("B", second), await cancel("B", first)]
    assert codes == ["00000", "B00013", "B00012"]
    assert (await post_office.call("020003", order("A")))["retCode"] == "B00014"
    async with post_office.http.post(f"{post_office.url}/_simulator/parcels/{first}/play") as reply:
        assert reply.status == 409


async def test_a_label_is_a_real_page_as_base64_or_behind_an_address(post_office: Ems) -> None:
    waybill = await post_office.waybill()
    body = {"waybillNo": waybill, "type": "129", "isReturn": "0"}
    inline = base64.b64decode((await post_office.call("010004", body))["retBody"])
    url = (await post_office.call("010004", {**body, "getURL": "1"}))["retBody"]
    async with post_office.http.get(url) as response:
        assert response.content_type == "application/pdf"
        downloaded = await response.read()
    for content in (inline, downloaded):
        with pikepdf.open(io.BytesIO(content)) as document:
            (page,) = document.pages
            assert waybill.encode() in page.Contents.read_bytes()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"waybillNo": "1100000000000"}, "B00012"),
        ({"type": "9"}, "B00010"),
    ],
)
async def test_there_is_no_label_for_nothing(
    post_office: Ems, changes: dict[str, str], code: str
) -> None:
    body = {"waybillNo": await post_office.waybill(), "type": "129", **changes}
    assert (await post_office.call("010004", body))["retCode"] == code
