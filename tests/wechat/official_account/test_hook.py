"""The official account's address: genuine pushes are answered in their form, others refused."""

import asyncio
from dataclasses import replace

import aiohttp
import pytest

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.process.cache import REDIS
from tests.simulators.wechat.ground.config import Format, Mode
from tests.simulators.wechat.ground.crypto import encrypt, sign
from tests.stack import Stack
from tests.wechat.official import ACCOUNT, HOOK, TEXT, opened, post, push, set_to
from wechat.models import InboundMessage
from wechat.official_account.answers import WechatReply

MODES: tuple[Mode, ...] = ("plain", "compatible", "safe")


async def rows() -> tuple[int, int]:
    return await InboundMessage.all().count(), await WechatReply.all().count()


@pytest.mark.parametrize("mode", MODES)
async def test_the_echo_is_plain_in_every_mode(
    stack: Stack, http: aiohttp.ClientSession, mode: Mode
) -> None:
    query, _ = push(mode=mode)
    with set_to(stack, mode):
        async with http.get(stack.api + HOOK, params=query | {"echostr": "5927"}) as response:
            assert (response.status, await response.text()) == (200, "5927")
        forged = query | {"echostr": "5927", "signature": "0" * 40}
        async with http.get(stack.api + HOOK, params=forged) as response:
            assert response.status == 403
            assert "5927" not in await response.text()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("form", ["json", "xml"])
async def test_the_answer_has_the_form_of_the_push(
    stack: Stack, http: aiohttp.ClientSession, mode: Mode, form: Format
) -> None:
    with set_to(stack, mode):
        status, answer = await post(http, stack, *push(mode=mode, form=form))
    content = answer if mode == "plain" else opened(answer)
    assert status == 200
    assert content.startswith("{" if form == "json" else "<xml>")
    assert "您可以这样用" in content


@pytest.mark.parametrize("mode", ["compatible", "safe"])
async def test_a_plain_body_is_refused_where_bodies_are_sealed(
    stack: Stack, http: aiohttp.ClientSession, mode: Mode
) -> None:
    query, body = push(mode="plain")
    with set_to(stack, mode):
        assert (await post(http, stack, query, body))[0] == 403
        signed = query | {"msg_signature": query["signature"], "encrypt_type": "aes"}
        assert (await post(http, stack, signed, body))[0] == 403
    assert await rows() == (0, 0)


async def test_only_the_sealed_part_of_a_compatible_body_is_believed(
    stack: Stack, http: aiohttp.ClientSession
) -> None:
    query, body = push(mode="compatible")
    forged = body.replace("你好".encode(), "人工".encode())
    assert forged != body
    with set_to(stack, "compatible"):
        _, answer = await post(http, stack, query, forged)
    assert "您可以这样用" in opened(answer)


async def test_the_seal_is_proven_by_msg_signature_and_never_by_signature(
    stack: Stack, http: aiohttp.ClientSession
) -> None:
    query, body = push()
    _, other = push({**TEXT, "Content": "人工"})
    unsigned = {name: value for name, value in query.items() if name != "msg_signature"}
    for forged, with_body in (
        (unsigned, body),
        (query | {"msg_signature": query["signature"]}, body),
        (query, other),
        (query | {"timestamp": str(int(query["timestamp"]) + 1)}, body),
        (query | {"nonce": "1"}, body),
        push(account=replace(ACCOUNT, callback_token="x")),
        push(account=replace(ACCOUNT, app_id="wx0000000000000000")),
        push(account=replace(ACCOUNT, callback_aes_key="B" * 43)),
    ):
        status, _ = await post(http, stack, forged, with_body)
        assert status in (400, 403)
    assert await rows() == (0, 0)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seconds", [-601, 660])
async def test_a_push_from_outside_the_window_is_refused(
    stack: Stack, http: aiohttp.ClientSession, mode: Mode, seconds: int
) -> None:
    with set_to(stack, mode):
        assert (await post(http, stack, *push(mode=mode, seconds=seconds)))[0] == 403


@pytest.mark.parametrize("mode", MODES)
async def test_a_replay_is_answered_as_before_and_does_nothing(
    stack: Stack, http: aiohttp.ClientSession, mode: Mode
) -> None:
    """WeChat's own repetition looks the same, so it must not be refused."""
    query, body = push(mode=mode)
    with set_to(stack, mode):
        answers = [await post(http, stack, query, body) for _ in range(3)]
        answers.append(await post(http, stack, *push(mode=mode)))
    contents = {text if mode == "plain" else opened(text) for _, text in answers}
    assert len({content.split("CreateTime")[2] for content in contents}) == 1
    assert await rows() == (1, 1)


async def test_a_plain_query_serves_for_one_body_even_without_redis(
    stack: Stack, http: aiohttp.ClientSession
) -> None:
    """Who reads an address in a log must not be able to write in somebody's name."""
    query, body = push(mode="plain")
    _, forged = push({**TEXT, "MsgId": 2, "Content": "查件"}, mode="plain")
    second, _ = push(mode="plain")
    with set_to(stack, "plain"):
        assert (await post(http, stack, query, body))[0] == 200
        await REDIS.of(stack.app).flushdb()
        assert (await post(http, stack, query, forged))[0] == 403
        # A repetition with a nonce of its own does not leave that one open to others.
        assert (await post(http, stack, second, body))[0] == 200
        assert (await post(http, stack, second, forged))[0] == 403
    assert await rows() == (1, 1)


async def test_a_burst_of_one_message_is_one_message(
    stack: Stack, http: aiohttp.ClientSession
) -> None:
    answers = await asyncio.gather(*(post(http, stack, *push()) for _ in range(8)))
    given = [opened(text) for status, text in answers if text != "success"]
    assert {status for status, _ in answers} == {200}
    assert given and all("您可以这样用" in content for content in given)
    assert await rows() == (1, 1)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not json",
        "[]",
        '{"a":',
        "<xml></xml>",
        "<xml><FromUserName>o</FromUserName></xml>",
        '{"FromUserName":"o"}',
        '{"FromUserName":{},"MsgType":"text"}',
        "<a>" * 3_000,
        '{"FromUserName":"","MsgType":"text"}',
        '{"FromUserName":"o","MsgType":["text"]}',
        '{"FromUserName":"' + "o" * 65 + '","MsgType":"text"}',
        '{"a":' * 600 + "1" + "}" * 600,
    ],
)
async def test_sealed_nonsense_is_malformed(
    stack: Stack, http: aiohttp.ClientSession, content: str
) -> None:
    sealed = encrypt(content, aes_key=ACCOUNT.callback_aes_key, app_id=ACCOUNT.app_id)
    query, _ = push()
    signed = (ACCOUNT.callback_token, query["timestamp"], query["nonce"], sealed)
    query |= {"msg_signature": sign(*signed)}
    body = f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()
    status, answer = await post(http, stack, query, body)
    assert (status, "problem" in answer) == (400, True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"<xml>",
        b"\xff\xfe",
        b'{"Encrypt":1}',
        b"{}",
        b"[" * 9_000,
        b"A" * 70_000,
        b'<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>',
    ],
)
@pytest.mark.parametrize("mode", MODES)
async def test_malformed_bodies_are_refused(
    stack: Stack, http: aiohttp.ClientSession, mode: Mode, body: bytes
) -> None:
    query, _ = push(mode=mode)
    with set_to(stack, mode):
        assert (await post(http, stack, query, body))[0] in (400, 403)
    assert await rows() == (0, 0)


async def test_events_without_an_answer_are_kept_for_the_worker(
    stack: Stack, http: aiohttp.ClientSession
) -> None:
    event = {
        "ToUserName": ACCOUNT.original_id,
        "FromUserName": "o1",
        "CreateTime": 1,
        "MsgType": "event",
        "Event": "TEMPLATESENDJOBFINISH",
        "Status": "success",
    }
    for message_id in (1, 2, 2):
        told = {**event, "MsgID": message_id}
        assert (await post(http, stack, *push(told)))[1] == "success"
    assert await rows() == (2, 0)


async def test_two_events_of_one_second_are_two(stack: Stack, http: aiohttp.ClientSession) -> None:
    tap = {
        "ToUserName": ACCOUNT.original_id,
        "FromUserName": "o1",
        "CreateTime": 1,
        "MsgType": "event",
        "Event": "CLICK",
    }
    answers = [
        await post(http, stack, *push({**tap, "EventKey": f"interaction.{key}"}))
        for key in ("contact", "complaints")
    ]
    assert ["联系我们" in opened(answers[0][1]), "投诉监督" in opened(answers[1][1])] == [True] * 2
    assert await rows() == (2, 2)


async def test_the_database_holds_no_words_and_no_openid(
    stack: Stack, http: aiohttp.ClientSession
) -> None:
    await post(http, stack, *push({**TEXT, "Content": "秘密的问题"}))
    for table in ("wechat_inbound_message", "wechat_reply", "wechat_used_signature"):
        for row in await fetch(f"SELECT t::text AS told FROM {table} AS t"):
            for hidden in ("秘密的问题", "oSomebody"):
                assert hidden not in row["told"]
                assert hidden.encode().hex() not in row["told"]
    assert clock.now() > (await WechatReply.get()).received_at
