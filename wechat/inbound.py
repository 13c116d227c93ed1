"""Pushes of WeChat become rows at once and are handled afterwards, each exactly once.

WeChat waits five seconds and repeats up to three times, so the answer must not wait for the work.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson

from mobile_api.shared import clock, metrics
from mobile_api.shared.crypto import keyring
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import claim_due, wake
from wechat.models import InboundMessage

log = logging.getLogger(__name__)

TABLE = "wechat_inbound_message"
KEPT = timedelta(days=30)
_LEASE = timedelta(seconds=60)
_TRIES = 8


@dataclass(frozen=True, slots=True)
class Push:
    """One event or message; `openid` is whom it is about."""

    app_id: str
    openid: str = field(repr=False)
    event: str
    body: Mapping[str, Any] = field(repr=False)


# Handlers run inside the transaction that marks the push as handled.
Handler = Callable[[Push], Awaitable[None]]
Handlers = Mapping[str, Sequence[Handler]]


def push_of(app_id: str, body: Mapping[str, Any]) -> Push:
    """What a body tells; the sender of an event of the platform itself is no person."""
    event = str(body.get("Event") or body.get("MsgType") or "")[:64].replace("\x00", "")
    return Push(app_id, str(body.get("FromUserName", "")), event, body)


async def receive(app_id: str, body: Mapping[str, Any]) -> None:
    """Keep a push for `work_off`; a repetition changes nothing."""
    async with in_transaction():
        await keep(push_of(app_id, body))


async def keep(push: Push) -> None:
    """As `receive`, inside the caller's transaction."""
    row = InboundMessage(
        app_id=push.app_id,
        push_hash=push_hash(push.body),
        event=push.event,
        body=dict(push.body),
        received_at=clock.now(),
        due_at=clock.now(),
    )
    await InboundMessage.bulk_create([row], ignore_conflicts=True)
    await wake(TABLE)


def push_hash(body: Mapping[str, Any]) -> bytes:
    """What tells a repetition.

    Messages repeat with their MsgId; an event repeats in all its fields. WeChat's advice for
    events, sender and second, would drop the second of two templates answered in one second.
    """
    message_id = body.get("MsgId")
    # XML tells the same number as a text that JSON tells as a number.
    told: object = [body.get("FromUserName"), str(message_id)] if message_id else body
    text = orjson.dumps(told, option=orjson.OPT_SORT_KEYS).decode()
    return keyring().keyed_hash(text, "wechat-push")


async def work_off(handlers: Handlers, *, limit: int = 100) -> int:
    """Hand kept pushes to the handlers of their event; answers how many were taken up.

    An event without handlers counts as handled. One that keeps failing is set aside with the name
    of what went wrong.
    """
    rows = await claim_due(InboundMessage, limit=limit, lease=_LEASE)
    for row in rows:
        outcome = await _handle(row, handlers)
        metrics.due_work_total.labels(TABLE, outcome).inc()
        waited = (clock.now() - row.received_at).total_seconds()
        metrics.due_work_seconds.labels(TABLE).observe(waited)
    return len(rows)


async def _handle(row: InboundMessage, handlers: Handlers) -> str:
    push = push_of(row.app_id, row.body or {})
    try:
        async with in_transaction():
            # First, so that a claim lost to another worker stops here.
            if not await _update(row, handled_at=clock.now(), body=None, due_at=None):
                return "lost"
            for handler in handlers.get(row.event, ()):
                await handler(push)
    except Exception as error:
        log.exception("a push of WeChat could not be handled: %s", row.event)
        await _put_off(row, type(error).__name__)
        return "failed"
    return "handled"


async def _put_off(row: InboundMessage, fault: str) -> None:
    is_last = row.attempts >= _TRIES
    next_try = None if is_last else clock.now() + timedelta(seconds=5 * 2**row.attempts)
    await _update(row, fault=fault[:80], due_at=next_try, leased_until=None)


async def _update(row: InboundMessage, **values: object) -> int:
    return await InboundMessage.filter(id=row.id, attempts=row.attempts).update(**values)


async def forget_old_pushes() -> int:
    """Delete what came more than `KEPT` ago and is over; answers how many went.

    What was set aside goes, too: it still holds the words of a person.
    """
    over = InboundMessage.filter(due_at=None, received_at__lt=clock.now() - KEPT)
    return await over.delete()
