"""Sending again what did not reach a person, because a member of staff asks for it."""

from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.errors import AppError, NotFound
from notifications.models import ChannelName, Delivery, DeliveryState
from notifications.policy import KEEP_TRYING
from notifications.quiet_hours import free_from
from notifications.words import reasons

_UNTOLD = frozenset(
    {
        DeliveryState.failed,
        DeliveryState.fallen_back,
        DeliveryState.sent_unconfirmed,
        DeliveryState.set_aside,
    }
)
# Trying again would end the same way: there are no words, or there is nobody any more.
_HOPELESS = frozenset({reasons.DOES_NOT_FIT, reasons.UNREADABLE, reasons.ACCOUNT_CLOSED})
_ON_ITS_WAY = frozenset({DeliveryState.pending, DeliveryState.sending})


class NothingToSendAgain(AppError):
    status = 409
    code = "nothing_to_send_again"
    title = "这条通知已经送达、正在发送或者无法重新发送。请刷新查看它现在的状态。"


# Without `content`: a row whose words cannot be opened must not end in an error.
_LOCKED = """
SELECT channel, state, reason, quiet_hours FROM delivery WHERE id = $1 AND subject = $2 FOR UPDATE
"""


def can_be_sent_again(channel: ChannelName, state: DeliveryState, reason: str) -> bool:
    """Whether this way ended without telling and another try may tell."""
    return channel != ChannelName.in_app and state in _UNTOLD and reason not in _HOPELESS


async def send_again(delivery_id: UUID, *, subject: str) -> bool:
    """Make a delivery of this subject due again, outside the person's quiet hours.

    In the running transaction. False: it was asked for already and is on its way. Raises NotFound,
    NothingToSendAgain. Should it fail once more, the channels after it have their turn.
    """
    rows = await fetch(_LOCKED, delivery_id, subject)
    if not rows:
        raise NotFound()
    channel, state = ChannelName(rows[0]["channel"]), DeliveryState(rows[0]["state"])
    reason = rows[0]["reason"]
    if reason == reasons.SENT_AGAIN and state in _ON_ITS_WAY:
        return False
    if not can_be_sent_again(channel, state, reason):
        raise NothingToSendAgain()
    now = clock.now()
    due_at = free_from(now, rows[0]["quiet_hours"])
    # `attempts` goes on: it is the token by which a worker that comes late is known.
    await Delivery.filter(id=delivery_id).update(
        state=DeliveryState.pending,
        reason=reasons.SENT_AGAIN,
        begun_at=None,
        due_at=due_at,
        leased_until=None,
        give_up_at=now + KEEP_TRYING,
    )
    await wake(f"delivery:{channel}")
    return True
