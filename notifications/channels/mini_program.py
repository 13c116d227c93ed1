"""Subscription messages of the WeChat mini-program."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from notifications.channels.base import Address, DueDelivery, Outcome, Sent
from notifications.channels.consents import settle_consents
from notifications.channels.openids import openids_of
from notifications.models import ChannelName, DeliveryState
from notifications.words import reasons
from wechat import subscription_messages
from wechat.platform.errors import (
    ConfigurationFault,
    ConsentUsedUp,
    DayQuotaExhausted,
    MinuteQuotaExhausted,
    OutcomeUnknown,
    TooFrequentForRecipient,
    TransientFault,
    WechatFault,
)
from wechat.platform.service import WechatClient

_OF_ACCOUNT = (ConfigurationFault, DayQuotaExhausted, MinuteQuotaExhausted)


class MiniProgramChannel:
    """`templates`: event -> template id. WeChat has no id by which it would drop a repetition."""

    name = ChannelName.mini_program
    repeats_safely = False
    repeats_safely_for = timedelta()

    def __init__(
        self, client: WechatClient, templates: Mapping[str, str], long_term: Collection[str] = ()
    ) -> None:
        self._client = client
        self._templates = templates
        self._long_term = frozenset(long_term)
        self.quota = client.app_id

    async def addresses_of(self, deliveries: Sequence[DueDelivery]) -> Mapping[UUID, Address]:
        return await openids_of(self._client.app_id, deliveries)

    async def send(self, delivery: DueDelivery, address: Address) -> Outcome:
        """One message to the person's latest WeChat account in this app."""
        template_id = self._templates.get(delivery.event)
        if template_id is None:
            return Outcome(DeliveryState.fallen_back, reasons.NO_TEMPLATE)
        try:
            message_id = await subscription_messages.send(
                self._client,
                openid=address.to,
                template_id=template_id,
                page=delivery.page,
                values=delivery.content,
            )
        except WechatFault as fault:
            return outcome_of(fault)
        return Outcome(DeliveryState.sent, message_id=message_id)

    async def settle(self, sent: Sequence[Sent]) -> None:
        """See Channel."""
        await settle_consents(self.quota, sent, self._templates, self._long_term)


def outcome_of(fault: WechatFault) -> Outcome:
    """What a fault of WeChat means for a delivery; the same for every kind of message."""
    match fault:
        case ConsentUsedUp():
            return Outcome(DeliveryState.fallen_back, fault.reason)
        case TransientFault():
            is_of_account = isinstance(fault, _OF_ACCOUNT)
            is_outage = not is_of_account and not isinstance(fault, TooFrequentForRecipient)
            return Outcome(
                DeliveryState.pending,
                fault.reason,
                wait=fault.wait,
                is_of_account=is_of_account,
                is_outage=is_outage,
            )
        case OutcomeUnknown():
            return Outcome(DeliveryState.sent_unconfirmed, fault.reason, is_outage=True)
    return Outcome(DeliveryState.failed, fault.reason)
