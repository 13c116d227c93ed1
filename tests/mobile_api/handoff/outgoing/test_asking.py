"""The home city is asked how it stands: what it has lost goes again, what is odd is shown."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from mobile_api.handoff.models import Handoff
from mobile_api.handoff.partners.models import Partner, PartnerKey
from mobile_api.shared import clock
from mobile_api.signatures.service import VerifyingKey
from tests.mobile_api.handoff.outgoing.handed import Handed
from tests.partner_city import PartnerCity, partner_city
from tests.stack import Stack

_TOMORROW = timedelta(days=1, minutes=1)


async def _next_day(handed: Handed) -> None:
    with clock.standing_at(clock.now() + _TOMORROW):
        await handed.stack.settle()


@pytest.fixture
async def restored(stack: Stack, handed: Handed) -> AsyncIterator[PartnerCity]:
    """The neighbour as an old backup has it: nothing of what was handed over since."""
    async with partner_city(stack.clock, stack.api, region_code="990100", name="邻江市") as found:
        own = await handed.city.admin("GET", "city")
        assert own["key_id"] != found.key_id
        yield found


async def _move_to(handed: Handed, city: PartnerCity) -> None:
    from mobile_api.handoff.partners.models import OwnKey

    signing = await OwnKey.get(use="signing")
    await city.know(signing.public_key)
    await Partner.all().update(base_url=city.base_url)
    await PartnerKey.create(
        partner_id=handed.partner.id,
        key_id=VerifyingKey.read(city.public_key).key_id,
        public_key=city.public_key,
        valid_from=clock.now() - timedelta(days=1),
    )


async def test_once_a_day_what_was_never_told_is_fetched(handed: Handed) -> None:
    await handed.sent()
    await handed.city.tell(await handed.name(), "checked", hold=True)
    await handed.stack.settle()
    assert (await handed.row()).last_sequence == 0
    await _next_day(handed)
    assert (await handed.row()).last_sequence == 1


async def test_what_was_lost_there_goes_again_unchanged(
    handed: Handed, restored: PartnerCity
) -> None:
    await handed.sent()
    [before] = await handed.messages()
    await _move_to(handed, restored)
    await _next_day(handed)
    [taken] = await restored.taken()
    assert (taken["message_id"], taken["body"].encode()) == (str(before.id), bytes(before.body))
    assert [one["kind"] for one in (await handed.view())["receipts"]] == ["received"]


async def test_fewer_events_than_are_known_is_shown_to_staff(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("checked")
    await Handoff.all().update(last_sequence=3)
    await _next_day(handed)
    assert (await handed.view())["problem"] == "other_side_restored"


async def test_what_is_over_is_not_asked_after(handed: Handed) -> None:
    await handed.sent()
    for event in ("checked", "decided", "delivered"):
        await handed.tell(event)
    await _next_day(handed)
    assert (await handed.row()).due_at is None
