"""Sends the answers that were not ready in time as customer messages (客服消息).

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
"""

import asyncio
from datetime import timedelta

from mobile_api.shared import clock
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import Retry, TryAgain
from mobile_api.shared.due.tables import DueTable
from wechat.inbound import push_of
from wechat.official_account.answers import Answerer, ReplyState, WechatReply
from wechat.official_account.messages import send_customer_text
from wechat.official_account.replies import Reply, customer_text
from wechat.platform.client import WechatClient
from wechat.platform.errors import ConversationOver, OutcomeUnknown, TransientFault, WechatFault

_LEASE = timedelta(seconds=90)
_THINKING_SECONDS = 20
# Whoever has waited longer than this has asked again or gone to the counter.
_TOO_LATE = timedelta(hours=1)
# The account may not send customer messages at all, for example because it is not verified.
_NOT_PERMITTED = 48001
# Anything else says that it was sent, or may have been, or is not to be.
_UNSENT = (ReplyState.received, ReplyState.owed)


async def pay(client: WechatClient, answerer: Answerer, held: Held[WechatReply]) -> str:
    """Find and send one answer that is owed."""
    row = held.row
    if row.state is ReplyState.sending:
        # Another worker died between sending and noting it; twice is worse than perhaps not.
        return await _end(held, ReplyState.outcome_unknown)
    if row.state not in _UNSENT:
        # Its end is recorded, however it came to be due again.
        return await _end(held, row.state, row.reason)
    if clock.now() - row.received_at > _TOO_LATE:
        return await _end(held, ReplyState.too_late)
    reply = await _found(row, answerer)
    if reply is None:
        return await _end(held, ReplyState.answered)
    await held.keep(state=ReplyState.sending, reply=reply, question=None)
    return await _send(client, held, reply)


async def _found(row: WechatReply, answerer: Answerer) -> Reply | None:
    if row.reply is not None:
        return row.reply
    async with asyncio.timeout(_THINKING_SECONDS):
        return await answerer(push_of(row.app_id, row.question or {}))


async def _send(client: WechatClient, held: Held[WechatReply], reply: Reply) -> str:
    try:
        await send_customer_text(client, openid=held.row.openid, text=customer_text(reply))
    except OutcomeUnknown:
        return await _end(held, ReplyState.outcome_unknown)
    except ConversationOver as fault:
        return await _end(held, ReplyState.window_closed, fault.reason)
    except WechatFault as fault:
        if fault.errcode == _NOT_PERMITTED:
            return await _end(held, ReplyState.not_permitted, fault.reason)
        if isinstance(fault, TransientFault):
            raise _later(fault) from None
        return await _end(held, ReplyState.refused, fault.reason)
    return await _end(held, ReplyState.sent)


def _later(fault: TransientFault) -> TryAgain:
    reason = fault.reason
    return TryAgain(reason, wait=fault.wait, state=ReplyState.owed, reason=reason[:80])


async def _end(held: Held[WechatReply], state: ReplyState, reason: str = "") -> str:
    await held.record(due_at=None, state=state, reason=reason[:80], reply=None, question=None)
    return state


async def _give_up(held: Held[WechatReply], last: TryAgain) -> str:
    return await _end(held, ReplyState.failed, last.code)


REPLIES = DueTable(
    model=WechatReply,
    lease=_LEASE,
    at_once=20,
    retry=Retry(first=timedelta(seconds=10), longest=timedelta(minutes=20), tries=8),
    on_end=_give_up,
)
