"""What WeChat tells about messages after it took them: delivered, or not."""

from collections.abc import Mapping

from mobile_api.shared import clock
from notifications import reasons
from notifications.models import ChannelName, Delivery, DeliveryState
from wechat import consent
from wechat.callbacks import entries
from wechat.inbound import Handlers, Push
from wechat.models import WechatBinding, hash_of_openid

_OPEN = [DeliveryState.sending, DeliveryState.sent, DeliveryState.sent_unconfirmed]


def handlers(templates: Mapping[str, str]) -> Handlers:
    """Handlers for `wechat.inbound.work_off`; `templates`: event -> template id."""
    events: dict[str, list[str]] = {}
    for event, template_id in templates.items():
        events.setdefault(template_id, []).append(event)

    async def note_receipts(push: Push) -> None:
        for entry in entries(push.body):
            template_id = str(entry.get("TemplateId", ""))
            await _note_receipt(push, entry, template_id, events.get(template_id, []))

    return {"subscribe_msg_sent_event": (note_receipts,)}


async def _note_receipt(
    push: Push, entry: Mapping[str, object], template_id: str, events: list[str]
) -> None:
    """Settle the delivery that the receipt is about; one that is settled stays as it is."""
    message_id = str(entry.get("MsgID", ""))[:64]
    binding = await WechatBinding.get_or_none(
        app_id=push.app_id, openid_hash=hash_of_openid(push.openid)
    )
    if binding is None:
        return
    row = await _told_by(message_id, binding, events)
    if row is None:
        return
    is_delivered = str(entry.get("ErrorCode")) == "0"
    await Delivery.filter(id=row.id, state__in=_OPEN).update(
        state=DeliveryState.delivered if is_delivered else DeliveryState.failed,
        reason="" if is_delivered else reasons.REFUSED_LATER,
        provider_message_id=message_id,
        sent_at=row.sent_at or clock.now(),
        due_at=None,
    )
    if row.state == DeliveryState.sent_unconfirmed:
        await consent.spend(binding, template_id)


async def _told_by(message_id: str, binding: WechatBinding, events: list[str]) -> Delivery | None:
    """By WeChat's id, else the person's oldest message of that template that still has no id.

    The id is missing when WeChat left it out of its answer or the answer was lost.
    """
    found = Delivery.filter(channel=ChannelName.mini_program, person_id=binding.person_id)
    row = await found.filter(provider_message_id=message_id).first()
    if row is not None:
        return row
    nameless = found.filter(event__in=events, state__in=_OPEN, provider_message_id=None)
    return await nameless.order_by("created_at", "id").first()
