"""Channels, states and what became of a message, in the words of people."""

from collections.abc import Mapping, Sequence

from notifications.inbox.queries import DeliveryRecord
from notifications.models import ChannelName, DeliveryState
from notifications.planning import CHANNEL_POLICY
from notifications.words import reasons
from notifications.words.templates import TEMPLATES

CHANNELS: Mapping[ChannelName, str] = {
    ChannelName.in_app: "站内消息",
    ChannelName.mini_program: "小程序订阅消息",
    ChannelName.official_subscription: "公众号订阅通知",
    ChannelName.official_template: "公众号模板消息",
    ChannelName.sms: "短信",
}
STATES: Mapping[DeliveryState, str] = {
    DeliveryState.in_reserve: "备用",
    DeliveryState.pending: "等待发送",
    DeliveryState.sending: "正在发送",
    DeliveryState.sent: "已发送",
    DeliveryState.delivered: "已送达",
    DeliveryState.sent_unconfirmed: "已发送,未收到回执",
    DeliveryState.fallen_back: "未发送",
    DeliveryState.failed: "发送失败",
    DeliveryState.not_needed: "无需发送",
    DeliveryState.merged: "已合并",
    DeliveryState.set_aside: "已搁置",
    DeliveryState.cancelled: "已取消",
}
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
