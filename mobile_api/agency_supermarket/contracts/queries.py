"""Reading contracts: one's own, the desk's, and what agencies have finished, for everybody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.schemas import (
    ContractDeskQuery,
    OwnContractsQuery,
    RecordQuery,
)
from mobile_api.agency_supermarket.contracts.scope import (
    at_the_contract_desk,
    contracts_of,
    finished_contracts,
    finished_counts,
)
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.http.pagination import sorted_after
from mobile_api.shared.json_columns import read_each

_PARTS = ("need", "enterprise", "agency__enterprise", "award")


async def own_contracts(caller: Citizen, asked: OwnContractsQuery) -> Sequence[Contract]:
    """`limit + 1` of one's own, the newest first. Raises NotForMarket."""
    own = await contracts_of(caller, asked.side)
    return await _sorted(own, "-created_at", asked.cursor, asked.limit)


async def desk_contracts(caller: Staff, asked: ContractDeskQuery) -> Sequence[Contract]:
    """`limit + 1` of the market's, in the order of `desk_order`. Raises NotAtTheDesk."""
    found = at_the_contract_desk(caller)
    if asked.status is not None:
        found = found.filter(status=asked.status)
    if asked.overdue:
        late = found.filter(overdue_at__isnull=False)
        return await _sorted(late, "overdue_at", asked.cursor, asked.limit)
    return await _sorted(found, "-created_at", asked.cursor, asked.limit)


def desk_order(asked: ContractDeskQuery) -> Callable[[Contract], datetime]:
    """By which the desk's list is sorted."""
    if asked.overdue:
        return lambda one: one.overdue_at or one.created_at
    return lambda one: one.created_at


async def _sorted(
    found: QuerySet[Contract], by: str, cursor: str | None, limit: int
) -> Sequence[Contract]:
    found = sorted_after(found, by, cursor)
    ordered = found.prefetch_related(*_PARTS)
    return await read_each(ordered.limit(limit + 1))


async def finished_of(agency_id: UUID, asked: RecordQuery) -> Sequence[Contract]:
    """`limit + 1` contracts that an agency has finished, the newest first."""
    found = finished_contracts(agency_id)
    found = sorted_after(found, "-finished_at", asked.cursor)
    ordered = found.prefetch_related("need")
    return await read_each(ordered.limit(asked.limit + 1))


def finished_at(contract: Contract) -> datetime:
    """By which they are sorted."""
    return contract.finished_at or contract.created_at


@dataclass(frozen=True, slots=True)
class KeptTime:
    """How many contracts an agency has finished, and how many of them on time."""

    finished: int = 0
    on_time: int = 0


async def counts_of(agency_ids: Sequence[UUID]) -> dict[UUID, KeptTime]:
    """By agency; who has finished none is missing."""
    rows = await finished_counts(agency_ids)
    return {row["agency_id"]: KeptTime(row["finished"], row["on_time"]) for row in rows}
