"""What became of a message by the other channels, and why not by the rest."""

from collections.abc import Sequence

from notifications.inbox.queries import DeliveryRecord
from notifications.models import ChannelName, DeliveryState
from notifications.policy import CHANNEL_POLICY
from notifications.words import reasons
from notifications.words.reasons import CHANNELS
from notifications.words.templates import TEMPLATES

_NOT_WANTED = "收件人关闭了这种通知方式。"
_TOLD = {
    DeliveryState.delivered: "已通过{}送达。",
    DeliveryState.sent: "已通过{}发送。",
    DeliveryState.sent_unconfirmed: "已通过{}发送,没有收到回执。",
    DeliveryState.sending: "正在通过{}发送。",
    DeliveryState.pending: "正在通过{}发送。",
}


def summary(others: Sequence[DeliveryRecord]) -> str:
    """One sentence: by which way besides the inbox a message was told, the surest first."""
    for state, sentence in _TOLD.items():
        for record in others:
            if record.state == state:
                return sentence.format(CHANNELS[record.channel])
    return "本条只有站内消息。"


def untried(event: str, tried: Sequence[ChannelName]) -> dict[ChannelName, str]:
    """Channels of an event that were not even planned, and why."""
    template = TEMPLATES.get(event)
    missing = [one for one in (template.channels if template else ()) if one not in tried]
    policy = CHANNEL_POLICY.here()
    not_open = reasons.sentence(reasons.NOT_OPEN)
    return {one: _NOT_WANTED if policy.has(one, event) else not_open for one in missing}
