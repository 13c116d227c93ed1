"""Kuaidi100 as its customers meet it: exact signs, locks, budgets and repeated pushes."""

import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import pytest

from tests.simulators.clock import Clock
from tests.simulators.kuaidi100 import create_app, defaults
from tests.simulators.kuaidi100.config import Kuaidi100Config
from tests.simulators.kuaidi100.scripts import NAMES, SCRIPTS, coarse
from tests.simulators.running import running
from tests.simulators_tests.receiver import Answer, Receiver, eventually

NUMBER, DAY = "YT1000000000001", 86_400
DONE = json.dumps({"result": True, "returnCode": "200", "message": "成功"})


class Customer:
    """What a customer's server asks of Kuaidi100, in the few words that a test needs."""

    def __init__(self, http: aiohttp.ClientSession, url: str, config: Kuaidi100Config) -> None:
        self.http = http
        self.url = url
        self.config = config

    async def send(self, path: str, form: dict[str, str]) -> Any:
        async with self.http.post(self.url + path, data=form) as response:
            assert response.status == 200
            return json.loads(await response.text())

    async def query(self, text: str | None = None, **changes: str) -> Any:
        text = text or json.dumps({"com": "yuantong", "num": NUMBER, "resultv2": "4"})
        made = hashlib.md5((text + defaults.KEY + defaults.CUSTOMER).encode()).hexdigest()
        form = {"customer": defaults.CUSTOMER, "sign": made.upper(), "param": text}
        return await self.send("/poll/query.do", form | changes)

    async def subscribe(self, salt: str | None = "salt", **changes: Any) -> str:
        """The returnCode. `changes` are fields of `param`."""
        parameters = {
            "callbackurl": "http://product/hooks/kuaidi100?a=1",
            "resultv2": "4",
            "autoCom": "1",
            **({} if salt is None else {"salt": salt}),
        }
        param = {
            "company": "yuantong",
            "number": NUMBER,
            "key": defaults.KEY,
            "parameters": parameters,
        } | changes
        form = {"schema": "json", "param": json.dumps(param)}
        return str((await self.send("/poll", form))["returnCode"])

    async def play(self, script: str | list[str] = "normal", **more: Any) -> Any:
        path = f"{self.url}/_simulator/numbers/{NUMBER}/play"
        body = {"script": script, "carrier_code": "yuantong"} | more
        async with self.http.post(path, json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()


@pytest.fixture
async def customer(
    http: aiohttp.ClientSession, receiver: Receiver, receiver_url: str, clock: Clock
) -> AsyncIterator[Customer]:
    receiver.always = Answer(DONE)
    config = defaults.kuaidi100_config(receiver_url)
    async with running(create_app(config, clock)) as url:
        yield Customer(http, url, config)


def form_of(body: str) -> dict[str, str]:
    return dict(parse_qsl(body, keep_blank_values=True))


async def test_query_tells_the_newest_first(customer: Customer) -> None:
    await customer.play()
    answer = await customer.query()
    assert [line["statusCode"] for line in answer["data"]] == list(SCRIPTS["normal"])[::-1]
    assert (answer["state"], answer["ischeck"], answer["status"]) == ("301", "1", "200")


async def test_query_without_finer_states(customer: Customer) -> None:
    await customer.play()
    answer = await customer.query(json.dumps({"com": "yuantong", "num": NUMBER}))
    assert answer["state"] == "3"
    assert not any("statusCode" in line for line in answer["data"])


async def test_the_sign_is_over_the_exact_text(customer: Customer) -> None:
    await customer.play()
    odd = f'{{ "num":"{NUMBER}" ,"com" : "yuantong"}}'
    assert (await customer.query(odd))["status"] == "200"
    refused = await customer.query(odd, sign="0" * 32)
    assert (refused["result"], refused["returnCode"]) == (False, "503")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"customer": "somebody"}, "400"),
        ({"sign": ""}, "400"),
        ({"param": ""}, "400"),
    ],
)
async def test_incomplete_queries(customer: Customer, changes: dict[str, str], code: str) -> None:
    assert (await customer.query(**changes))["returnCode"] == code


async def test_numbers_and_carriers_that_do_not_fit(customer: Customer) -> None:
    assert (await customer.query())["returnCode"] == "500"
    await customer.play(carrier_code="shunfeng")
    assert (await customer.query())["returnCode"] == "500"
    question = {"com": "shunfeng", "num": NUMBER}
    assert (await customer.query(json.dumps(question)))["returnCode"] == "400"


async def test_a_number_is_locked_for_half_an_hour(customer: Customer, clock: Clock) -> None:
    await customer.play()
    assert (await customer.query())["status"] == "200"
    assert (await customer.query())["returnCode"] == "502"
    clock.advance(1_801)
    assert (await customer.query())["status"] == "200"


async def test_subscriptions(customer: Customer) -> None:
    assert await customer.subscribe() == "200"
    assert await customer.subscribe() == "501"
    assert await customer.subscribe(key="other") == "600"
    assert await customer.subscribe(number="x" * 33) == "700"
    assert await customer.subscribe(parameters={}) == "700"
    assert await customer.subscribe(company="refused", number="1") == "701"
    assert await customer.subscribe(company="", number="2") == "702"
    customer.config.is_expired = True
    assert await customer.subscribe() == "601"


async def test_four_subscriptions_a_month(customer: Customer, clock: Clock) -> None:
    for code in ("200", "200", "200", "200", "500"):
        assert await customer.subscribe() == code
        await customer.play([], status="abort")
    clock.advance(31 * DAY)
    assert await customer.subscribe() == "200"


@pytest.mark.parametrize("salt", ["salt", "", None])
async def test_pushes_are_signed_unless_there_is_no_salt(
    customer: Customer, receiver: Receiver, salt: str | None
) -> None:
    await customer.subscribe(salt)
    played = await customer.play("stuck", pushes="each")
    assert [push["outcome"] for push in played["pushes"]] == ["delivered"] * 2
    call = receiver.calls[-1]
    form = form_of(call.body)
    assert (call.path, call.query) == ("/hooks/kuaidi100", {"a": "1"})
    made = hashlib.md5((form["param"] + (salt or "")).encode()).hexdigest().upper()
    assert form.get("sign") == (None if salt is None else made)
    param = json.loads(form["param"])
    codes = [line["statusCode"] for line in param["lastResult"]["data"]]
    assert (param["status"], codes) == ("polling", ["1002", "103"])


async def test_the_carrier_is_corrected(customer: Customer, receiver: Receiver) -> None:
    await customer.play([], carrier_code="yunda")
    await customer.subscribe()
    await customer.play(["103"])
    param = json.loads(form_of(receiver.calls[-1].body)["param"])
    assert [param[name] for name in ("autoCheck", "comOld", "comNew")] == ["1", "yuantong", "yunda"]


async def test_a_push_is_repeated_three_times(
    customer: Customer, receiver: Receiver, clock: Clock
) -> None:
    await customer.subscribe()
    receiver.always = Answer('{"result":true}')
    await customer.play(["103"])
    for calls, wait in ((1, 1_700), (1, 200), (2, 2_200), (3, 2_000), (4, 9_999)):
        assert await eventually(lambda: seen(receiver, calls))  # noqa: B023
        clock.advance(wait)
    assert len({call.body for call in receiver.calls}) == 1


async def seen(receiver: Receiver, calls: int) -> bool:
    return len(receiver.calls) >= calls


async def test_the_first_push_and_giving_up(
    customer: Customer, receiver: Receiver, clock: Clock
) -> None:
    await customer.subscribe()
    clock.advance(3 * DAY + 1)
    assert await eventually(lambda: seen(receiver, 1))
    param = json.loads(form_of(receiver.calls[-1].body)["param"])
    assert (param["status"], param["lastResult"]["data"]) == ("abort", [])
    assert await customer.subscribe() == "200"
    await customer.play("stuck", pushes="none")
    clock.advance(1_000)
    assert await eventually(lambda: seen(receiver, 2))
    assert json.loads(form_of(receiver.calls[-1].body)["param"])["status"] == "polling"


def test_every_finer_state_has_its_plain_one() -> None:
    assert {coarse(code) for code in NAMES} == {str(state) for state in range(15) if state != 9}
