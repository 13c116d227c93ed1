"""A neighbour city that this one knows: its keys, an agreement, and what it may hand over."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.partners.models import AgreedItem, Agreement, OwnKey, Partner, PartnerKey
from mobile_api.handoff.partners.own_keys import new_encryption_key, new_signing_key
from mobile_api.handoff.partners.states import HandoffDirection, PartnerState
from mobile_api.shared import clock
from mobile_api.signatures.service import KeyKind, VerifyingKey
from tests.partner_city import PartnerCity, partner_city
from tests.stack import Stack

AGREEMENT, ITEM = "agreement-1", "passport"


@pytest.fixture
async def own_key(stack: Stack) -> OwnKey:
    """What this city signs with."""
    return await new_signing_key(KeyKind.ed25519, clock.now() - timedelta(days=1))


async def registered(key: str, public_key: str, base_url: str, recipient: str) -> Partner:
    """A partner with one key and everything that it needs to hand a case over."""
    yesterday = clock.now() - timedelta(days=1)
    partner = await Partner.create(
        key=key,
        name="邻江市",
        regions=("990100",),
        base_url=base_url,
        hosts=(),
        encryption_key=recipient,
        contact="",
        state=PartnerState.active,
        messages_a_minute=1000,
        changed_at=yesterday,
    )
    await add_key(partner, public_key)
    agreement = await Agreement.create(
        partner_id=partner.id, number=f"{AGREEMENT}{key}", valid_from=yesterday.date()
    )
    await AgreedItem.create(
        agreement_id=agreement.id,
        direction=HandoffDirection.from_partner,
        basic_code=ITEM,
        item_key="exit-entry-passport",
        mode=HandoffMode.FULLY_ONLINE,
        regions=(),
        names={},
        valid_from=yesterday.date(),
    )
    return partner


async def add_key(partner: Partner, public_key: str) -> PartnerKey:
    """Good since yesterday."""
    return await PartnerKey.create(
        partner_id=partner.id,
        key_id=VerifyingKey.read(public_key).key_id,
        public_key=public_key,
        valid_from=clock.now() - timedelta(days=1),
    )


@pytest.fixture
async def city(stack: Stack, own_key: OwnKey) -> AsyncIterator[PartnerCity]:
    """The neighbour as it runs; it knows this city's keys."""
    ours = await new_encryption_key(clock.now() - timedelta(days=1))
    async with partner_city(stack.clock, stack.api) as found:
        await found.know(own_key.public_key, encryption_key=ours.public_key)
        yield found


@pytest.fixture
async def partner(city: PartnerCity) -> Partner:
    """The neighbour as it is registered here."""
    return await registered("linjiang", city.public_key, city.base_url, city.encryption_key)


@pytest.fixture
def case(stack: Stack, partner: Partner) -> dict[str, str]:
    """What a case message has to say so that this city takes it."""
    return {"agreement": AGREEMENT + partner.key, "region_code": stack.settings.region_code}
