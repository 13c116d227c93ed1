"""The push address: EMS's own pushes, and everything that strangers may send instead."""

import json
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sanic import Sanic

from mobile_api.embedded.home import free_port
from mobile_api.shared.process.parts import Parts, hold
from notifications.post.ems.client import EmsClient
from notifications.post.ems.routes import MOST_BYTES, hooks
from notifications.post.parcels.models import Parcel, ParcelEvent
from notifications.post.parcels.states import ParcelState
from tests.notifications.post.ems.conftest import ACCOUNT, Simulator
from tests.notifications.post.ems.sample import NOON, fresh, posted, sent, work_off
from tests.settings import bare_settings
from tests.simulators.ems import envelope
from tests.stack import served

pytestmark = pytest.mark.standing_at(NOON)

PUSH = {
    "waybillNo": "1100000000001",
    "orderNo": "R1",
    "opTime": "2026-11-21 09:00:00",
    "opCode": "704",
    "opName": "妥投",
    "opDesc": "已签收",
    "opOrgName": "示例区投递站",
}
SERIAL = "0123456789abcdef0123456789ABCDEF"


def body(item: Any, *, key: str = ACCOUNT.sign_key, **more: Any) -> dict[str, Any]:
    text = item if isinstance(item, str) else json.dumps(item)
    return {
        "logitcsInterface": envelope.seal(text, key, with_suffix=False),
        "method": "040002",
        "msgType": "0",
        "senderNo": ACCOUNT.sender_number,
        "serialNo": SERIAL,
        "timeStamp": "2026-11-21 09:00:01",
        "version": "v1.0.0",
    } | more


class Hook:
    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session

    async def post(self, data: bytes | dict[str, Any]) -> dict[str, str]:
        """The receipt; a push is always answered with 200."""
        sent_data = data if isinstance(data, bytes) else json.dumps(data).encode()
        async with self.session.post(self.url, data=sent_data) as response:
            assert response.status == 200, await response.text()
            assert response.content_type == "application/json"
            return dict(await response.json())


@pytest.fixture
def our_hook(hook: str, session: aiohttp.ClientSession) -> Hook:
    return Hook(hook, session)


async def pushed_parcel(ems_client: EmsClient, simulator: Simulator, hook: str) -> Parcel:
    simulator.config.callback_url = hook.removesuffix("/hooks/ems")
    parcel = await posted()
    await work_off(ems_client)
    return await fresh(parcel)


@pytest.mark.parametrize("as_form", [True, False])
@pytest.mark.parametrize("with_suffix", [True, False])
async def test_pushes_of_ems(
    ems_client: EmsClient, simulator: Simulator, hook: str, as_form: bool, with_suffix: bool
) -> None:
    parcel = await pushed_parcel(ems_client, simulator, hook)
    simulator.config.push_as_form = as_form
    simulator.config.push_with_key_suffix = with_suffix
    played = await simulator.play(parcel.waybill_number, "reversal", copies=2, order="shuffled")
    assert {push["outcome"] for push in played["pushes"]} == {"delivered"}
    assert (await fresh(parcel)).state is ParcelState.delivered
    assert await ParcelEvent.all().count() == len(played["events"])


@pytest.mark.parametrize("mischief", ["wrong_key", "other_customer"])
async def test_pushes_that_are_not_for_us(
    ems_client: EmsClient, simulator: Simulator, hook: str, mischief: str
) -> None:
    parcel = await pushed_parcel(ems_client, simulator, hook)
    played = await simulator.play(parcel.waybill_number, "stuck", **{mischief: True})
    assert {push["failures"][0] for push in played["pushes"]} == {"code S00001"}
    assert (await fresh(parcel)).state is ParcelState.ordered


async def test_receipt_of_a_push(our_hook: Hook) -> None:
    await sent()
    receipt = {"serialNo": SERIAL, "senderNo": ACCOUNT.sender_number}
    assert await our_hook.post(body(PUSH)) == receipt | {"code": "00000", "codeMessage": ""}
    refused = await our_hook.post(body(PUSH, key="AAAAAAAAAAAAAAAAAAAAAA=="))
    assert refused == receipt | {"code": "S00001", "codeMessage": "报文无法识别"}


async def test_a_waybill_that_is_not_ours_is_taken(our_hook: Hook) -> None:
    assert (await our_hook.post(body(PUSH)))["code"] == "00000"
    assert await ParcelEvent.all().count() == 0


async def test_form_without_percent_encoding(our_hook: Hook) -> None:
    await sent()
    raw = "&".join(f"{name}={value}" for name, value in body(PUSH | {"opDesc": "++"}).items())
    assert (await our_hook.post(raw.encode()))["code"] == "00000"


@pytest.mark.parametrize(
    "change",
    [
        {"opCode": None},
        {"opCode": "7 04"},
        {"opCode": ["704"]},
        {"waybillNo": ""},
        {"waybillNo": "x' OR 1=1"},
        {"opTime": "yesterday"},
        {"opTime": "0001-01-01 00:00:00"},
        {"opTime": None},
    ],
)
async def test_unreadable_events(our_hook: Hook, change: dict[str, Any]) -> None:
    assert (await our_hook.post(body(PUSH | change)))["code"] == "S00001"


@pytest.mark.parametrize("text", ["[]", "7", "null", '"x"', "[" * 9_000])
async def test_events_that_are_no_objects(our_hook: Hook, text: str) -> None:
    assert (await our_hook.post(body(text)))["code"] == "S00001"


async def test_odd_texts_are_stored_harmlessly(our_hook: Hook) -> None:
    await sent()
    odd = {"opDesc": "\x00\ud800" + "长" * 900, "opOrgName": "\x00" + "名" * 99, "opOrgCity": 7}
    assert (await our_hook.post(body(PUSH | odd)))["code"] == "00000"
    assert (await ParcelEvent.get()).organisation == "名" * 40


@pytest.mark.parametrize(
    "outer",
    [
        {"senderNo": None},
        {"senderNo": "\ud800"},
        {"senderNo": {"a": 1}},
        {"logitcsInterface": None},
        {"logitcsInterface": "\ud800"},
        {"serialNo": "<script>", "senderNo": "1"},
        {"serialNo": "\ud800", "senderNo": "1"},
    ],
)
async def test_broken_envelopes(our_hook: Hook, outer: dict[str, Any]) -> None:
    receipt = await our_hook.post(body(PUSH, **outer))
    assert receipt["code"] == "S00001"
    assert receipt["serialNo"] in (SERIAL, "")


async def test_too_large(our_hook: Hook) -> None:
    padding = body(PUSH, padding="x" * MOST_BYTES)
    assert (await our_hook.post(padding))["code"] == "S00001"
    assert (await our_hook.post(urlencode(padding).encode()))["code"] == "S00001"


FIELDS = st.sampled_from(["logitcsInterface", "senderNo", "serialNo", "method", "x"])
VALUES = (
    st.text() | st.integers() | st.none() | st.just(ACCOUNT.sender_number) | st.lists(st.none())
)
GARBAGE = (
    st.binary(max_size=200)
    | st.dictionaries(FIELDS, VALUES).map(lambda fields: json.dumps(fields).encode())
    | st.binary(max_size=64).map(lambda raw: b'{"senderNo":' + raw)
    | st.dictionaries(FIELDS, st.text()).map(
        lambda fields: urlencode(fields, errors="replace").encode()
    )
)


@given(garbage=GARBAGE)
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_garbage_is_refused_and_changes_nothing(our_hook: Hook, garbage: bytes) -> None:
    assert (await our_hook.post(garbage))["code"] == "S00001"


async def test_without_an_account_nothing_is_taken(session: aiohttp.ClientSession) -> None:
    app, port = Sanic("hook_without_account", configure_logging=False), free_port()
    Sanic.unregister_app(app)
    app.blueprint(hooks)
    hold(app, Parts(bare_settings()))
    async with served(app, port):
        hook = Hook(f"http://127.0.0.1:{port}/hooks/ems", session)
        assert (await hook.post(body(PUSH)))["code"] == "S00001"
