"""A delivery by SMS: to the number that the person has proven, and what each refusal leads to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from mobile_api.shared import clock
from mobile_api.shared.ids import new_id
from notifications.channels.base import Address, DueDelivery
from notifications.channels.sms import SmsChannel
from notifications.models import ChannelName, DeliveryState
from notifications.sms.client import SmsClient
from notifications.words import reasons
from notifications.words.templates import TEMPLATES
from tests.notifications.sms.conftest import Carrier
from tests.notifications.words.test_templates import DATA
from tests.simulators.sms import defaults

PHONE, PERSON = "13800138000", new_id()
CODES = {event: one.code for event, one in defaults.TEMPLATES.items()}


async def phones_of(person_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    return {PERSON: PHONE} if PERSON in person_ids else {}


@pytest.fixture
def channel(client: SmsClient) -> SmsChannel:
    return SmsChannel(client, CODES, phones_of)


def due(person_id: UUID = PERSON) -> DueDelivery:
    content, now = TEMPLATES["declined"].content_for(ChannelName.sms, DATA), clock.now()
    assert content is not None
    return DueDelivery(
        id=new_id(),
        person_id=person_id,
        event="declined",
        channel=ChannelName.sms,
        page="",
        content=content,
        attempts=1,
        created_at=now,
        begun_at=now,
        give_up_at=now + timedelta(days=3),
    )


async def test_it_is_sent_to_the_number_of_the_person(
    channel: SmsChannel, carrier: Carrier
) -> None:
    mine, strangers = due(), due(new_id())
    addresses = await channel.addresses_of([mine, strangers])
    assert addresses == {mine.id: Address(PHONE)}
    outcome = await channel.send(mine, addresses[mine.id])
    [message] = await carrier.inbox(PHONE)
    assert (outcome.state, outcome.message_id) == (DeliveryState.sent, message["biz_id"])
    assert message["out_id"] == mine.id.hex
    assert DATA["case_number"] in message["text"]
    assert message["parts"] <= 2


@pytest.mark.parametrize(
    ("code", "state", "reason", "is_of_account"),
    [
        ("isv.MOBILE_NUMBER_ILLEGAL", DeliveryState.fallen_back, reasons.SMS_NUMBER_REFUSED, False),
        ("isv.BLACK_KEY_CONTROL_LIMIT", DeliveryState.failed, reasons.SMS_REFUSED, False),
        ("isv.AMOUNT_NOT_ENOUGH", DeliveryState.pending, reasons.SMS_MISCONFIGURED, True),
        ("isv.BUSINESS_LIMIT_CONTROL", DeliveryState.pending, reasons.SMS_QUOTA, False),
        ("isv.DAY_LIMIT_CONTROL", DeliveryState.pending, reasons.SMS_QUOTA, True),
        ("Throttling.User", DeliveryState.pending, reasons.SMS_QUOTA, True),
        ("isp.SYSTEM_ERROR", DeliveryState.pending, reasons.SMS_UNAVAILABLE, False),
    ],
)
async def test_each_refusal_has_its_reaction(
    channel: SmsChannel,
    carrier: Carrier,
    code: str,
    state: DeliveryState,
    reason: str,
    is_of_account: bool,
) -> None:
    await carrier.fail("error", code=code)
    outcome = await channel.send(due(), Address(PHONE))
    assert (outcome.state, outcome.reason) == (state, reason)
    assert outcome.is_of_account == is_of_account
    assert reasons.sentence(reason)
    assert not await carrier.inbox(PHONE)


async def test_a_lost_answer_is_never_repeated(channel: SmsChannel, carrier: Carrier) -> None:
    await carrier.fail("reset")
    outcome = await channel.send(due(), Address(PHONE))
    assert (outcome.state, outcome.is_outage) == (DeliveryState.sent_unconfirmed, True)
    assert not channel.repeats_safely
    assert len(await carrier.inbox(PHONE)) == 1


async def test_an_event_without_a_template_is_not_sent(
    channel: SmsChannel, carrier: Carrier
) -> None:
    outcome = await channel.send(replace(due(), event="posted"), Address(PHONE))
    assert (outcome.state, outcome.reason) == (DeliveryState.fallen_back, reasons.NO_TEMPLATE)
    assert not await carrier.inbox(PHONE)
