"""The three calls against a Kuaidi100 that checks every byte."""

import pytest
from aiohttp import web

from notifications.post.kuaidi100.account import Kuaidi100Account, account_of
from notifications.post.kuaidi100.client import Kuaidi100Client
from notifications.post.kuaidi100.errors import (
    CarrierNotRecognised,
    Kuaidi100Misconfigured,
    Kuaidi100Refused,
    Kuaidi100Unreachable,
)
from notifications.post.parcels.errors import CarrierError
from tests.notifications.post.kuaidi100.conftest import ACCOUNT, NUMBER, Simulator
from tests.settings import bare_settings
from tests.simulators.kuaidi100 import defaults
from tests.simulators.kuaidi100.scripts import SCRIPTS
from tests.simulators.running import running

QUERY, SUBSCRIBE = "/poll/query.do", "/poll"


async def test_query(simulator: Simulator) -> None:
    await simulator.play("normal")
    track = await simulator.client.query("shunfeng", NUMBER, "4567")
    codes = [one.op_code for one in sorted(track.events, key=lambda one: one.at)]
    assert codes == list(SCRIPTS["normal"])
    assert (track.number, track.carrier_code) == (NUMBER, "shunfeng")
    assert all(one.at.utcoffset() for one in track.events)


def test_signs_as_published() -> None:
    """upper(md5(param + key + customer)) and upper(md5(param + salt)), by md5sum(1)."""
    account = Kuaidi100Account("customer", "key", "salt")
    assert account.sign_question('{"com":"ems"}') == "C24B998461CFC998D92C8EB63C57B923"
    assert account.is_genuine("param", "1A815F5F10114B868B35A013F041E1A8")
    assert not account.is_genuine("param ", "1A815F5F10114B868B35A013F041E1A8")
    assert not account.is_genuine("param", "名\ud800")


async def test_number_that_nobody_knows(simulator: Simulator) -> None:
    assert (await simulator.client.query("ems", "1100000000009")).events == []


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("400", Kuaidi100Refused),
        ("501", Kuaidi100Unreachable),
        ("502", Kuaidi100Unreachable),
        ("503", Kuaidi100Misconfigured),
        ("601", Kuaidi100Misconfigured),
        ("abc", Kuaidi100Unreachable),
    ],
)
async def test_refused_queries(simulator: Simulator, code: str, error: type[CarrierError]) -> None:
    await simulator.post("faults", path=QUERY, kind="error", code=code)
    with pytest.raises(error):
        await simulator.client.query("ems", NUMBER)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("500", Kuaidi100Unreachable),
        ("600", Kuaidi100Misconfigured),
        ("601", Kuaidi100Misconfigured),
        ("700", Kuaidi100Refused),
        ("701", Kuaidi100Refused),
        ("702", CarrierNotRecognised),
    ],
)
async def test_refused_subscriptions(
    simulator: Simulator, code: str, error: type[CarrierError]
) -> None:
    await simulator.post("faults", path=SUBSCRIBE, kind="error", code=code)
    with pytest.raises(error):
        await simulator.client.subscribe("ems", NUMBER)


@pytest.mark.parametrize("kind", ["bad_gateway", "empty", "reset", "truncated"])
async def test_bad_days(simulator: Simulator, kind: str) -> None:
    await simulator.play("normal")
    for path, call in ((QUERY, simulator.client.query), (SUBSCRIBE, simulator.client.subscribe)):
        await simulator.post("faults", path=path, kind=kind)
        with pytest.raises(Kuaidi100Unreachable):
            await call("shunfeng", NUMBER, "4567")


async def test_a_number_that_is_polled_already_is_fine(simulator: Simulator) -> None:
    await simulator.client.subscribe("ems", NUMBER)
    await simulator.client.subscribe("ems", NUMBER)
    (number,) = (await simulator.get("numbers"))["numbers"]
    assert len(number["subscribed_at"]) == 1
    assert number["subscription"]["salt"] == defaults.SALT


async def test_whose_number_it_is(simulator: Simulator) -> None:
    await simulator.play("stuck", carrier_code="zhongtong")
    assert await simulator.client.recognise(NUMBER) == "zhongtong"
    with pytest.raises(CarrierNotRecognised):
        await simulator.client.recognise("1100000000009")
    stranger = Kuaidi100Account("other", "other key", "salt")
    with pytest.raises(Kuaidi100Misconfigured):
        await Kuaidi100Client(simulator.url, stranger, simulator.session).recognise(NUMBER)


@pytest.mark.parametrize("answer", ["[]", "7", "null", '"200"', "[" * 5_000, '{"status":[]}'])
async def test_answers_that_are_none(simulator: Simulator, answer: str) -> None:
    async def any_call(_request: web.Request) -> web.Response:
        return web.Response(text=answer)

    app = web.Application()
    app.add_routes([web.post(path, any_call) for path in (QUERY, SUBSCRIBE)])
    async with running(app) as url:
        client = Kuaidi100Client(url, ACCOUNT, simulator.session)
        for call in (client.query, client.subscribe):
            with pytest.raises(Kuaidi100Unreachable):
                await call("ems", NUMBER)


def test_half_an_account_is_a_mistake() -> None:
    assert account_of(bare_settings()) is None
    full = dict.fromkeys(("kuaidi100_customer", "kuaidi100_key", "kuaidi100_salt"), "x")
    assert account_of(bare_settings(**full))
    for missing in full:
        with pytest.raises(Kuaidi100Misconfigured):
            account_of(bare_settings(**{**full, missing: ""}))
