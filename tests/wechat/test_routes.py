"""What the phone learns about its subscriptions, and what it may report."""

from uuid import uuid4

import aiohttp
import pytest

from tests.simulators import defaults
from tests.stack import Stack
from tests.wechat.at_wechat import ACCEPTED, POSTED, Platform
from tests.wechat.fixtures import Bind, signed_in_as
from wechat.models import ConsentBalance


@pytest.fixture
async def url(stack: Stack) -> str:
    return stack.api + "/api/v1/me/subscriptions"


async def test_the_phone_reports_and_then_sees_its_balance(
    http: aiohttp.ClientSession, url: str, bind: Bind, platform: Platform
) -> None:
    headers = signed_in_as((await bind()).person_id)
    answers = await platform.accept(POSTED, ACCEPTED)
    async with http.post(url, json={"answers": answers}, headers=headers) as response:
        assert response.status == 204
    async with http.get(url, headers=headers) as response:
        found = {one["event"]: one for one in (await response.json())["entries"]}
    assert set(found) == set(defaults.TEMPLATE_IDS)
    assert found["posted"] == {
        "event": "posted",
        "template_id": POSTED,
        "balance": 1,
        "is_refused": False,
    }
    assert found["completed"]["balance"] == 0


async def test_a_repeated_report_counts_once(
    http: aiohttp.ClientSession, url: str, bind: Bind
) -> None:
    headers = signed_in_as((await bind()).person_id) | {"Idempotency-Key": str(uuid4())}
    for _ in range(3):
        report = {"answers": {POSTED: "accept"}}
        async with http.post(url, json=report, headers=headers) as response:
            assert response.status == 204
    assert (await ConsentBalance.get()).balance == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"answers": {}},
        {"answers": {POSTED: "perhaps"}},
        {"answers": {"unknown": "accept"}},
        {"answers": {POSTED: "accept", "unknown": "accept"}},
        {"answers": [POSTED]},
        {"answers": {str(number): "accept" for number in range(11)}},
    ],
)
async def test_reports_that_make_no_sense_change_nothing(
    http: aiohttp.ClientSession, url: str, bind: Bind, body: dict[str, object]
) -> None:
    headers = signed_in_as((await bind()).person_id)
    async with http.post(url, json=body, headers=headers) as response:
        assert response.status == 422
    assert await ConsentBalance.all().count() == 0


async def test_who_has_no_wechat_is_told_so(http: aiohttp.ClientSession, url: str) -> None:
    async with http.get(url, headers=signed_in_as(uuid4())) as response:
        assert response.status == 409
        assert (await response.json())["code"] == "no_wechat_binding"
    async with http.get(url) as response:
        assert response.status == 401
