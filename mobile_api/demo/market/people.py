"""Who acts at the demo market: representatives, owners of needs, and staff, as callers."""

from collections.abc import Sequence
from uuid import UUID

from mobile_api.accounts.models import StaffMember
from mobile_api.accounts.phones.service import binding_of, person_of_number
from mobile_api.demo.accounts import (
    MARKET_DEPUTY,
    MARKET_DESK,
    MARKET_PUBLISHER,
    MARKET_SUPERVISOR,
)
from mobile_api.enterprises.models import OfficeProof
from mobile_api.enterprises.queries import powers_of
from mobile_api.enterprises.service import claim
from mobile_api.shared import clock
from mobile_api.shared.callers import ActingFor, Anyone, Citizen, Staff
from mobile_api.shared.database import in_transaction
from mobile_api.shared.ids import new_id

# They sign in as the demo citizen does: the codes stand at the SMS simulator.
_REPRESENTATIVE_PHONE, _OWNER_PHONE = "139000001{:02}", "139000002{:02}"


class AccountMissing(LookupError):
    """A member of the demo's staff is not there: make them before the market."""


class MarketStaff:
    """The desk, its supervisor and their deputy, and the second one who reads public numbers."""

    def __init__(self, desk: Staff, supervisor: Staff, deputy: Staff, publisher: Staff) -> None:
        self.desk, self.supervisor, self.deputy = desk, supervisor, deputy
        self.publisher = publisher

    @property
    def readers(self) -> Sequence[Staff]:
        """The two who enter published numbers."""
        return self.desk, self.publisher


async def market_staff() -> MarketStaff:
    """Raises AccountMissing."""
    desk, supervisor, deputy, publisher = [
        await _staff(name)
        for name in (MARKET_DESK, MARKET_SUPERVISOR, MARKET_DEPUTY, MARKET_PUBLISHER)
    ]
    return MarketStaff(desk, supervisor, deputy, publisher)


async def _staff(username: str) -> Staff:
    found = await StaffMember.get_or_none(username=username)
    if found is None:
        raise AccountMissing(username)
    return Staff(found.id, new_id(), found.department_key, found.roles)


async def representative(number: int) -> UUID:
    """The person; made when asked for first."""
    return await person_with(_REPRESENTATIVE_PHONE.format(number))


async def owner(number: int) -> UUID:
    return await person_with(_OWNER_PHONE.format(number))


async def person_with(phone: str) -> UUID:
    """Who signs in with that number; made when asked for first."""
    binding = await binding_of(phone)
    if binding is not None:
        return binding.person_id
    async with in_transaction():
        return (await person_of_number(Anyone(), phone)).id


async def acting_for(staff: Staff, person_id: UUID, code: str, name: str) -> Citizen:
    """The person as the legal representative of that enterprise, shown to be so at the counter."""
    powers = {one.enterprise.social_credit_code: one.acting for one in await powers_of(person_id)}
    acting = powers.get(code)
    if acting is None:
        async with in_transaction():
            made = await claim(
                staff,
                person_id,
                code,
                name,
                proven_by=OfficeProof.counter,
                proven_at=clock.now(),
                reason="示范数据",
            )
        acting = ActingFor(made.id)
    return Citizen(person_id, new_id(), 2, acting)
