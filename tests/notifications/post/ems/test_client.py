"""The four calls against EMS over a socket, on good days and bad ones."""

import logging
from typing import Any

import aiohttp
import pytest

from notifications.post.ems.account import EmsAccount, account_of
from notifications.post.ems.client import EmsClient
from notifications.post.ems.errors import EmsMisconfigured, EmsRefused, EmsUnreachable
from notifications.post.ems.orders import order_of
from notifications.post.ems.waybill import is_waybill_number
from notifications.post.parcels.models import Parcel
from tests.notifications.post.ems.conftest import ACCOUNT, Simulator
from tests.notifications.post.ems.sample import HALL, NOON, PERSON, START
from tests.settings import bare_settings

pytestmark = pytest.mark.standing_at(NOON)

ORDER = "020003"


def an_order(order_number: str = "A1") -> dict[str, Any]:
    return order_of(
        Parcel(
            order_number=order_number,
            sender=HALL,
            contents="证照",
            receiver=PERSON,
            created_at=START,
        )
    )


@pytest.mark.parametrize("result_as_text", [True, False])
async def test_order_track_and_label(
    ems_client: EmsClient, simulator: Simulator, result_as_text: bool
) -> None:
    simulator.config.result_as_text = result_as_text
    waybill_number = await ems_client.order(an_order())
    assert is_waybill_number(waybill_number)
    assert await ems_client.track(waybill_number) == []
    await simulator.play(waybill_number, "normal")
    events = await ems_client.track(waybill_number)
    assert [event.op_code for event in events] == ["203", "305", "389", "954", "713", "702", "704"]
    assert events[-1].sub_code == "10"
    assert (events[-1].at.utcoffset(), events[-1].waybill_number) == (
        START.utcoffset(),
        waybill_number,
    )
    label = await ems_client.label(waybill_number)
    assert label.pdf is not None and label.pdf.startswith(b"%PDF")
    assert (await ems_client.label(waybill_number, as_url=True)).url is not None


async def test_the_same_order_number_gets_the_same_waybill(ems_client: EmsClient) -> None:
    assert await ems_client.order(an_order("A1")) == await ems_client.order(an_order("A1"))
    assert await ems_client.order(an_order("A1")) != await ems_client.order(an_order("A2"))


async def test_cancel_before_collection_only(ems_client: EmsClient, simulator: Simulator) -> None:
    first, second = await ems_client.order(an_order("A1")), await ems_client.order(an_order("A2"))
    await ems_client.cancel("A1", first, "用户取消寄件")
    await simulator.play(second, "stuck")
    with pytest.raises(EmsRefused) as refusal:
        await ems_client.cancel("A2", second, "用户取消寄件")
    assert refusal.value.code == "B00013"


async def test_unknown_number_has_no_track(ems_client: EmsClient) -> None:
    assert await ems_client.track("1199999999999") == []


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"kind": "bad_gateway"}, "http_502"),
        ({"kind": "empty"}, "answer_unreadable"),
        ({"kind": "truncated"}, "answer_unreadable"),
        ({"kind": "error", "code": "S00001"}, "S00001"),
    ],
)
async def test_bad_days_may_pass(
    ems_client: EmsClient, simulator: Simulator, fault: dict[str, Any], code: str
) -> None:
    await simulator.fail(api_code=ORDER, **fault)
    with pytest.raises(EmsUnreachable) as failure:
        await ems_client.order(an_order())
    assert failure.value.code.endswith(code)


async def test_an_answer_that_takes_too_long(simulator: Simulator) -> None:
    await simulator.fail("slow", api_code=ORDER, seconds=1)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.3)) as hurried:
        with pytest.raises(EmsUnreachable):
            await EmsClient(simulator.url, ACCOUNT, hurried).order(an_order())


async def test_a_reply_lost_after_the_effect(ems_client: EmsClient, simulator: Simulator) -> None:
    await simulator.fail("reset", api_code=ORDER)
    with pytest.raises(EmsUnreachable):
        await ems_client.order(an_order())
    await ems_client.order(an_order())
    assert len((await simulator.get("parcels"))["parcels"]) == 1


async def test_nobody_listens(session: aiohttp.ClientSession) -> None:
    with pytest.raises(EmsUnreachable):
        await EmsClient("http://127.0.0.1:1", ACCOUNT, session).track("1100000000001")


@pytest.mark.parametrize(
    ("account", "code"),
    [
        (EmsAccount("88880000000009", ACCOUNT.authorization, ACCOUNT.sign_key), "B00003"),
        (EmsAccount(ACCOUNT.sender_number, "wrong", ACCOUNT.sign_key), "B00004"),
        (EmsAccount(ACCOUNT.sender_number, ACCOUNT.authorization, "AA" * 10 + "AA=="), "B00005"),
    ],
)
async def test_wrong_account(
    simulator: Simulator, session: aiohttp.ClientSession, account: EmsAccount, code: str
) -> None:
    with pytest.raises(EmsRefused) as refusal:
        await EmsClient(simulator.url, account, session).order(an_order())
    assert refusal.value.code == code


async def test_errors_and_logs_name_nobody(
    ems_client: EmsClient, simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    order = an_order() | {"contentsAttribute": "9"}
    with pytest.raises(EmsRefused) as refusal:
        await ems_client.order(order)
    text = f"{refusal.value!r} {refusal.value} {caplog.text} {ACCOUNT!r}"
    for secret in (PERSON.name, PERSON.phone, ACCOUNT.authorization, ACCOUNT.sign_key):
        assert secret not in text
    assert refusal.value.message


def test_account_of_settings() -> None:
    whole = {
        "ems_sender_number": ACCOUNT.sender_number,
        "ems_authorization": ACCOUNT.authorization,
        "ems_sign_key": ACCOUNT.sign_key,
    }
    assert account_of(bare_settings(**whole)) == ACCOUNT
    assert account_of(bare_settings()) is None
    for wrong in (whole | {"ems_authorization": ""}, whole | {"ems_sign_key": "no key"}):
        with pytest.raises(EmsMisconfigured):
            account_of(bare_settings(**wrong))


def test_without_an_account_there_is_no_client() -> None:
    assert EmsClient.open(bare_settings()) is None
