"""WeChat's receipts, as they come through `wechat.inbound`, told to `receipts`.

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html
https://developers.weixin.qq.com/doc/service/guide/product/template_message/Template_Message_Interface.html
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from mobile_api.shared.settings.settings import Settings
from notifications.models import ChannelName
from notifications.sending.receipts import Receipt, note
from notifications.words import reasons
from wechat.inbound import Handlers, Push
from wechat.models import WechatBinding, hash_of_openid
from wechat.platform.service import entries

_LONGEST_ID = 64


def handlers(settings: Settings) -> Handlers:
    """Handlers for `wechat.inbound.work_off`: both apps, subscription and template messages."""
    apps: Mapping[str, tuple[ChannelName, Mapping[str, str]]] = {
        settings.wechat_official_account_app_id: (
            ChannelName.official_subscription,
            settings.wechat_official_account_subscriptions,
        ),
        settings.wechat_mini_program_app_id: (ChannelName.mini_program, settings.wechat_templates),
    }

    async def note_subscription_receipts(push: Push) -> None:
        if push.app_id not in apps:
            return
        channel, templates = apps[push.app_id]
        for entry in entries(push.body):
            template_id = entry.get("TemplateId")
            events = [event for event, known in templates.items() if known == template_id]
            if events:
                await note(await _receipt(push, entry, channel, events))

    return {
        "subscribe_msg_sent_event": (note_subscription_receipts,),
        "TEMPLATESENDJOBFINISH": (note_template_receipt,),
    }


async def _receipt(
    push: Push, entry: Mapping[str, object], channel: ChannelName, events: Sequence[str]
) -> Receipt:
    is_delivered = str(entry.get("ErrorCode")) == "0"
    return Receipt(
        push.app_id,
        channel,
        str(entry.get("MsgID", ""))[:_LONGEST_ID],
        is_delivered,
        "" if is_delivered else reasons.REFUSED_LATER,
        await _person(push),
        events,
    )


async def note_template_receipt(push: Push) -> None:
    """`Status`: success, `failed:user block`, or `failed: system failed`."""
    body = push.body
    message_id = str(body.get("MsgID") or body.get("MsgId") or "")[:_LONGEST_ID]
    status = str(body.get("Status", ""))
    reason = reasons.BLOCKED_BY_PERSON if "block" in status else reasons.REFUSED_LATER
    is_delivered = status == "success"
    await note(
        Receipt(
            push.app_id,
            ChannelName.official_template,
            message_id,
            is_delivered,
            "" if is_delivered else reason,
            await _person(push),
        )
    )


async def _person(push: Push) -> UUID | None:
    found = WechatBinding.filter(app_id=push.app_id, openid_hash=hash_of_openid(push.openid))
    binding = await found.only("id", "person_id").first()
    return None if binding is None else binding.person_id
