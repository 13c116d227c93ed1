"""Pushes of WeChat become rows at once and are handled afterwards, each exactly once.

WeChat waits five seconds and repeats up to three times, so the answer must not wait for the work.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import Retry, TryAgain
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.text.characters import storable
from wechat.models import InboundMessage

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Push:
    """One event or message; `openid` is whom it is about."""

    app_id: str
    openid: str = field(repr=False)
    event: str
    body: Mapping[str, Any] = field(repr=False)

    @property
    def told_at(self) -> datetime:
        """CreateTime, which comes as a number or as a text; never later than now."""
        told = str(self.body.get("CreateTime", ""))
        seconds = int(told) if told.isascii() and told.isdigit() and len(told) <= 10 else 0
        return min(datetime.fromtimestamp(seconds, UTC), clock.now())


# Handlers run inside the transaction that marks the push as handled.
Handler = Callable[[Push], Awaitable[None]]
Handlers = Mapping[str, Sequence[Handler]]


def merged(*parts: Handlers) -> Handlers:
    """The handlers of every part, by event."""
    events = {event for part in parts for event in part}
    return {event: [one for part in parts for one in part.get(event, ())] for event in events}


def push_of(app_id: str, body: Mapping[str, Any]) -> Push:
    """What a body tells; the sender of an event of the platform itself is no person."""
    event = storable(str(body.get("Event") or body.get("MsgType") or "")[:64])
    return Push(app_id, str(body.get("FromUserName", "")), event, body)


async def receive(app_id: str, body: Mapping[str, Any]) -> None:
    """Keep a push for `handle`; a repetition changes nothing."""
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
    await wake(PUSHES.kind)


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


async def handle(handlers: Handlers, held: Held[InboundMessage]) -> str:
    """Hand one kept push to the handlers of its event; without any it counts as handled."""
    row = held.row
    push = push_of(row.app_id, row.body or {})
    async with in_transaction():
        # First, so that a claim lost to another worker stops here.
        await held.record(due_at=None, handled_at=clock.now(), body=None)
        for handler in handlers.get(row.event, ()):
            await handler(push)
    return "handled"


async def _set_aside(held: Held[InboundMessage], last: TryAgain) -> str:
    await held.record(due_at=None, fault=last.code[:80])
    return "set_aside"


# One after the other, as WeChat told them: of two answers of one person the later one counts.
PUSHES = DueTable(
    model=InboundMessage,
    lease=timedelta(seconds=60),
    at_once=1,
    claim_size=100,
    retry=Retry(first=timedelta(seconds=10), longest=timedelta(hours=1), tries=8),
    on_end=_set_aside,
)


async def forget_old_pushes() -> int:
    """Delete what came more than `KEPT` ago and is over; answers how many went.

    What was set aside goes, too: it still holds the words of a person.
    """
    over = InboundMessage.filter(due_at=None, received_at__lt=clock.now() - KEPT)
    return await over.delete()
