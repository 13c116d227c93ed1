"""The push address: whole lists of Kuaidi100, and everything that strangers may send instead."""

import hashlib
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mobile_api.shared.database import fetch
from mobile_api.shared.http.bodies import MOST_OF_A_PUSH
from notifications.post.kuaidi100.models import WatchedNumber, WatchState
from notifications.post.parcels.models import ParcelEvent
from notifications.post.parcels.owners import Owner
from notifications.post.parcels.queries import parcels_of
from notifications.post.parcels.states import CarrierName, ParcelState
from tests.notifications.post.ems.sample import (
    NOON,
    OWNER,
    event,
    fresh,
    outcomes,
    pushed,
    sent,
)
from tests.notifications.post.kuaidi100.conftest import NUMBER, Simulator, followed, watched
from tests.simulators.kuaidi100 import defaults
from tests.simulators.kuaidi100.scripts import SCRIPTS

pytestmark = pytest.mark.standing_at(NOON)

S = ParcelState
TAKEN = {"result": True, "returnCode": "200", "message": "成功"}
REFUSED = {"result": False, "returnCode": "500", "message": "报文无法识别"}


def push(**more: Any) -> dict[str, Any]:
    entry = {"ftime": "2026-11-20 10:00:00", "context": "已签收", "statusCode": "301"}
    result = {"nu": NUMBER, "com": "shunfeng", "state": "3", "data": [entry]} | more
    return {"status": "polling", "message": "", "autoCheck": "0", "lastResult": result}


def signed(param: Any, salt: str = defaults.SALT) -> bytes:
    text = param if isinstance(param, str) else json.dumps(param)
    sign = hashlib.md5((text + salt).encode(errors="replace")).hexdigest().upper()
    return urlencode({"param": text, "sign": sign}, errors="replace").encode()


async def posted_to(hook: Simulator, body: bytes) -> Any:
    """The receipt; a push is always answered with 200."""
    url = f"{hook.config.callback_url}/hooks/kuaidi100"
    async with hook.session.post(url, data=body) as response:
        assert response.status == 200, await response.text()
        return await response.json()


@pytest.mark.parametrize(
    ("script", "state"),
    [
        ("normal", S.delivered),
        ("locker", S.delivered),
        ("held", S.held_at_locker),
        ("refused", S.returned),
        ("stuck", S.in_transit),
        ("cancelled", S.cancelled),
    ],
)
@pytest.mark.parametrize("backwards", [False, True])
async def test_journeys(hook: Simulator, script: str, state: ParcelState, backwards: bool) -> None:
    parcel = await followed()
    assert await hook.subscribe() == 1
    played = await hook.play(script, pushes="each", backwards=backwards, copies=2)
    assert {one["outcome"] for one in played["pushes"]} == {"delivered"}
    assert (await fresh(parcel)).state is state
    assert await ParcelEvent.all().count() == len(SCRIPTS[script])


@pytest.mark.parametrize(
    "mischief", [{"salt": "guessed"}, {"salt": ""}, {"no_sign": True}, {"tampered": True}]
)
async def test_forged_pushes(hook: Simulator, mischief: dict[str, Any]) -> None:
    parcel = await followed()
    await hook.subscribe()
    played = await hook.play("normal", **mischief)
    assert [one["failures"] for one in played["pushes"]] == [["returnCode 500"]]
    assert (await fresh(parcel)).state is ParcelState.ordered


async def test_a_number_of_nobody_is_taken(hook: Simulator) -> None:
    assert await posted_to(hook, signed(push())) == TAKEN
    assert await ParcelEvent.all().count() == 0


async def test_the_carrier_is_corrected(hook: Simulator) -> None:
    await hook.play("stuck", carrier_code="yunda", pushes="none")
    parcel = await followed(carrier_code="zhongtong")
    await hook.subscribe()
    await hook.play(["5"], pushes="last")
    assert (await watched()).carrier_code == (await fresh(parcel)).carrier_code == "yunda"
    assert (await parcels_of(OWNER))[0].carrier_code == "yunda"


async def test_two_cases_in_one_envelope(hook: Simulator) -> None:
    first, second = await followed(), await followed(owner=Owner("sample", "another"))
    await hook.subscribe()
    await hook.play("normal")
    assert {(await fresh(one)).state for one in (first, second)} == {ParcelState.delivered}


async def test_another_carriers_number_with_the_same_digits(hook: Simulator) -> None:
    ours, theirs = await sent(NUMBER), await followed()
    await hook.subscribe()
    assert await posted_to(hook, signed(push())) == TAKEN
    assert (await fresh(theirs)).state is ParcelState.delivered
    assert (await fresh(ours)).state is ParcelState.ordered
    assert await outcomes(ours) == []


async def test_a_parcel_of_ems_is_told_of_once(hook: Simulator) -> None:
    parcel = await sent(NUMBER)
    await WatchedNumber.create(
        number=NUMBER, carrier_code="ems", state=WatchState.polling, created_at=parcel.created_at
    )
    assert await posted_to(hook, signed(push(com="ems"))) == TAKEN
    assert (await fresh(parcel)).state is ParcelState.delivered
    stored = await ParcelEvent.get()
    assert (stored.source, stored.op_code) == (CarrierName.kuaidi100, "301")
    assert await outcomes(parcel) == ["delivered"]


async def test_what_both_tell_is_shown_once(hook: Simulator) -> None:
    parcel = await sent(NUMBER)
    await WatchedNumber.create(
        number=NUMBER, carrier_code="ems", state=WatchState.polling, created_at=parcel.created_at
    )
    for minute, step in enumerate(("203", "702", "704:20")):
        await pushed(event(step, minute, waybill_number=NUMBER))
    assert await posted_to(hook, signed(push(com="ems"))) == TAKEN
    (view,) = await parcels_of(OWNER)
    assert [one.text for one in view.events][:1] == ["他人代收"]
    assert (len(view.events), await ParcelEvent.all().count()) == (3, 4)
    assert await outcomes(parcel) == ["sent", "delivered"]


async def test_what_the_carrier_says_of_people_is_sealed(hook: Simulator) -> None:
    await followed()
    await hook.subscribe()
    await hook.play("normal")
    (view,) = await parcels_of(OWNER)
    assert "13900009999" in view.events[0].carrier_text
    rows = await fetch("SELECT row_to_json(parcel_event)::text AS row FROM parcel_event")
    assert rows and not any("13900009999" in row["row"] for row in rows)


@pytest.mark.parametrize(
    "change",
    [
        {"data": None},
        {"data": {"a": 1}},
        {"data": [None, 7, [], {"ftime": "yesterday"}, {"statusCode": "3"}]},
        {"data": [{"ftime": "2099-01-01 00:00:00", "statusCode": "3"}], "state": 3},
        {"state": ["3"], "data": [{"ftime": "2026-11-20 10:00:00", "statusCode": "x" * 40}]},
        {"data": [{"time": "2026-11-20 10:00:00", "context": "\x00\ud800" + "长" * 30}] * 300},
    ],
)
async def test_odd_lists_are_taken_and_harmless(hook: Simulator, change: dict[str, Any]) -> None:
    parcel = await followed()
    assert await posted_to(hook, signed(push(**({"state": None} | change)))) == TAKEN
    assert (await fresh(parcel)).state is ParcelState.ordered


async def test_the_other_countrys_part(hook: Simulator) -> None:
    parcel = await followed()
    there = {"state": "301", "data": [{"ftime": "2026-11-21 09:00:00", "statusCode": "301"}]}
    here = [{"ftime": "2026-11-20 10:00:00", "statusCode": "8", "context": "清关"}]
    param = push(state="8", data=here) | {"destResult": there, "status": "updateall"}
    assert await posted_to(hook, signed(param)) == TAKEN
    assert (await fresh(parcel)).state is ParcelState.delivered
    assert await ParcelEvent.all().count() == 2


async def test_a_corrected_sentence(hook: Simulator) -> None:
    await followed()
    line = {"ftime": "2026-11-20 10:00:00", "statusCode": "301"}
    for sentence in ("已签收", "已由门卫签收"):
        await posted_to(hook, signed(push(data=[line | {"context": sentence}])))
    assert (await ParcelEvent.get()).description == "已由门卫签收"


async def test_without_finer_states_the_head_counts(hook: Simulator) -> None:
    parcel = await followed()
    line = {"time": "2026-11-20 10:00:00", "context": "已签收"}
    assert await posted_to(hook, signed(push(data=[line], state="3"))) == TAKEN
    assert (await fresh(parcel)).state is ParcelState.delivered


@pytest.mark.parametrize("param", ["[]", "7", "null", "{", "[" * 9_000, "{}", '{"lastResult":7}'])
async def test_signed_but_no_push(hook: Simulator, param: str) -> None:
    assert await posted_to(hook, signed(param)) == REFUSED


async def test_too_large(hook: Simulator) -> None:
    url = f"{hook.config.callback_url}/hooks/kuaidi100"
    body = signed(push(filler="x" * MOST_OF_A_PUSH))
    async with hook.session.post(url, data=body) as response:
        assert response.status == 413


GARBAGE = (
    st.binary(max_size=200)
    | st.text(max_size=80).map(lambda text: urlencode({"param": text, "sign": text}).encode())
    | st.binary(max_size=64).map(lambda raw: b"param=" + raw + b"&sign=" + raw)
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(garbage=GARBAGE)
async def test_garbage_is_refused(hook: Simulator, garbage: bytes) -> None:
    assert await posted_to(hook, garbage) == REFUSED


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just(NUMBER),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["nu", "com", "data", "state", "ftime"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)
FIELDS = st.sampled_from(["status", "lastResult", "destResult", "autoCheck", "comNew", "message"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(param=st.dictionaries(FIELDS, VALUES, max_size=6))
async def test_genuine_nonsense_is_answered(hook: Simulator, param: dict[str, Any]) -> None:
    assert await posted_to(hook, signed(param)) in (TAKEN, REFUSED)
