"""Receipts settle what was sent, also when they come early, late, twice, reversed or nameless."""

import itertools
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from mobile_api.shared import clock
from mobile_api.shared.due.working import work_off
from notifications.models import Delivery, DeliveryState, EarlyReceipt
from notifications.sending import receipts, relay, wechat_receipts
from notifications.sending.relay import Channels
from tests.notifications.telling import by_wechat, tell_posted
from tests.simulators import defaults
from tests.stack import Stack
from tests.wechat.at_wechat import POSTED as TEMPLATE
from tests.wechat.at_wechat import SEND, Platform
from tests.wechat.fixtures import Bind
from wechat import inbound
from wechat.models import WechatBinding


class Receipts:
    """What WeChat pushes, each in a second of its own."""

    def __init__(self, handlers: inbound.Handlers) -> None:
        self._handlers = handlers
        self._seconds = itertools.count(1)

    async def tell(self, message_id: str, *, code: str = "0") -> int:
        binding = await WechatBinding.first()
        openid = binding.openid if binding else "o-nobody"
        item = {"TemplateId": TEMPLATE, "MsgID": message_id, "ErrorCode": code}
        await inbound.receive(
            defaults.MINI_PROGRAM_APP_ID,
            {
                "FromUserName": openid,
                "CreateTime": next(self._seconds),
                "MsgType": "event",
                "Event": "subscribe_msg_sent_event",
                "List": item,
            },
        )
        return await work_off(inbound.PUSHES, partial(inbound.handle, self._handlers))


@pytest.fixture
def wechat(stack: Stack) -> Receipts:
    return Receipts(wechat_receipts.handlers(stack.settings))


@pytest.fixture
async def person(platform: Platform, bind: Bind) -> UUID:
    for _ in range(3):
        await platform.accept(TEMPLATE)
    return (await bind()).person_id


async def sent(channels: Channels, person: UUID) -> str:
    await tell_posted(person)
    await relay.work_off(channels)
    return (await by_wechat()).provider_message_id or ""


async def test_a_receipt_makes_it_delivered(
    channels: Channels, person: UUID, wechat: Receipts
) -> None:
    await wechat.tell(await sent(channels, person))
    assert (await by_wechat()).state == DeliveryState.delivered


async def test_a_bad_receipt_tells_why(channels: Channels, person: UUID, wechat: Receipts) -> None:
    await wechat.tell(await sent(channels, person), code="50002")
    row = await by_wechat()
    assert (row.state, row.reason) == (DeliveryState.failed, "refused_after_sending")


@pytest.mark.parametrize("codes", sorted(set(itertools.permutations(("0", "0", "1", "1")))))
async def test_delivered_wins_in_any_order(
    channels: Channels, person: UUID, wechat: Receipts, codes: tuple[str, ...]
) -> None:
    message_id = await sent(channels, person)
    for code in codes:
        await wechat.tell(message_id, code=code)
    row = await by_wechat()
    assert (row.state, row.reason) == (DeliveryState.delivered, "")


async def test_a_receipt_confirms_what_had_no_answer(
    platform: Platform, channels: Channels, person: UUID, wechat: Receipts
) -> None:
    await platform.fail(SEND, "reset")
    await sent(channels, person)
    (message,) = await platform.inbox()
    await wechat.tell(str(message["msgid"]))
    row = await by_wechat()
    assert (row.state, row.reason) == (DeliveryState.delivered, "")
    assert row.provider_message_id == str(message["msgid"])


@pytest.mark.parametrize("is_answered", [True, False])
async def test_a_receipt_before_the_answer_waits_for_it(
    platform: Platform, channels: Channels, person: UUID, wechat: Receipts, is_answered: bool
) -> None:
    message_id = str(await _next_message_id(platform, channels, person))
    await tell_posted(person, key="second")
    found = Delivery.filter(dedupe_key="second", place=1)
    await found.update(state=DeliveryState.sending, due_at=None)
    await wechat.tell(message_id)
    assert (await found.get()).state == DeliveryState.sending
    if not is_answered:
        await platform.fail(SEND, "reset")
    await found.update(state=DeliveryState.pending, due_at=clock.now())
    await relay.work_off(channels)
    row = await found.get()
    assert (row.state, row.provider_message_id) == (DeliveryState.delivered, message_id)
    assert await EarlyReceipt.all().count() == 0


async def _next_message_id(platform: Platform, channels: Channels, person: UUID) -> int:
    return int(await sent(channels, person)) + 1


async def test_receipts_without_ids_settle_in_order(
    platform: Platform, channels: Channels, person: UUID, wechat: Receipts
) -> None:
    platform.config.reply_with_msgid = False
    for key in ("first", "second"):
        await tell_posted(person, key=key)
    await relay.work_off(channels)
    await wechat.tell("42")
    settled = await Delivery.filter(provider_message_id="42")
    assert [row.dedupe_key for row in settled] == ["first"]


async def test_receipts_about_strangers_change_nothing_and_are_forgotten(
    platform: Platform, channels: Channels, person: UUID, wechat: Receipts
) -> None:
    await sent(channels, person)
    assert await wechat.tell("42") == 1
    assert (await by_wechat()).state == DeliveryState.sent
    with clock.standing_at(clock.now() + receipts.KEPT + timedelta(minutes=1)):
        assert await receipts.forget_old_receipts() == 1
