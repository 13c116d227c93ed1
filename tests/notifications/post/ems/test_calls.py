"""Coverage, postage and addresses, asked of EMS over a socket; and what odd answers come to."""

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.post.ems.answers import (
    Place,
    fee_of,
    fen_of,
    is_served,
    label_of,
    places_of,
    posted_fee_of,
)
from notifications.post.ems.client import EmsClient
from notifications.post.ems.errors import EmsError, EmsRefused, EmsUnreachable
from tests.notifications.post.ems.conftest import Simulator
from tests.notifications.post.ems.sample import NOON
from tests.notifications.post.ems.test_client import an_order
from tests.simulators.defaults import EMS_PRODUCT_CODE

pytestmark = pytest.mark.standing_at(NOON)

HOME = Place("示例省", "示例市", "示例区", "和平街道幸福里2号楼301室")
ISLAND = Place("示例省", "示例市", "示例县", "离岛乡灯塔1号")
FAR = Place("远方省", "远方市", "远方区", "远方路1号")


@pytest.fixture(params=["text", "object"])
def simulator_of_both_forms(simulator: Simulator, request: pytest.FixtureRequest) -> Simulator:
    simulator.config.result_as_text = request.param == "text"
    return simulator


@pytest.mark.usefixtures("simulator_of_both_forms")
async def test_coverage_and_reach(ems_client: EmsClient) -> None:
    assert await ems_client.is_collected_from(HOME)
    assert not await ems_client.is_collected_from(ISLAND)
    assert await ems_client.is_reachable(ISLAND)


@pytest.mark.usefixtures("simulator_of_both_forms")
async def test_estimate_in_fen(ems_client: EmsClient) -> None:
    near = await ems_client.estimate(HOME, ISLAND, product_code=EMS_PRODUCT_CODE, weight_grams=100)
    far = await ems_client.estimate(HOME, FAR, product_code=EMS_PRODUCT_CODE, weight_grams=1001)
    assert (near.real, near.standard) == (1080, 1200)
    assert (far.real, far.standard) == (3600, 4000)


@pytest.mark.usefixtures("simulator_of_both_forms")
async def test_what_was_paid(ems_client: EmsClient, simulator: Simulator) -> None:
    waybill_number = await ems_client.order(an_order("F1"))
    assert await ems_client.posted_fee("F1", waybill_number) is None
    await simulator.play(waybill_number, "stuck")
    paid = await ems_client.posted_fee("F1", waybill_number)
    assert paid is not None and (paid.fen, paid.weight_grams) == (1200, 100)
    with pytest.raises(EmsRefused):
        await ems_client.posted_fee("F2", waybill_number)


@pytest.mark.usefixtures("simulator_of_both_forms")
async def test_an_address_pasted_whole(ems_client: EmsClient) -> None:
    text = " 示例省示例市示例区 和平街道幸福里2号楼301室\n"
    assert await ems_client.places_in(text) == [HOME]
    assert await ems_client.places_in("不知道什么地方") == []
    capital = await ems_client.places_in("北京市东城区示例路1号")
    assert [(one.city, one.whole) for one in capital] == [("北京市", "北京市东城区示例路1号")]


async def test_a_wrong_product_code_is_refused(ems_client: EmsClient) -> None:
    with pytest.raises(EmsRefused):
        await ems_client.estimate(HOME, FAR, product_code="1", weight_grams=100)


async def test_a_label_that_comes_as_an_address(
    ems_client: EmsClient, simulator: Simulator
) -> None:
    waybill_number = await ems_client.order(an_order())
    assert (await ems_client.label_pdf(waybill_number)).startswith(b"%PDF")
    simulator.config.label_always_as_url = True
    assert (await ems_client.label_pdf(waybill_number, "76x129")).startswith(b"%PDF")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/labels/179/1.pdf",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "http://[::1",
        "",
    ],
)
async def test_nothing_is_fetched_from_elsewhere(ems_client: EmsClient, url: str) -> None:
    with pytest.raises(EmsUnreachable, match="file_of_another_host"):
        await ems_client.file(url)


async def test_a_file_that_is_not_there(ems_client: EmsClient, simulator: Simulator) -> None:
    with pytest.raises(EmsUnreachable, match="http_404"):
        await ems_client.file(f"{simulator.url}/labels/179/none.pdf")


@pytest.mark.parametrize("status", ["0", "1", "8", "9", "10"])
def test_coverage_is_yes_or_no(status: str) -> None:
    assert is_served({"status": status}) is (status == "0")
    assert is_served([{"status": int(status)}]) is (status == "0")


@pytest.mark.parametrize("status", ["2", "3", "4", "5", "7"])
def test_a_fault_of_the_question_is_no_answer(status: str) -> None:
    with pytest.raises(EmsRefused):
        is_served({"status": status})


@pytest.mark.parametrize("body", [{"status": "6"}, {}, None, "", [], "0", {"status": None}])
def test_coverage_unreadable(body: Any) -> None:
    with pytest.raises(EmsUnreachable):
        is_served(body)


ODD = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["status", "realFee", "totalFee", "prov", "city", "county", "address"]),
            inner,
        )
    ),
    max_leaves=6,
)


@given(body=ODD)
def test_odd_answers_end_in_a_named_error_or_none(body: Any) -> None:
    for read in (is_served, fee_of, posted_fee_of, label_of, lambda it: places_of(it, "示例省")):
        try:
            read(body)
        except EmsError as error:
            assert error.code


@pytest.mark.parametrize(
    ("value", "fen"),
    [("12.34", 1234), (12.34, 1234), ("0", 0), ("-1", None), ("NaN", None), ("十元", None)],
)
def test_yuan_in_fen(value: Any, fen: int | None) -> None:
    assert fen_of(value) == fen


def test_a_label_in_lines_as_java_writes_it() -> None:
    pdf = b"%PDF-1.7" + b"x" * 200
    assert label_of(base64.encodebytes(pdf).decode()).pdf == pdf
