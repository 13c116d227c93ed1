"""This city takes cases for a neighbour: agreed items, the neighbour as it runs, people here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest

from mobile_api.accounts.models import Person
from mobile_api.accounts.proofs.models import IdentityProof, ProofMethod
from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.partners.models import AgreedItem, Agreement, Partner, PartnerKey
from mobile_api.handoff.partners.own_keys import new_encryption_key, new_signing_key
from mobile_api.handoff.partners.states import HandoffDirection, PartnerState
from mobile_api.shared import clock
from mobile_api.signatures.service import KeyKind, VerifyingKey
from tests.actors import Citizen, Colleague
from tests.mobile_api.handoff.outgoing.handed import AGREEMENT, REGION, Handed
from tests.partner_city import PartnerCity, partner_city
from tests.simulators.partner_city.state import CityState
from tests.stack import Stack

_ITEMS = {
    "passport": ("000116001000", HandoffMode.COLLECTED_ON_BEHALF),
    "elder-care": ("000123001000", HandoffMode.FULLY_ONLINE),
    "birth-reg": ("000123002000", HandoffMode.FULLY_ONLINE),
}


@pytest.fixture
def kept() -> CityState:
    """What the neighbour keeps."""
    return CityState()


@pytest.fixture
async def city(stack: Stack, kept: CityState) -> AsyncIterator[PartnerCity]:
    """The neighbour as it runs; it knows this city's keys."""
    async with neighbour_of(stack, kept) as found:
        yield found


@asynccontextmanager
async def neighbour_of(stack: Stack, kept: CityState) -> AsyncIterator[PartnerCity]:
    yesterday = clock.now() - timedelta(days=1)
    signing = await new_signing_key(KeyKind.ed25519, yesterday)
    ours = await new_encryption_key(yesterday)
    of_city = {"region_code": REGION, "name": "邻江市"}
    async with partner_city(stack.clock, stack.api, state=kept, **of_city) as found:
        await found.know(signing.public_key, encryption_key=ours.public_key)
        yield found


@pytest.fixture
async def partner(city: PartnerCity) -> Partner:
    """The neighbour as it is registered here, with what may be handed to it."""
    return await registered(city)


async def registered(city: PartnerCity) -> Partner:
    yesterday = clock.now() - timedelta(days=1)
    partner = await Partner.create(
        key="linjiang",
        name="邻江市",
        regions=(REGION,),
        base_url=city.base_url,
        hosts=(),
        encryption_key=city.encryption_key,
        contact="",
        state=PartnerState.active,
        messages_a_minute=1000,
        changed_at=yesterday,
    )
    await PartnerKey.create(
        partner_id=partner.id,
        key_id=VerifyingKey.read(city.public_key).key_id,
        public_key=city.public_key,
        valid_from=yesterday,
    )
    agreement = await Agreement.create(
        partner_id=partner.id, number=AGREEMENT, valid_from=yesterday.date()
    )
    for item_key, (basic_code, mode) in _ITEMS.items():
        await AgreedItem.create(
            agreement_id=agreement.id,
            direction=HandoffDirection.to_partner,
            basic_code=basic_code,
            item_key=item_key,
            mode=mode,
            regions=(),
            names={},
            valid_from=yesterday.date(),
        )
    return partner


@pytest.fixture
async def proven(citizen: Citizen) -> Citizen:
    """Somebody whose name and number an authority has matched."""
    person = await Person.all().first()
    assert person is not None
    await IdentityProof.create(
        person_id=person.id, method=ProofMethod.oidc, level=3, at=clock.now()
    )
    return citizen


@pytest.fixture
def handed(
    stack: Stack,
    client: httpx.AsyncClient,
    city: PartnerCity,
    partner: Partner,
    proven: Citizen,
    colleague: Colleague,
) -> Handed:
    """A passport case, taken here for the neighbour; not begun yet."""
    return Handed(stack, client, city, partner, proven, colleague)
