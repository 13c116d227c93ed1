"""Delivery reports of the provider: late, twice, reversed, forged, or not about us at all."""

import secrets
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mobile_api.accounts.phones.models import PhoneBinding, hash_of_phone
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.http.bodies import MOST_OF_A_PUSH
from mobile_api.shared.ids import new_id
from notifications.models import ChannelName, Delivery, DeliveryState, EarlyReceipt
from notifications.service import notify
from notifications.words import reasons
from tests.notifications.words.test_templates import DATA
from tests.simulators.sms import defaults
from tests.stack import Stack

PATH = f"/hooks/sms/reports/{defaults.REPORT_SECRET}"


class Told:
    """Somebody who can be reached by SMS only, and what lies on the phone."""

    def __init__(self, stack: Stack, http: httpx.AsyncClient) -> None:
        self.stack, self.http = stack, http
        self.person_id = new_id()
        self.phone = f"139{secrets.randbelow(10**8):08d}"

    async def prove_phone(self) -> None:
        await PhoneBinding.create(
            person_id=self.person_id,
            phone=self.phone,
            phone_hash=hash_of_phone(self.phone),
            created_at=clock.now(),
            verified_at=clock.now(),
        )

    async def tell(self, event: str = "declined") -> Delivery:
        """Let the worker try every channel; answers the row of the SMS."""
        async with in_transaction():
            await notify(self.person_id, event, DATA, subject="case:1", dedupe_key=event)
        await self.stack.settle()
        return await self.row()

    async def row(self) -> Delivery:
        return await Delivery.get(person_id=self.person_id, channel=ChannelName.sms)

    async def simulator(self, action: str, **body: Any) -> Any:
        url = f"{self.stack.simulators['sms']}/_simulator/{action}"
        response = await self.http.post(url, json=body)
        assert response.is_success, response.text
        return response.json()

    async def report(self, **more: Any) -> list[dict[str, Any]]:
        return list((await self.simulator("reports", phone=self.phone, **more))["pushes"])


@pytest.fixture
async def told(stack: Stack, client_of_api: httpx.AsyncClient) -> Told:
    with_phone = Told(stack, client_of_api)
    await with_phone.prove_phone()
    return with_phone


@pytest.fixture
async def client_of_api(stack: Stack) -> Any:
    async with httpx.AsyncClient(base_url=stack.api, timeout=20, trust_env=False) as client:
        yield client


async def test_the_last_channel_tells_and_its_report_settles_it(told: Told) -> None:
    row = await told.tell()
    assert row.state == DeliveryState.sent
    assert row.account == "sms"
    chain = Delivery.filter(person_id=told.person_id, place__gt=0).order_by("place")
    states = [(one.channel, one.state) for one in await chain]
    assert states[:3] == [
        (name, DeliveryState.fallen_back)
        for name in ("mini_program", "official_subscription", "official_template")
    ]
    [push] = await told.report()
    assert push["outcome"] == "delivered"
    assert (await told.row()).state == DeliveryState.delivered


async def test_without_a_proven_number_the_inbox_is_left(stack: Stack, told: Told) -> None:
    told.person_id = new_id()
    row = await told.tell()
    assert (row.state, row.reason) == (DeliveryState.fallen_back, reasons.NO_ADDRESS)


async def test_what_the_phone_did_not_get_has_failed_with_a_reason(told: Told) -> None:
    await told.tell()
    await told.report(err_code="MOBILE_NOT_ON_SERVICE")
    row = await told.row()
    assert (row.state, row.reason) == (DeliveryState.failed, reasons.SMS_NOT_RECEIVED)


@pytest.mark.parametrize("more", [{"copies": 3}, {"copies": 3, "as_batch": True}])
async def test_repeated_reports_change_nothing(told: Told, more: dict[str, Any]) -> None:
    await told.tell()
    pushes = await told.report(**more)
    await told.report(err_code="UNDELIV")
    assert {push["outcome"] for push in pushes} == {"delivered"}
    assert (await told.row()).state == DeliveryState.delivered


async def test_a_lost_answer_is_settled_by_the_report(told: Told) -> None:
    await told.simulator("faults", path="/", kind="reset", contains=told.phone)
    row = await told.tell()
    assert (row.state, row.provider_message_id) == (DeliveryState.sent_unconfirmed, None)
    for broken in ("a\x00b", "", "1" * 65):
        report = {"biz_id": broken, "out_id": row.id.hex, "success": True}
        assert (await told.http.post(PATH, json=[report])).status_code == 200
        assert (await told.row()).state == DeliveryState.sent_unconfirmed
    await told.report()
    row = await told.row()
    assert row.state == DeliveryState.delivered
    assert row.provider_message_id


async def test_reports_on_sign_in_codes_leave_no_trace(told: Told) -> None:
    await told.tell()
    row = await told.row()
    forged = [
        {"biz_id": "1^0", "out_id": new_id().hex, "success": True},
        {"biz_id": "1^0", "out_id": row.id.hex, "success": False},
        {"biz_id": "a\x00b", "out_id": row.id.hex, "success": False},
        {"success": True},
        "text",
        7,
        None,
    ]
    response = await told.http.post(PATH, json=forged)
    assert (response.status_code, response.json()["code"]) == (200, 0)
    assert (await told.row()).state == DeliveryState.sent
    assert not await EarlyReceipt.exists()


@pytest.mark.parametrize(
    "secret", ["x" * 40, "", defaults.REPORT_SECRET[:-1], "%00", "%ED%A0%80%FF"]
)
async def test_without_the_secret_there_is_no_such_address(told: Told, secret: str) -> None:
    row = await told.tell()
    report = {"biz_id": row.provider_message_id, "out_id": row.id.hex, "success": True}
    response = await told.http.post(f"/hooks/sms/reports/{secret}", json=[report])
    assert response.status_code in (404, 405)
    assert (await told.row()).state == DeliveryState.sent


@pytest.mark.parametrize("body", [b"", b"{}", b"[", b"\xff", b"[" * 100_000])
async def test_broken_bodies_are_refused(told: Told, body: bytes) -> None:
    response = await told.http.post(PATH, content=body)
    assert response.status_code == 400


async def test_a_push_has_a_limit(told: Told) -> None:
    assert (await told.http.post(PATH, content=b" " * (MOST_OF_A_PUSH + 1))).status_code == 413


VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.just({})
)


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.sampled_from(["biz_id", "out_id", "success"]), VALUES)))
async def test_no_report_breaks_the_hook(told: Told, reports: list[dict[str, Any]]) -> None:
    row = UUID(int=0).hex
    response = await told.http.post(PATH, json=[{**one, "out_id": row} for one in reports])
    assert response.status_code == 200
