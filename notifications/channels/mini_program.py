"""Subscription messages of the WeChat mini-program."""

from collections.abc import Mapping
from functools import partial

from notifications import reasons
from notifications.channels.base import Outcome
from notifications.models import ChannelName, Delivery, DeliveryState
from wechat import consent, subscription_messages
from wechat.client import WechatClient
from wechat.errors import ConsentUsedUp, OutcomeUnknown, TransientFault, WechatFault
from wechat.models import WechatBinding


class MiniProgramChannel:
    """`templates`: event -> template id. WeChat has no id by which it would drop a repetition."""

    name = ChannelName.mini_program
    repeats_safely = False

    def __init__(self, client: WechatClient, templates: Mapping[str, str]) -> None:
        self._client = client
        self._templates = templates

    async def send(self, delivery: Delivery) -> Outcome:
        """One message to the person's latest WeChat account in this app."""
        template_id = self._templates.get(delivery.event)
        if template_id is None:
            return Outcome(DeliveryState.fallen_back, reasons.NO_TEMPLATE)
        binding = await WechatBinding.latest_of(delivery.person_id, self._client.app_id)
        if binding is None:
            return Outcome(DeliveryState.fallen_back, reasons.NO_WECHAT)
        try:
            message_id = await subscription_messages.send(
                self._client, openid=binding.openid, template_id=template_id,
                page=delivery.page, values=delivery.content,
            )  # fmt: skip
        except WechatFault as fault:
            return _outcome(fault, binding, template_id)
        spend = partial(consent.spend, binding, template_id)
        return Outcome(DeliveryState.sent, message_id=message_id, afterwards=spend)


def _outcome(fault: WechatFault, binding: WechatBinding, template_id: str) -> Outcome:
    match fault:
        case ConsentUsedUp():
            use_up = partial(consent.use_up, binding, template_id)
            return Outcome(DeliveryState.fallen_back, fault.reason, afterwards=use_up)
        case TransientFault():
            return Outcome(DeliveryState.pending, fault.reason, wait=fault.wait)
        case OutcomeUnknown():
            return Outcome(DeliveryState.sent_unconfirmed, fault.reason)
    return Outcome(DeliveryState.failed, fault.reason)
