"""Short messages, the last resort for what matters most."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from notifications.channels.base import Address, DueDelivery, Sent, TryOutcome
from notifications.models import ChannelName, DeliveryState
from notifications.sms.client import ACCOUNT, SmsProvider
from notifications.sms.errors import (
    NUMBER_REFUSED,
    SmsError,
    SmsLimited,
    SmsMisconfigured,
    SmsOutcomeUnknown,
    SmsUnreachable,
)
from notifications.words import reasons

log = logging.getLogger(__name__)

PhonesOf = Callable[[Sequence[UUID]], Awaitable[Mapping[UUID, str]]]

_UNTIL_REPAIRED = timedelta(minutes=10)


class SmsChannel:
    """`templates`: event -> the provider's template code; `phones_of`: people -> their numbers.

    The provider has no id by which it would drop a repetition; our delivery id comes back in its
    report, which settles what was left unknown.
    """

    name = ChannelName.sms
    quota = ACCOUNT
    repeats_safely = False
    repeats_safely_for = timedelta()

    def __init__(
        self, provider: SmsProvider, templates: Mapping[str, str], phones_of: PhonesOf
    ) -> None:
        self._provider, self._templates, self._phones_of = provider, templates, phones_of

    async def addresses_of(self, deliveries: Sequence[DueDelivery]) -> Mapping[UUID, Address]:
        """See Channel."""
        phones = await self._phones_of([one.person_id for one in deliveries])
        return {
            one.id: Address(phones[one.person_id]) for one in deliveries if one.person_id in phones
        }

    async def send(self, delivery: DueDelivery, address: Address) -> TryOutcome:
        """See Channel."""
        template_code = self._templates.get(delivery.event)
        if template_code is None:
            return TryOutcome(DeliveryState.fallen_back, reasons.NO_TEMPLATE)
        try:
            message_id = await self._provider.send(
                address.to, template_code, delivery.content, out_id=delivery.id.hex
            )
        except SmsError as error:
            return _outcome(error, delivery.event)
        return TryOutcome(DeliveryState.sent, message_id=message_id or None)

    async def settle(self, sent: Sequence[Sent]) -> None:
        """Nothing to keep: no consent is spent by a notice of the case itself."""


def _outcome(error: SmsError, event: str) -> TryOutcome:
    match error:
        case SmsOutcomeUnknown():
            return TryOutcome(
                DeliveryState.sent_unconfirmed, reasons.OUTCOME_UNKNOWN, is_outage=True
            )
        case SmsUnreachable():
            return TryOutcome(DeliveryState.pending, reasons.SMS_UNAVAILABLE, is_outage=True)
        case SmsLimited(wait=wait, is_of_phone=is_of_phone):
            return TryOutcome(
                DeliveryState.pending, reasons.SMS_QUOTA, wait=wait, is_of_account=not is_of_phone
            )
        case SmsMisconfigured():
            log.error("no short messages can be sent: %s", error.code)
            return TryOutcome(
                DeliveryState.pending,
                reasons.SMS_MISCONFIGURED,
                wait=_UNTIL_REPAIRED,
                is_of_account=True,
            )
    if error.code == NUMBER_REFUSED:
        return TryOutcome(DeliveryState.fallen_back, reasons.SMS_NUMBER_REFUSED)
    log.error("the short message of %s was refused: %s", event, error.code)
    return TryOutcome(DeliveryState.failed, reasons.SMS_REFUSED)
