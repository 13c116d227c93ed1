"""Pushes over a real socket: genuine ones are taken in every form, all others are refused."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

import aiohttp
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import settings as quickly
from hypothesis import strategies as st

from mobile_api.shared import clock
from mobile_api.shared.errors import AppError
from tests.simulators import defaults
from tests.simulators.wechat.ground.crypto import encrypt, sign
from tests.simulators.wechat.ground.envelopes import wrap
from tests.stack import Stack
from tests.wechat.at_wechat import ACCEPTED, POSTED, Platform
from wechat.models import InboundMessage
from wechat.platform.callbacks import CallbackKeys, CallbackQuery, entries

EVENT = {
    "ToUserName": "gh_999900000001",
    "FromUserName": "o123",
    "CreateTime": 1714112445,
    "MsgType": "event",
    "Event": "subscribe_msg_popup_event",
    "List": {"TemplateId": POSTED, "SubscribeStatusString": "accept"},
}


@pytest.fixture
async def hook(stack: Stack, platform: Platform) -> str:
    platform.config.callback_url = stack.api
    return stack.api + defaults.MINI_PROGRAM.callback_path


def keys(app_id: str = defaults.MINI_PROGRAM_APP_ID) -> CallbackKeys:
    return CallbackKeys(
        token=defaults.CALLBACK_TOKEN, aes_key=defaults.CALLBACK_AES_KEY, app_id=app_id
    )


def genuine(message: dict[str, Any] | None = None) -> tuple[dict[str, str], bytes]:
    at = clock.now().timestamp()
    query, body, _ = wrap(defaults.MINI_PROGRAM, message or EVENT, at)
    return query, body


async def post(http: aiohttp.ClientSession, url: str, query: dict[str, str], body: bytes) -> int:
    async with http.post(url, params=query, data=body) as response:
        text = await response.text()
        assert (response.status == 200) == (text == "success")
        return response.status


async def test_the_address_is_verified_by_a_plain_echo(platform: Platform, hook: str) -> None:
    assert await platform.post("verify-callback", user="citizen") == {"verified": True}


async def test_an_echo_is_not_given_to_anybody(http: aiohttp.ClientSession, hook: str) -> None:
    query, _ = genuine()
    query |= {"signature": "0" * 40, "echostr": "123"}
    async with http.get(hook, params=query) as response:
        assert response.status == 403
        assert "123" not in (await response.json())["title"]


@pytest.mark.parametrize("mode", ["safe", "compatible"])
@pytest.mark.parametrize("format", ["json", "xml"])
async def test_every_form_of_a_push_is_taken(
    platform: Platform,
    hook: str,
    mode: Literal["safe", "compatible"],
    format: Literal["json", "xml"],
) -> None:
    platform.config.programs = (replace(defaults.MINI_PROGRAM, mode=mode, format=format),)
    await platform.accept(POSTED, ACCEPTED)
    await platform.accept(POSTED)
    (several, one) = await InboundMessage.all().order_by("received_at")
    assert several.event == "subscribe_msg_popup_event"
    assert several.body is not None and one.body is not None
    assert [entry["TemplateId"] for entry in entries(several.body)] == [POSTED, ACCEPTED]
    assert [entry["TemplateId"] for entry in entries(one.body)] == [POSTED]


async def test_plain_mode_is_refused_for_its_body_is_not_signed(
    platform: Platform, hook: str
) -> None:
    platform.config.programs = (replace(defaults.MINI_PROGRAM, mode="plain"),)
    platform.config.retry_waits = ()
    await platform.accept(POSTED)
    assert await InboundMessage.all().count() == 0


async def test_a_repeated_push_is_kept_once(http: aiohttp.ClientSession, hook: str) -> None:
    pushes = [genuine() for _ in range(4)]
    for query, body in (*pushes, pushes[0]):
        assert await post(http, hook, query, body) == 200
    assert await InboundMessage.all().count() == 1


async def test_two_templates_in_one_second_are_two_events(
    http: aiohttp.ClientSession, hook: str
) -> None:
    other = {**EVENT, "List": {"TemplateId": ACCEPTED, "SubscribeStatusString": "accept"}}
    for message in (EVENT, other):
        assert await post(http, hook, *genuine(message)) == 200
    assert await InboundMessage.all().count() == 2


async def test_forged_pushes_are_refused(http: aiohttp.ClientSession, hook: str) -> None:
    query, body = genuine()
    _, other_body = genuine({**EVENT, "FromUserName": "o456"})
    plain_signature = {**query, "msg_signature": query["signature"]}
    no_signature = {key: value for key, value in query.items() if key != "msg_signature"}
    foreign = replace(defaults.MINI_PROGRAM, callback_token="another")
    foreign_query, foreign_body, _ = wrap(foreign, EVENT, clock.now().timestamp())
    for forged in (
        (plain_signature, body),
        (no_signature, body),
        (query, other_body),
        (foreign_query, foreign_body),
        ({**query, "nonce": "1"}, body),
    ):
        assert await post(http, hook, *forged) == 403
    assert await InboundMessage.all().count() == 0


async def test_an_old_push_is_not_replayed(http: aiohttp.ClientSession, hook: str) -> None:
    for seconds in (-700, 700):
        query, body, _ = wrap(defaults.MINI_PROGRAM, EVENT, clock.now().timestamp() + seconds)
        assert await post(http, hook, query, body) == 403


async def test_a_push_for_another_app_is_refused(http: aiohttp.ClientSession, hook: str) -> None:
    foreign = replace(defaults.MINI_PROGRAM, app_id="wx0000000000000000")
    query, body, _ = wrap(foreign, EVENT, clock.now().timestamp())
    assert await post(http, hook, query, body) == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"<xml>",
        b"<xml></xml>",
        b"<xml><Encrypt/></xml>",
        b"\xff\xfe",
        b'{"Encrypt":1}',
        b'{"Encrypt":""}',
        b"[" * 70_000,
        b"{" * 5_000,
        b'{"Encrypt":"' + b"A" * 70_000 + b'"}',
        b'<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>',
        b"<a>" * 9_000,
    ],
)
async def test_malformed_bodies_are_refused(
    http: aiohttp.ClientSession, hook: str, body: bytes
) -> None:
    assert await post(http, hook, genuine()[0], body) == 403


async def test_missing_or_odd_query_values_are_refused(
    http: aiohttp.ClientSession, hook: str
) -> None:
    _, body = genuine()
    for query in ({}, {"timestamp": "soon", "nonce": "1"}, {"timestamp": "1", "nonce": "9" * 99}):
        assert await post(http, hook, query, body) == 422


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not json",
        "[]",
        '{"a":',
        "<xml>",
        "<xml><List></xml>",
        "<a>" * 5_000 + "</a>" * 5_000,
        "<xml>" + "<b>" * 3_000 + "</b>" * 3_000 + "</xml>",
    ],
)
async def test_signed_nonsense_is_malformed_and_no_fault_of_ours(
    http: aiohttp.ClientSession, hook: str, content: str
) -> None:
    app_id = defaults.MINI_PROGRAM_APP_ID
    sealed = encrypt(content, aes_key=defaults.CALLBACK_AES_KEY, app_id=app_id)
    assert await post(http, hook, *signed(sealed)) == 400


@pytest.mark.parametrize("plain", [bytes(15) + b"\x10", bytes(32), b"\xff" * 32])
async def test_signed_bytes_without_a_message_are_malformed(
    http: aiohttp.ClientSession, hook: str, plain: bytes
) -> None:
    key = base64.b64decode(defaults.CALLBACK_AES_KEY + "=")
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    sealed = base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()
    assert await post(http, hook, *signed(sealed)) == 400


def signed(sealed: str) -> tuple[dict[str, str], bytes]:
    query, _ = genuine()
    query["msg_signature"] = sign(
        defaults.CALLBACK_TOKEN, query["timestamp"], query["nonce"], sealed
    )
    return query, json.dumps({"Encrypt": sealed}).encode()


@quickly(max_examples=400, deadline=None)
@given(st.binary(max_size=200), st.text(max_size=80))
def test_whatever_comes_is_refused_by_name(body: bytes, sealed: str) -> None:
    query, _ = genuine()
    for given_query, given_body in ((query, body), signed(sealed)):
        with pytest.raises(AppError):
            keys().open(CallbackQuery(**given_query), given_body)


def test_the_published_vector_of_wechat() -> None:
    made = CallbackKeys(token="AAAAA", aes_key="A" * 43, app_id="wxba5fad812f8e6fb9")
    check = CallbackQuery(
        timestamp="1714036504",
        nonce="1514711492",
        echostr="1",
        signature="f464b24fc39322e44b38aa78f5edd27bd1441696",
    )
    with clock.standing_at(datetime.fromtimestamp(1714036510, UTC)):
        made.check_url(check)


def test_an_app_without_keys_trusts_nobody() -> None:
    open_to_all = CallbackKeys(token="", aes_key="", app_id="wx1")
    at = str(int(clock.now().timestamp()))
    query = CallbackQuery(timestamp=at, nonce="1", signature=sign("", at, "1"))
    with pytest.raises(AppError):
        open_to_all.check_url(query)
