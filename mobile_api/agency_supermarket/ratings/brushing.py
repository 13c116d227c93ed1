"""刷单: what makes a rating doubtful, so that the desk looks at it before it counts."""

from collections.abc import Mapping
from uuid import UUID

from mobile_api.accounts.service import id_numbers_of
from mobile_api.agency_supermarket.affiliations.service import (
    Declared,
    declared_by,
    declared_by_owner,
)
from mobile_api.agency_supermarket.agencies.states import OPEN, AgencyStatus
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.scope import Party
from mobile_api.agency_supermarket.contracts.states import Side
from mobile_api.agency_supermarket.contracts.telling import person_of
from mobile_api.agency_supermarket.credit.queries import is_any_proposed
from mobile_api.agency_supermarket.ratings.models import Suspicion
from mobile_api.agency_supermarket.ratings.rules import RULES
from mobile_api.agency_supermarket.ratings.scope import times_between
from mobile_api.enterprises.queries import enterprise_by_id, people_behind, powers_of
from mobile_api.shared import clock

SUSPICIONS = {
    Suspicion.same_people: (
        "有人同时站在双方背后:同一人是双方的代表或可以代表双方,或双方有控股、管理关系。"
    ),
    Suspicion.too_often: "同一采购人和机构之间的评价过于频繁。",
    Suspicion.small_price: "合同价款低于规定的金额。",
    Suspicion.under_sanction: "机构正受警示、暂停等处理或正被拟处理,满分评价会抵消记分。",
}


async def suspicions_of(
    party: Party, person_id: UUID, scores: Mapping[str, int]
) -> tuple[Suspicion, ...]:
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
    is_very_good = min(scores.values()) >= rules.good.on(today).amount
    if party.side is Side.owner and is_very_good and await _is_struck(contract):
        found.append(Suspicion.under_sanction)
    return tuple(found)


async def _is_struck(contract: Contract) -> bool:
    """Whether points given now would take away what was ordered or is proposed."""
    status = contract.agency.status
    is_struck = status not in OPEN or status is AgencyStatus.warned
    return is_struck or await is_any_proposed(contract.agency_id)


async def _is_same_people(contract: Contract, person_id: UUID) -> bool:
    owner = await person_of(contract, Side.owner)
    agency = await person_of(contract, Side.agency)
    if owner == agency:
        return True
    # Whoever rates for one side, and may act for the other as well.
    powers = {one.enterprise.id for one in await powers_of(person_id)}
    for_owner = person_id in (owner, contract.owner_id) or contract.enterprise_id in powers
    if for_owner and contract.agency.enterprise_id in powers:
        return True
    return await _is_one_house(contract, owner)


async def _is_one_house(contract: Contract, owner: UUID) -> bool:
    """Whoever rates: somebody stood behind both since the need, or one side holds the other."""
    firms = [one for one in (contract.enterprise_id, contract.agency.enterprise_id) if one]
    since = contract.need.published_at or contract.created_at
    behind = await people_behind(firms, since, None)
    of_agency = behind[contract.agency.enterprise_id]
    of_owner = {owner, contract.owner_id}
    if contract.enterprise_id is not None:
        of_owner |= behind[contract.enterprise_id]
        if await _is_held(contract, contract.enterprise_id):
            return True
    # Two accounts of one human bear one number.
    numbers = await id_numbers_of(of_owner) & await id_numbers_of(of_agency)
    return bool(of_owner & of_agency) or bool(numbers)


async def _is_held(contract: Contract, owner_firm: UUID) -> bool:
    """Whether one side declared that it holds the other one, or one and the same holds both."""
    declared = await declared_by([contract.agency_id], clock.now())
    agency = declared.get(contract.agency_id, Declared())
    owner = await declared_by_owner(contract.need)
    owner_code = (await enterprise_by_id(owner_firm)).social_credit_code
    agency_code = (await enterprise_by_id(contract.agency.enterprise_id)).social_credit_code
    is_named = owner_code in agency.all or agency_code in owner.all
    return is_named or bool(owner.controlled_by & agency.controlled_by)
