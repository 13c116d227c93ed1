"""What messages do to the consent ledger, the same for both kinds of subscription messages."""

from collections.abc import Collection, Mapping, Sequence

from notifications.channels.base import Sent
from notifications.models import DeliveryState
from wechat import consent
from wechat.platform.errors import ConsentUsedUp

# A lost answer counts as spent: asking once more than needed costs less than a message refused.
_SPENT = (DeliveryState.sent, DeliveryState.sent_unconfirmed)


async def settle_consents(
    app_id: str, sent: Sequence[Sent], templates: Mapping[str, str], long_term: Collection[str]
) -> None:
    """One-time templates are spent, long-term ones are not; a refusal counts anew from nothing.

    `templates`: event -> template id.
    """
    held = [
        (outcome, (address.hashed, templates[delivery.event]))
        for delivery, address, outcome in sent
        if delivery.event in templates
    ]
    spent = [key for outcome, key in held if outcome.state in _SPENT and key[1] not in long_term]
    refused = [key for outcome, key in held if outcome.reason == ConsentUsedUp.reason]
    if spent:
        await consent.spend_many(app_id, spent)
    if refused:
        await consent.use_up_many(app_id, refused)
