"""Faults on demand, over a real socket, and the record of what was asked."""

import asyncio

import aiohttp
import pytest

from tests.simulators_tests.ems.calls import OPEN, Ems, order
from tests.simulators_tests.wechat.calls import POSTED, SEND, Wechat


async def fault(wx: Wechat, kind: str, **more: object) -> None:
    await wx.post("/_simulator/faults", {"path": SEND, "kind": kind, **more})


async def raw_send(wx: Wechat, openid: str) -> tuple[int, str, bytes]:
    data = {"thing1": {"value": "a"}, "character_string2": {"value": "1"}, "thing3": {"value": "b"}}
    body = {"touser": openid, "template_id": POSTED, "data": data}
    query = {"access_token": await wx.token()}
    async with wx.http.post(wx.url + SEND, params=query, json=body) as response:
        return response.status, response.content_type, await response.read()


@pytest.fixture
async def openid(wx: Wechat) -> str:
    await wx.phone("subscribe", template_ids=[POSTED])
    return await wx.openid()


async def test_an_error_code_once_and_then_as_before(wx: Wechat, openid: str) -> None:
    await fault(wx, "error", code=40001)
    first, second = await wx.send(openid), await wx.send(openid)
    assert (first["errcode"], second["errcode"]) == (40001, 0)
    assert " rid: " in first["errmsg"]


async def test_an_error_code_always_until_it_is_taken_away(wx: Wechat, openid: str) -> None:
    await fault(wx, "error", code=45009, times=None)
    assert [(await wx.send(openid))["errcode"] for _ in range(3)] == [45009] * 3
    async with wx.http.delete(f"{wx.url}/_simulator/faults") as response:
        assert await response.json() == {"waiting": 0}
    assert (await wx.send(openid))["errcode"] == 0


async def test_an_error_for_one_person_only(wx: Wechat, openid: str) -> None:
    other = await wx.openid("other")
    await wx.phone("subscribe", "other", template_ids=[POSTED])
    await fault(wx, "error", code=50002, contains=openid)
    assert (await wx.send(other))["errcode"] == 0
    assert (await wx.send(openid))["errcode"] == 50002


async def test_a_bad_gateway_answers_html_and_does_nothing(wx: Wechat, openid: str) -> None:
    await fault(wx, "bad_gateway")
    status, content_type, body = await raw_send(wx, openid)
    assert (status, content_type) == (502, "text/html")
    assert body.startswith(b"<html>")
    assert await wx.inbox() == []


@pytest.mark.parametrize("kind", ["empty", "truncated"])
async def test_a_damaged_answer_comes_after_the_effect(wx: Wechat, openid: str, kind: str) -> None:
    await fault(wx, kind)
    status, _, body = await raw_send(wx, openid)
    assert status == 200
    assert body == b"" if kind == "empty" else body.startswith(b'{"errcode": 0')
    assert not body.endswith(b"}")
    assert len(await wx.inbox()) == 1


async def test_the_connection_breaks_after_the_effect(wx: Wechat, openid: str) -> None:
    await fault(wx, "reset")
    with pytest.raises(aiohttp.ClientError):
        await raw_send(wx, openid)
    assert len(await wx.inbox()) == 1


async def test_a_slow_answer_comes_after_the_effect(wx: Wechat, openid: str) -> None:
    await fault(wx, "slow", seconds=0.3)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(raw_send(wx, openid), 0.2)
    assert len(await wx.inbox()) == 1


async def test_a_misspelt_fault_is_refused(wx: Wechat) -> None:
    for wrong in ({"path": SEND, "kind": "empty", "tims": 2}, {"kind": "empty"}):
        async with wx.http.post(f"{wx.url}/_simulator/faults", json=wrong) as response:
            assert response.status == 400


async def test_ems_has_the_same_faults_in_its_own_words(post_office: Ems) -> None:
    await post_office.admin("faults", {"path": OPEN, "kind": "error", "code": "S00001"})
    answer = await post_office.call("020003", order())
    assert (answer["retCode"], answer["success"]) == ("S00001", False)
    assert (await post_office.admin("parcels"))["parcels"] == []


async def test_requests_are_counted_by_path_and_by_interface(post_office: Ems) -> None:
    await post_office.track(await post_office.waybill())
    seen = await post_office.admin(f"requests?path={OPEN}&label=040001")
    assert (seen["count"], seen["counts"][OPEN]) == (1, 2)
    assert seen["requests"][0]["method"] == "POST"


async def test_time_can_be_moved_over_http(post_office: Ems) -> None:
    before = post_office.clock.now()
    await post_office.admin("clock", {"advance_seconds": 3_600, "scale": 2})
    assert post_office.clock.now() - before >= 3_600
    assert post_office.clock.scale == 2


@pytest.mark.parametrize(
    ("kind", "mark"), [("byte_order_mark", b"\xef\xbb\xbf"), ("control_characters", b"\x1f")]
)
async def test_an_answer_may_hold_what_json_forbids(
    wx: Wechat, openid: str, kind: str, mark: bytes
) -> None:
    await fault(wx, kind)
    assert mark in (await raw_send(wx, openid))[2]
    assert len(await wx.inbox()) == 1
