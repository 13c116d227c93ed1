"""Answers of the official account: within WeChat's five seconds, else later as customer messages.

A message that wants an answer is a row before anything else happens. The row is `received` until
an answer stands in it, and whoever writes that answer must still hold the latest attempt; so
however often WeChat repeats a message, and whichever process dies, one answer goes out.
"""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

from tortoise import fields

from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.due.claims import ClaimLost, Held
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import ValueRow
from mobile_api.shared.process.parts import Part
from mobile_api.shared.sealed import SealedJson, SealedText
from wechat import inbound
from wechat.inbound import Push
from wechat.official_account.replies import REPLY, Reply

log = logging.getLogger(__name__)

TABLE = "wechat_reply"
# WeChat waits five seconds; the rest is for the network and for writing the row.
BUDGET_SECONDS = 3.5
# WeChat repeats three times, five seconds apart; after that nobody waits for an answer any more.
_LAST_REPETITION = timedelta(seconds=30)
# A repetition comes within seconds, and an answer may speak of a case.
_ANSWER_KEPT = timedelta(minutes=2)
_ROW_KEPT = timedelta(days=30)

_TAKE = """
UPDATE wechat_reply SET attempts = attempts + 1, leased_until = NULL, due_at = $3
WHERE app_id = $1 AND push_hash = $2 AND state = 'received' RETURNING id, attempts
"""


class ReplyState(StrEnum):
    """From `received` to how it ended; those after `sent` name why there was no answer."""

    received = "received"
    answered = "answered"
    owed = "owed"
    sending = "sending"
    sent = "sent"
    outcome_unknown = "outcome_unknown"
    window_closed = "window_closed"
    not_permitted = "not_permitted"
    refused = "refused"
    too_late = "too_late"
    failed = "failed"


class WechatReply(ValueRow):
    """What we owe to one message or event; the words on both sides are kept while needed.

    `question` is a push as WeChat told it, see InboundMessage.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    app_id = fields.CharField(max_length=32)
    push_hash = fields.BinaryField()
    openid = SealedText()
    question: fields.Field[Mapping[str, Any] | None] = SealedJson(dict[str, Any], null=True)
    reply = SealedJson(REPLY, null=True)
    state = fields.CharEnumField(ReplyState, max_length=24, default=ReplyState.received)
    reason = fields.CharField(max_length=80, default="", db_default="")
    received_at = fields.DatetimeField()
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = TABLE
        unique_together = (("app_id", "push_hash"),)
        indexes = (("due_at",), ("received_at",))


class Answerer(Protocol):
    """Finds the answer to a push; the application brings it.

    May be asked twice about one push, so it changes nothing that a second time would change again.
    """

    def wants(self, event: str) -> bool:
        """Whether such an event is answered at all."""
        ...

    async def __call__(self, push: Push) -> Reply | None: ...


ANSWERER: Part[Answerer] = Part("answerer")


async def answer(push: Push, answerer: Answerer, *, budget: float = BUDGET_SECONDS) -> Reply | None:
    """The answer to give within `budget` seconds; None says nothing, or nothing yet.

    A repetition gets the answer that was given the first time.
    """
    if not answerer.wants(push.event):
        await inbound.receive(push.app_id, push.body)
        return None
    held = await _taken(push)
    if held is None:
        return await _given_before(push)
    try:
        async with asyncio.timeout(budget):
            reply = await answerer(push)
    except Exception:
        log.exception("an answer is owed: %s", push.event)
        await _owe(held)
        return None
    return await _given(held, reply)


async def _taken(push: Push) -> Held[WechatReply] | None:
    """The row to answer, at a new attempt; None when it has been answered or is owed."""
    row = WechatReply(
        app_id=push.app_id,
        push_hash=inbound.push_hash(push.body),
        openid=push.openid,
        question=dict(push.body),
        received_at=clock.now(),
        due_at=clock.now() + _LAST_REPETITION,
    )
    async with in_transaction():
        await inbound.keep(push)
        await WechatReply.bulk_create([row], ignore_conflicts=True)
        later = clock.now() + _LAST_REPETITION
        taken = await fetch(_TAKE, row.app_id, row.push_hash, later)
    if not taken:
        return None
    return Held(row, taken[0]["id"], taken[0]["attempts"])


async def _given_before(push: Push) -> Reply | None:
    row = await WechatReply.get(app_id=push.app_id, push_hash=inbound.push_hash(push.body))
    return row.reply if row.state is ReplyState.answered else None


async def _given(held: Held[WechatReply], reply: Reply | None) -> Reply | None:
    """None when a repetition or the worker has taken over meanwhile."""
    try:
        await held.record(due_at=None, state=ReplyState.answered, reply=reply, question=None)
    except ClaimLost:
        return None
    return reply


async def _owe(held: Held[WechatReply]) -> None:
    with suppress(ClaimLost):
        async with in_transaction():
            await held.record(due_at=clock.now(), state=ReplyState.owed)
            await wake(TABLE)


async def forget_old_replies() -> int:
    """Erase the words of what is over, and after a month the row; answers how many rows went."""
    over = WechatReply.filter(due_at=None)
    wordy = over.filter(received_at__lt=clock.now() - _ANSWER_KEPT).exclude(reply=None)
    await wordy.update(reply=None, question=None)
    return await over.filter(received_at__lt=clock.now() - _ROW_KEPT).delete()
