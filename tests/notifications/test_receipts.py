"""Receipts settle what was sent, also when they come early, late, twice or for a lost answer."""

from uuid import UUID

import pytest

from notifications import receipts, relay
from notifications.models import Delivery, DeliveryState
from notifications.relay import Channels
from tests.notifications.telling import by_wechat, tell_posted
from tests.simulators import defaults
from tests.wechat.fixtures import Bind
from tests.wechat.platform import POSTED as TEMPLATE
from tests.wechat.platform import SEND, Platform
from wechat import inbound
from wechat.models import WechatBinding

HANDLERS = receipts.handlers(defaults.TEMPLATE_IDS)


@pytest.fixture
async def person(platform: Platform, bind: Bind) -> UUID:
    for _ in range(3):
        await platform.accept(TEMPLATE)
    return (await bind()).person_id


async def receipt(message_id: str, *, code: str = "0", second: int = 1) -> None:
    binding = await WechatBinding.first()
    assert binding is not None
    item = {"TemplateId": TEMPLATE, "MsgID": message_id, "ErrorCode": code, "ErrorStatus": "told"}
    await inbound.receive(defaults.MINI_PROGRAM_APP_ID, {
        "FromUserName": binding.openid, "CreateTime": second, "MsgType": "event",
        "Event": "subscribe_msg_sent_event", "List": item,
    })  # fmt: skip
    await inbound.work_off(HANDLERS)


async def sent(channels: Channels, person: UUID) -> str:
    await tell_posted(person)
    await relay.work_off(channels)
    return (await by_wechat()).provider_message_id or ""


async def test_a_receipt_makes_it_delivered(channels: Channels, person: UUID) -> None:
    await receipt(await sent(channels, person))
    assert (await by_wechat()).state == DeliveryState.delivered


async def test_a_bad_receipt_tells_why(channels: Channels, person: UUID) -> None:
    await receipt(await sent(channels, person), code="50002")
    row = await by_wechat()
    assert (row.state, row.reason) == (DeliveryState.failed, "refused_after_sending")


async def test_a_settled_delivery_stays_settled(channels: Channels, person: UUID) -> None:
    message_id = await sent(channels, person)
    for second, code in enumerate(("0", "0", "50002")):
        await receipt(message_id, code=code, second=second)
    assert (await by_wechat()).state == DeliveryState.delivered


async def test_a_receipt_confirms_what_had_no_answer(
    platform: Platform, channels: Channels, person: UUID
) -> None:
    await platform.fail(SEND, "reset")
    await sent(channels, person)
    (message,) = await platform.inbox()
    await receipt(str(message["msgid"]))
    row = await by_wechat()
    assert (row.state, row.reason) == (DeliveryState.delivered, "")
    assert row.provider_message_id == str(message["msgid"])


async def test_a_receipt_may_overtake_the_answer(channels: Channels, person: UUID) -> None:
    await tell_posted(person)
    await Delivery.filter(state=DeliveryState.pending).update(state=DeliveryState.sending)
    await receipt("42")
    assert (await by_wechat()).state == DeliveryState.delivered
    await relay.work_off(channels)
    assert (await by_wechat()).state == DeliveryState.delivered


async def test_receipts_without_ids_settle_in_order(
    platform: Platform, channels: Channels, person: UUID
) -> None:
    platform.config.reply_with_msgid = False
    for key in ("first", "second"):
        await tell_posted(person, key=key)
    await relay.work_off(channels)
    await receipt("42")
    settled = await Delivery.filter(provider_message_id="42")
    assert [row.dedupe_key for row in settled] == ["first"]


async def test_receipts_about_strangers_change_nothing(
    platform: Platform, channels: Channels, person: UUID
) -> None:
    await sent(channels, person)
    item = {"TemplateId": TEMPLATE, "MsgID": "42", "ErrorCode": "0"}
    await inbound.receive(defaults.MINI_PROGRAM_APP_ID, {
        "FromUserName": "o-nobody", "Event": "subscribe_msg_sent_event", "List": item,
    })  # fmt: skip
    assert await inbound.work_off(HANDLERS) == 1
    assert (await by_wechat()).state == DeliveryState.sent
