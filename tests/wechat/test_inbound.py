"""Kept pushes are handled exactly once, and one that cannot be handled is set aside by name."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.due import working
from wechat import inbound
from wechat.inbound import PUSHES, Handlers, Push
from wechat.models import ConsentBalance, InboundMessage, hash_of_openid

EVENT = {"FromUserName": "o1", "MsgType": "event", "Event": "some_event", "CreateTime": 1}
COUNT = """
INSERT INTO consent_balance AS held (id, app_id, openid_hash, template_id, confirmed, updated_at)
VALUES (gen_random_uuid(), 'wx1', $1, 't', 1, $2)
ON CONFLICT (app_id, openid_hash, template_id) DO UPDATE SET confirmed = held.confirmed + 1
"""


async def count(push: Push) -> None:
    await fetch(COUNT, hash_of_openid(push.openid), clock.now())


async def fail(push: Push) -> None:
    await count(push)
    raise LookupError(push.openid)


async def counted() -> int:
    row = await ConsentBalance.get_or_none()
    return row.confirmed if row else 0


async def work_off(handlers: Handlers, claim_size: int = 100) -> int:
    table = replace(PUSHES, claim_size=claim_size)
    return await working.work_off(table, partial(inbound.handle, handlers))


async def keep(times: int = 1) -> None:
    for number in range(times):
        await inbound.receive("wx1", {**EVENT, "CreateTime": number})


async def test_workers_together_handle_each_push_once(database: None) -> None:
    await keep(40)
    handlers = {"some_event": (count,)}
    taken = await asyncio.gather(*(work_off(handlers, claim_size=7) for _ in range(8)))
    assert sum(taken) == 40
    assert await counted() == 40
    assert await work_off(handlers) == 0


async def test_a_handled_push_keeps_no_words_of_the_person(database: None) -> None:
    await keep()
    await work_off({})
    row = await InboundMessage.get()
    assert (row.body, row.due_at) == (None, None)
    assert row.handled_at is not None


async def test_a_failing_handler_leaves_no_half_work_and_tries_again(
    database: None, caplog: pytest.LogCaptureFixture
) -> None:
    await keep()
    await work_off({"some_event": (fail,)})
    assert await counted() == 0
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        await work_off({"some_event": (count,)})
    assert await counted() == 1


async def test_a_push_that_always_fails_is_set_aside_by_name(
    database: None, caplog: pytest.LogCaptureFixture
) -> None:
    await keep()
    tries = 0
    for minutes in range(1, 60):
        with clock.standing_at(clock.now() + timedelta(hours=minutes)):
            tries += await work_off({"some_event": (fail,)})
    row = await InboundMessage.get()
    assert (tries, row.fault, row.due_at, row.handled_at) == (8, "LookupError", None, None)
    assert row.body == {**EVENT, "CreateTime": 0}


async def test_a_worker_that_died_is_taken_over(database: None) -> None:
    await keep()
    await InboundMessage.all().update(leased_until=clock.now() + timedelta(seconds=60), attempts=1)
    assert await work_off({"some_event": (count,)}) == 0
    with clock.standing_at(clock.now() + timedelta(seconds=61)):
        assert await work_off({"some_event": (count,)}) == 1
    assert await counted() == 1


async def test_messages_repeat_by_their_id(database: None) -> None:
    text = {"FromUserName": "o1", "MsgType": "text", "Content": "你好", "MsgId": 7}
    for message in (text, {**text, "CreateTime": 9}, {**text, "MsgId": 8}):
        await inbound.receive("wx1", message)
    assert await InboundMessage.all().count() == 2


async def test_old_pushes_are_forgotten(database: None) -> None:
    await keep(2)
    await work_off({}, claim_size=1)
    with clock.standing_at(clock.now() + inbound.KEPT + timedelta(minutes=1)):
        assert await inbound.forget_old_pushes() == 1
    assert await InboundMessage.all().count() == 1


async def test_what_was_set_aside_is_forgotten_as_well(database: None) -> None:
    """It still holds the words of a person."""
    await keep()
    await InboundMessage.all().update(due_at=None, attempts=8, fault="LookupError")
    assert await inbound.forget_old_pushes() == 0
    with clock.standing_at(clock.now() + inbound.KEPT + timedelta(minutes=1)):
        assert await inbound.forget_old_pushes() == 1
