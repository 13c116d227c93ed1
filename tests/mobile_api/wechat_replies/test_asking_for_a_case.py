"""查件 in the chat: second factor in the next message, no guessing, and nothing personal kept."""

import logging
from typing import Any

import httpx
import pytest

from mobile_api.cases.status.queries import WRONG_GUESSES
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.serial_numbers import check_character
from tests.actors import ID_NUMBER, Citizen
from tests.mobile_api.wechat_replies.chat import Chat, links_in
from tests.stack import Stack
from tests.test_privacy import dump
from wechat.inbound import push_of
from wechat.official_account.answers import ANSWERER
from wechat.official_account.replies import Reply, TextReply

TAIL = ID_NUMBER[-6:]
ITEM = "普通护照签发"
NOBODYS = "99990020200101000001"


async def cache_as_text(stack: Stack) -> str:
    """Every key and value of Redis, bytes as they would read."""
    redis = REDIS.of(stack.app)
    keys = [key async for key in redis.scan_iter()]
    values = [await redis.get(key) for key in keys if await redis.type(key) == b"string"]
    return " ".join(part.decode("utf-8", "replace") for part in (*keys, *values))


async def test_the_tail_in_the_next_message_shows_where_the_case_is(
    stranger: Chat, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    asked = await stranger.say(f"查件 {case['number']}")
    assert "最后六位" in asked and ITEM not in asked
    said = await stranger.say(f" {TAIL[:3]} {TAIL[3:]}。")
    assert case["number"] in said and ITEM in said
    assert "窗口最迟答复：20" in said and "最近进展" in said
    assert f"pages/case/detail?id={case['id']}" in links_in(said)[0][1]
    for secret in (ID_NUMBER, "张三丰", "13800138000", "幸福路"):
        assert secret not in said


async def test_a_wrong_tail_and_a_wrong_number_look_alike(stranger: Chat, citizen: Citizen) -> None:
    case = await citizen.submitted_case()
    answers = []
    for number in (case["number"], NOBODYS + check_character(NOBODYS)):
        answers.append((await stranger.say(f"查件{number}"), await stranger.say("000000")))
    assert answers[0] == answers[1]
    assert "对不上" in answers[0][1]


async def test_after_a_slip_the_tail_alone_is_enough(stranger: Chat, citizen: Citizen) -> None:
    case = await citizen.submitted_case()
    await stranger.say(f"查件{case['number']}")
    assert "对不上" in await stranger.say("000000")
    assert ITEM in await stranger.say(TAIL)


async def test_guessing_ends(stranger: Chat, citizen: Citizen) -> None:
    case = await citizen.submitted_case()
    await stranger.say(f"查件{case['number']}")
    for guess in range(WRONG_GUESSES):
        assert "对不上" in await stranger.say(f"{guess:06d}")
    refused = await stranger.say(TAIL)
    assert "查询次数太多" in refused and "15分钟" in refused


@pytest.mark.parametrize("how", ["waited", "redis lost", "cancelled"])
async def test_without_the_number_the_tail_says_nothing(
    stranger: Chat, citizen: Citizen, how: str
) -> None:
    case = await citizen.submitted_case()
    await stranger.say(f"查件{case['number']}")
    redis = REDIS.of(stranger.stack.app)
    if how == "cancelled":
        assert "已经取消" in await stranger.say("取消")
    elif how == "redis lost":
        await redis.flushdb()
    else:
        (key,) = [key async for key in redis.scan_iter("wechat:conversation:*")]
        assert 0 < await redis.ttl(key) <= 300
        await redis.delete(key)
    assert "请先发送“查件”" in await stranger.say(TAIL)


async def test_what_is_no_number_is_explained(stranger: Chat) -> None:
    assert "21位" in await stranger.say("查件")
    assert "不完整或有错字" in await stranger.say("查件 999900202611210000019")
    assert "只回复最后六位" in await stranger.say(ID_NUMBER)


async def test_the_applicant_needs_no_second_factor(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    own = Chat(stack, client, citizen.label)
    await own.follow()
    await stack.settle()
    assert ITEM in await own.say(f"查件 {case['number']}")
    listed = await own.say("查件")
    assert case["number"] in listed and "最近的办件" in listed
    assert "还没有办件" not in listed


async def test_somebody_elses_case_needs_it_even_for_a_person_we_know(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    other = Citizen(stack, client, f"{citizen.label}-neighbour")
    await other.sign_in()
    chat = Chat(stack, client, other.label)
    await chat.follow()
    await stack.settle()
    assert "还没有办件" in await chat.say("查件")
    assert "最后六位" in await chat.say(f"查件 {case['number']}")


async def test_the_factor_is_neither_kept_nor_logged(
    stranger: Chat, citizen: Citizen, caplog: pytest.LogCaptureFixture
) -> None:
    case = await citizen.submitted_case()
    caplog.set_level(logging.DEBUG)
    await stranger.say(f"查件{case['number']}")
    await stranger.say("01234X")
    await stranger.say(TAIL)
    cache = await cache_as_text(stranger.stack)
    assert "wechat:conversation" in cache
    assert case["number"] not in cache
    for place in (await dump(), cache, caplog.text):
        assert "01234X" not in place
        assert await stranger.openid() not in place


async def test_the_same_message_is_answered_the_same_a_second_time(
    stack: Stack, stranger: Chat, citizen: Citizen
) -> None:
    """A process may die after finding an answer and before writing it down."""
    case = await citizen.submitted_case()
    answers = ANSWERER.of(stack.app)

    async def told(text: str) -> Reply | None:
        body: dict[str, Any] = {"FromUserName": "o1", "MsgType": "text", "Content": text}
        return await answers(push_of("wx1", body))

    await told(f"查件{case['number']}")
    first = await told(TAIL)
    assert isinstance(first, TextReply) and ITEM in first.content
    assert await told(TAIL) == first
