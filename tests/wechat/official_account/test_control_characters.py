"""WeChat passes on the control characters of a chat message as they are; the person is answered."""

from dataclasses import replace

import aiohttp
import pytest

from mobile_api.shared import clock
from tests.simulators import defaults
from tests.simulators.wechat.ground.config import Format, Mode
from tests.simulators.wechat.ground.envelopes import wrap
from tests.stack import Stack
from tests.wechat.official import TEXT, opened, post, push, set_to

CONTROLS = ["\x00", "\x02", "\x08", "\x10", "\x1d", "\ufffe", "\uffff"]
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
@pytest.mark.parametrize("control", CONTROLS, ids=lambda one: f"{ord(one):04X}")
async def test_a_message_with_a_control_character_is_answered(
    stack: Stack, http: aiohttp.ClientSession, mode: Mode, control: str
) -> None:
    with set_to(stack, mode):
        query, body = push({**TEXT, "Content": f"你{control}好"}, mode=mode)
        status, answer = await post(http, stack, query, body)
    assert status == 200
    assert "您可以这样用" in (answer if mode == "plain" else opened(answer))


@pytest.mark.parametrize("mode", ["plain", "safe"])
@pytest.mark.parametrize("form", ["xml", "json"])
async def test_what_xml_can_hold_stays(
    stack: Stack, http: aiohttp.ClientSession, mode: Mode, form: Format
) -> None:
    with set_to(stack, mode):
        message = {**TEXT, "Content": "\t你\x7f好😀\n<b>]]>"}
        status, _ = await post(http, stack, *push(message, mode=mode, form=form))
    assert status == 200


@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE])
async def test_entities_are_refused_all_the_same(
    stack: Stack, http: aiohttp.ClientSession, declared: str
) -> None:
    query, body = push(mode="plain")
    with set_to(stack, "plain"):
        assert (await post(http, stack, query, declared.encode() + b"\x08" + body))[0] == 403


async def test_a_raw_control_character_in_json(stack: Stack, http: aiohttp.ClientSession) -> None:
    query, body = push({**TEXT, "Content": "你\x08好"}, mode="plain", form="json")
    assert b"\\b" in body
    with set_to(stack, "plain"):
        status, answer = await post(http, stack, query, body.replace(b"\\b", b"\x08"))
    assert (status, "您可以这样用" in answer) == (200, True)


@pytest.mark.parametrize("control", CONTROLS, ids=lambda one: f"{ord(one):04X}")
async def test_an_event_of_the_mini_program(
    stack: Stack, http: aiohttp.ClientSession, control: str
) -> None:
    event = {
        "ToUserName": "gh_9999",
        "FromUserName": "oSomebody",
        "CreateTime": 1795300000,
        "MsgType": "event",
        "Event": "user_enter_tempsession",
        "SessionFrom": f"menu{control}bar",
    }
    account = replace(defaults.MINI_PROGRAM, mode="safe", format="xml")
    query, body, _ = wrap(account, event, clock.now().timestamp())
    async with http.post(stack.api + account.callback_path, params=query, data=body) as response:
        assert response.status == 200, await response.text()
