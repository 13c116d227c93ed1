"""Two simulated cities that know each other: one hands over, the other decides."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from tests.partner_city import PartnerCity, PartnerMessage, partner_city
from tests.simulators.clock import Clock


@dataclass(frozen=True)
class Cities:
    """`taking` is the taking city (收件地), `home` the home city (属地)."""

    taking: PartnerCity
    home: PartnerCity

    async def opened(self) -> PartnerMessage:
        """A case that the home city has taken."""
        message = await self.taking.hand_over()
        assert message.answered.status == 202, message.answered
        return message


@pytest.fixture
async def cities(clock: Clock) -> AsyncIterator[Cities]:
    async with (
        partner_city(clock, region_code="990100", name="甲市") as taking,
        partner_city(clock, region_code="990200", name="乙市") as home,
    ):
        for one, other in ((taking, home), (home, taking)):
            await one.know(
                other.public_key, encryption_key=other.encryption_key, base_url=other.base_url
            )
        yield Cities(taking, home)
