"""Sends the answers that were not ready in time as customer messages (客服消息).

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
"""

import asyncio
from datetime import timedelta

from mobile_api.shared import clock, metrics
from mobile_api.shared.due.claims import claim_due
from wechat.inbound import push_of
from wechat.official_account.answers import TABLE, Answerer, ReplyState, WechatReply, log, record
from wechat.official_account.messages import send_customer_text
from wechat.official_account.replies import Reply, customer_text, restored, stored
from wechat.platform.client import WechatClient
from wechat.platform.errors import ConversationOver, OutcomeUnknown, TransientFault, WechatFault

_LEASE = timedelta(seconds=90)
_THINKING_SECONDS = 20
# Whoever has waited longer than this has asked again or gone to the counter.
_TOO_LATE = timedelta(hours=1)
_TRIES = 8
# The account may not send customer messages at all, for example because it is not verified.
_NOT_PERMITTED = 48001


async def work_off(client: WechatClient, answerer: Answerer, *, limit: int = 20) -> int:
    """Find and send answers that are owed; answers how many rows were taken up."""
    rows = await claim_due(WechatReply, limit=limit, lease=_LEASE)
    for outcome in await asyncio.gather(*(_pay(row, client, answerer) for row in rows)):
        metrics.due_work_total.labels(TABLE, outcome).inc()
    return len(rows)


async def _pay(row: WechatReply, client: WechatClient, answerer: Answerer) -> str:
    if row.state is ReplyState.sending:
        # Another worker died between sending and noting it; twice is worse than perhaps not.
        return await _end(row, ReplyState.outcome_unknown)
    if clock.now() - row.received_at > _TOO_LATE:
        return await _end(row, ReplyState.too_late)
    try:
        reply = await _found(row, answerer)
    except Exception as error:
        log.exception("no answer could be found")
        return await _try_again(row, type(error).__name__)
    if reply is None:
        return await _end(row, ReplyState.answered)
    sending = {"state": ReplyState.sending, "reply": stored(reply), "question": None}
    if not await record(row, **sending, due_at=clock.now() + _LEASE):
        return "lost"
    return await _send(row, client, reply)


async def _found(row: WechatReply, answerer: Answerer) -> Reply | None:
    if row.reply is not None:
        return restored(row.reply)
    async with asyncio.timeout(_THINKING_SECONDS):
        return await answerer(push_of(row.app_id, row.question or {}))


async def _send(row: WechatReply, client: WechatClient, reply: Reply) -> str:
    try:
        await send_customer_text(client, openid=row.openid, text=customer_text(reply))
    except OutcomeUnknown:
        return await _end(row, ReplyState.outcome_unknown)
    except ConversationOver as fault:
        return await _end(row, ReplyState.window_closed, fault.reason)
    except WechatFault as fault:
        if fault.errcode == _NOT_PERMITTED:
            return await _end(row, ReplyState.not_permitted, fault.reason)
        if isinstance(fault, TransientFault):
            return await _try_again(row, fault.reason, least=fault.wait)
        return await _end(row, ReplyState.refused, fault.reason)
    return await _end(row, ReplyState.sent)


async def _try_again(row: WechatReply, reason: str, *, least: timedelta = timedelta()) -> str:
    if row.attempts >= _TRIES:
        return await _end(row, ReplyState.failed, reason)
    wait = max(timedelta(seconds=5 * 2 ** min(row.attempts, 8)), least)
    await record(row, state=ReplyState.owed, reason=reason[:80], due_at=clock.now() + wait)
    return "put_off"


async def _end(row: WechatReply, state: ReplyState, reason: str = "") -> str:
    await record(row, state=state, reason=reason[:80], reply=None, question=None, due_at=None)
    return state.value
