"""A strict partner city that offers one item, and the checks on their way through its doors."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any

import pytest

from mobile_api.handoff.kit.checking.line import line_to
from mobile_api.handoff.kit.checking.spoiled import SPOILED
from mobile_api.handoff.kit.checking.suite import CHECKS, Check, run
from mobile_api.handoff.kit.checking.their import Their
from mobile_api.handoff.kit.checking.trial import Trial, Wanted
from mobile_api.handoff.kit.checking.verdicts import CheckOutcome, CheckVerdict
from mobile_api.signatures.service import KeyKind, SigningKey, VerifyingKey
from tests.dates import simulators_clock
from tests.partner_city import PartnerCity, partner_city

ITEM = {
    "agreement": "agreement-1",
    "item": "passport",
    "name": "护照换发",
    "mode": "fully_online",
    "region_codes": ["990201"],
    "valid_until": None,
}
# What a test does to the city, or has it do, once the check of that name was made.
Then = Mapping[str, Callable[[Trial], Awaitable[Any]]]

# Without the many that spoil a signature each: they say nothing about what a test spoils.
UNSPOILED = [one for one in CHECKS if one.name not in {spoiled.name for spoiled in SPOILED}]


@pytest.fixture
async def city() -> AsyncIterator[PartnerCity]:
    async with partner_city(simulators_clock(), region_code="990200", is_strict=True) as found:
        await found.offer([ITEM])
        yield found


@pytest.fixture
async def key(city: PartnerCity) -> SigningKey:
    """Ours, as the city has registered it."""
    made = SigningKey.new(KeyKind.ed25519)
    await city.know(str(made.public))
    return made


def their(city: PartnerCity) -> Their:
    public = VerifyingKey.read(city.public_key)
    return Their(city.region_code, public, city.encryption_key)


async def decide(city: PartnerCity, trial: Trial) -> None:
    """All events of the case, to be found at `events?after=`."""
    for event in ("checked", "accepted", "decided"):
        await city.tell(str(trial.case.handoff_id), event, hold=True)


async def verdicts(
    city: PartnerCity,
    key: SigningKey,
    then: Then | None = None,
    checks: Sequence[Check] = UNSPOILED,
) -> list[CheckVerdict]:
    """All of them; the city decides the case at once, unless `then` says otherwise."""
    acts: Then = {"case": lambda trial: decide(city, trial)} | dict(then or {})
    found = []
    async with line_to(city.base_url, key) as line:
        trial = Trial(line, their(city), Wanted(patience_seconds=0))
        async for one in run(trial, checks):
            found.append(one)
            if one.name in acts:
                await acts[one.name](trial)
    return found


def differing(found: list[CheckVerdict]) -> list[tuple[str, str]]:
    """Name and part of each that differs."""
    return [(one.name, one.part) for one in found if one.outcome is CheckOutcome.differs]
