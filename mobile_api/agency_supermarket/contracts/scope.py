"""Whose contract a caller may see and change, and from which side: the one place that says so."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.agencies.scope import enterprise_of, own
from mobile_api.agency_supermarket.contracts.errors import ContractNotFound, ForTheOtherSide
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.states import OPEN_CONTRACTS, ContractStatus, Side
from mobile_api.agency_supermarket.errors import ReadAnother
from mobile_api.agency_supermarket.needs.scope import need_by_itself
from mobile_api.agency_supermarket.openings.models import Award
from mobile_api.agency_supermarket.service_types.scope import check_desk
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.database import fetch, transaction_needed
from mobile_api.shared.history.moves import Actor, actor_of


@dataclass(frozen=True, slots=True)
class Party:
    """A contract in the hands of one of its sides; its `need`, `agency` and `award` are fetched."""

    contract: Contract
    side: Side
    actor: Actor

    def only(self, side: Side) -> None:
        """Raises ForTheOtherSide."""
        if self.side is not side:
            raise ForTheOtherSide()


def check_read(read: int | None, present: int) -> None:
    """Whether what is there now is what was read; None: not said. Raises ReadAnother."""
    if read is not None and read != present:
        raise ReadAnother()


async def contracts_of(caller: Citizen, side: Side) -> QuerySet[Contract]:
    """Those of the caller from one side. Raises NotForMarket."""
    if side is Side.owner:
        if caller.acting_for is None:
            return Contract.filter(owner_id=caller.person_id, enterprise_id=None)
        return Contract.filter(enterprise_id=enterprise_of(caller))
    agency = await own(caller).first()
    return Contract.filter(agency_id=agency.id) if agency else Contract.filter(id__in=[])


def _both(caller: Citizen) -> QuerySet[Contract]:
    if caller.acting_for is None:
        return Contract.filter(owner_id=caller.person_id, enterprise_id=None)
    enterprise_id = enterprise_of(caller)
    return Contract.filter(Q(enterprise_id=enterprise_id) | Q(agency__enterprise_id=enterprise_id))


def _side(contract: Contract, caller: Citizen) -> Side:
    """An owner's own agency is never awarded, so that nobody stands on both."""
    acting = caller.acting_for
    is_agency = acting is not None and contract.agency.enterprise_id == acting.enterprise_id
    return Side.agency if is_agency else Side.owner


async def own_contract(caller: Citizen, contract_id: UUID) -> Party:
    """To read it. Raises NotForMarket, ContractNotFound."""
    return await _party(_both(caller), caller, contract_id)


async def locked_contract(caller: Citizen, contract_id: UUID) -> Party:
    """To act in it: its row is locked until the transaction ends.

    Raises NotForMarket, ContractNotFound.
    """
    transaction_needed()
    locking = _both(caller).select_for_update(of=("market_contract",))
    return await _party(locking, caller, contract_id)


async def locked_to_sign(caller: Citizen, contract_id: UUID) -> Party:
    """As `locked_contract`, with its need locked before: no dispute begins or ends meanwhile.

    Raises NotForMarket, ContractNotFound.
    """
    known = await _both(caller).get_or_none(id=contract_id)
    if known is None:
        raise ContractNotFound()
    await need_by_itself(known.need_id)
    return await locked_contract(caller, contract_id)


async def _party(visible: QuerySet[Contract], caller: Citizen, contract_id: UUID) -> Party:
    contract = await visible.filter(id=contract_id).first()
    if contract is None:
        raise ContractNotFound()
    await contract.fetch_related("need", "agency", "award")
    return Party(contract, _side(contract, caller), actor_of(caller))


async def sides_of(
    person_id: UUID, enterprise_ids: Collection[UUID], contract_ids: Collection[UUID]
) -> dict[UUID, tuple[Side, UUID | None]]:
    """Which of these are the person's own or an enterprise's of these: its side, and whose (None:
    the person's)."""
    whose = list(enterprise_ids)
    own = Q(owner_id=person_id, enterprise_id=None) | Q(enterprise_id__in=whose)
    found = Contract.filter(own | Q(agency__enterprise_id__in=whose), id__in=list(contract_ids))
    sides: dict[UUID, tuple[Side, UUID | None]] = {}
    for one in await found.select_related("agency"):
        serving = one.agency.enterprise_id
        is_agency = serving in enterprise_ids
        sides[one.id] = (Side.agency, serving) if is_agency else (Side.owner, one.enterprise_id)
    return sides


def at_the_contract_desk(caller: Staff) -> QuerySet[Contract]:
    """What the keepers of the market see: all. Raises NotAtTheDesk."""
    check_desk(caller)
    return Contract.all()


async def desk_contract(caller: Staff, contract_id: UUID, *, locked: bool) -> Contract:
    """Raises NotAtTheDesk, ContractNotFound."""
    visible = at_the_contract_desk(caller)
    found = visible.select_for_update() if locked else visible
    return await _whole(found, contract_id)


async def contract_by_itself(contract_id: UUID) -> Contract:
    """For what follows from its history; nothing in it is changed. Raises ContractNotFound."""
    return await _whole(Contract.all(), contract_id)


async def _whole(visible: QuerySet[Contract], contract_id: UUID) -> Contract:
    contract = await visible.get_or_none(id=contract_id)
    if contract is None:
        raise ContractNotFound()
    await contract.fetch_related("need", "agency", "award")
    return contract


async def contract_of_need(need_id: UUID) -> Contract | None:
    """That of the present award, whoever asks: its notice is public."""
    award = await Award.get_or_none(need_id=need_id)
    return await contract_of_bid(award.bid_id) if award else None


async def contract_of_bid(bid_id: UUID) -> Contract | None:
    """Whether what a bid has won has a contract already."""
    return await Contract.get_or_none(bid_id=bid_id)


async def open_of_need(need_id: UUID) -> Sequence[Contract]:
    """Those that are not over, locked; the need was locked before."""
    transaction_needed()
    found = Contract.filter(need_id=need_id, status__in=OPEN_CONTRACTS)
    return await found.order_by("id").select_for_update()


def finished_contracts(agency_id: UUID) -> QuerySet[Contract]:
    """Public: what an agency brought to its end."""
    return Contract.filter(
        agency_id=agency_id, finished_at__isnull=False, status=ContractStatus.finished
    )


_COUNTS = """
SELECT agency_id, count(*) AS finished, count(*) FILTER (WHERE days_late = 0) AS on_time
FROM "market_contract"
WHERE agency_id = ANY($1) AND finished_at IS NOT NULL AND status = 'finished'
GROUP BY agency_id
"""


async def finished_counts(agency_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Rows of agency_id, finished, on_time: public as well."""
    return await fetch(_COUNTS, list(agency_ids))
