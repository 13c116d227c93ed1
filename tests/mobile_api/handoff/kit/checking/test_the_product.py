"""The product's own doors pass every check of its kit, by either kind of key."""

from collections.abc import AsyncIterator

import pytest

from mobile_api.handoff.kit.checking.line import line_to
from mobile_api.handoff.kit.checking.suite import run
from mobile_api.handoff.kit.checking.their import Their
from mobile_api.handoff.kit.checking.trial import Trial, Wanted
from mobile_api.handoff.kit.checking.verdicts import CheckOutcome
from mobile_api.handoff.partners.models import PartnerKey
from mobile_api.handoff.partners.own_keys import own_keys
from mobile_api.handoff.partners.states import KeyUse
from mobile_api.shared import clock
from mobile_api.signatures.service import KeyKind, SigningKey, VerifyingKey
from tests.mobile_api.handoff.incoming.neighbour import (
    LONG_AGO,
    Neighbour,
    introduced,
    own_public_key,
)
from tests.partner_city import partner_city
from tests.stack import Stack


@pytest.fixture
async def neighbour(stack: Stack) -> AsyncIterator[Neighbour]:
    async with partner_city(stack.clock, region_code="990100", name="邻江市") as city:
        yield await introduced(stack, city, "linjiang", "TB-2026-01")


async def registered(neighbour: Neighbour, kind: KeyKind) -> SigningKey:
    """One more key of that city: the one that the kit signs with."""
    key = SigningKey.new(kind)
    await PartnerKey.create(
        partner_id=neighbour.partner.id,
        key_id=key.public.key_id,
        public_key=str(key.public),
        valid_from=clock.now() - LONG_AGO,
    )
    return key


async def theirs(stack: Stack) -> Their:
    """The product as it introduces itself."""
    (sealing,) = await own_keys(KeyUse.encryption, clock.now())
    signing = VerifyingKey.read(await own_public_key())
    return Their(stack.settings.region_code, signing, sealing.public_key)


@pytest.mark.parametrize("kind", KeyKind)
async def test_every_check_holds(stack: Stack, neighbour: Neighbour, kind: KeyKind) -> None:
    key, found = await registered(neighbour, kind), []
    async with line_to(stack.api, key) as line:
        wanted = Wanted(from_region_code="990100", patience_seconds=0)
        async for one in run(Trial(line, await theirs(stack), wanted)):
            found.append(one)
            if one.name == "case":
                await neighbour.work()
    assert [one.line for one in found if one.outcome is not CheckOutcome.holds] == []
