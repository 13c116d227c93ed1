"""Deliveries by the official account, tried one by one as the relay would."""

from datetime import timedelta
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.ids import new_id
from notifications.channels.base import Address, Channel, DueDelivery, TryOutcome
from notifications.models import ChannelName
from notifications.words.templates import TEMPLATES
from tests.notifications.words.test_templates import DATA
from tests.simulators import defaults
from wechat.login import WechatIdentity
from wechat.models import WechatBinding

APP_ID = defaults.OFFICIAL_ACCOUNT_APP_ID
TEMPLATE_SEND = "/cgi-bin/message/template/send"
BIZSEND = "/cgi-bin/message/subscribe/bizsend"
PAGE = "pages/case/detail?id=1"


def due(
    person_id: UUID, event: str = "accepted", channel: str = "official_template"
) -> DueDelivery:
    name, now = ChannelName(channel), clock.now()
    content = TEMPLATES[event].content_for(name, DATA)
    assert content is not None
    return DueDelivery(
        id=new_id(),
        person_id=person_id,
        event=event,
        channel=name,
        page=PAGE,
        content=content,
        attempts=1,
        created_at=now,
        begun_at=now,
        give_up_at=now + timedelta(days=3),
    )


async def bound(openid: str) -> UUID:
    """A person of ours with this account."""
    person_id = new_id()
    await WechatBinding.bind(person_id, WechatIdentity(APP_ID, openid, None, ""))
    return person_id


async def tried(channel: Channel, delivery: DueDelivery) -> TryOutcome:
    """One try and its bookkeeping, as the relay does it."""
    address: Address = (await channel.addresses_of([delivery]))[delivery.id]
    outcome = await channel.send(delivery, address)
    await channel.settle([(delivery, address, outcome)])
    return outcome
