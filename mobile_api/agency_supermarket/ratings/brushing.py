"""刷单: what makes a rating doubtful, so that the desk looks at it before it counts."""

from uuid import UUID

from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.scope import Party
from mobile_api.agency_supermarket.contracts.states import Side
from mobile_api.agency_supermarket.contracts.telling import person_of
from mobile_api.agency_supermarket.ratings.models import Suspicion
from mobile_api.agency_supermarket.ratings.rules import RULES
from mobile_api.agency_supermarket.ratings.scope import times_between
from mobile_api.enterprises.queries import powers_of
from mobile_api.shared import clock

SUSPICIONS = {
    Suspicion.same_people: "有人同时站在双方背后:同一人是双方的代表或可以代表双方。",
    Suspicion.too_often: "同一采购人和机构之间的评价过于频繁。",
    Suspicion.small_price: "合同价款低于规定的金额。",
}


async def suspicions_of(party: Party, person_id: UUID) -> tuple[Suspicion, ...]:
    """All that is doubtful of a rating that this person gives now for that side."""
    contract, today, rules = party.contract, clock.today(), RULES.here()
    found = []
    if await _is_same_people(contract, person_id):
        found.append(Suspicion.same_people)
    since = clock.now() - rules.same_two_within.on(today).span
    if await times_between(contract, party.side, since) >= rules.same_two.on(today).amount:
        found.append(Suspicion.too_often)
    if (contract.price_fen or 0) < rules.smallest.on(today).fen:
        found.append(Suspicion.small_price)
    return tuple(found)


async def _is_same_people(contract: Contract, person_id: UUID) -> bool:
    owner = await person_of(contract, Side.owner)
    agency = await person_of(contract, Side.agency)
    if owner == agency:
        return True
    # Whoever rates for one side, and may act for the other as well.
    powers = {one.enterprise.id for one in await powers_of(person_id)}
    for_owner = person_id in (owner, contract.owner_id) or contract.enterprise_id in powers
    return for_owner and contract.agency.enterprise_id in powers
