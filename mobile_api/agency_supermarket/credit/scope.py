"""Whose entries a caller may see and change: found by an agency that the caller may see."""

from collections.abc import Sequence
from uuid import UUID

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.queries import is_any_ordered_by
from mobile_api.agency_supermarket.agencies.scope import at_the_desk, locked, own
from mobile_api.agency_supermarket.credit.errors import (
    CreditEntryNotFound,
    OwnEntry,
    RepairNotFound,
)
from mobile_api.agency_supermarket.credit.models import CreditEntry, CreditRepair
from mobile_api.agency_supermarket.credit.states import OF_SANCTIONS
from mobile_api.agency_supermarket.errors import AgencyNotFound
from mobile_api.shared.callers import Citizen, Staff


async def own_entry(caller: Citizen, entry_id: UUID) -> tuple[Agency, CreditEntry]:
    """The caller's agency, locked, with one of its entries.

    Raises NotForMarket, AgencyNotFound, CreditEntryNotFound.
    """
    agency = await locked(own(caller))
    entry = await CreditEntry.get_or_none(id=entry_id, agency_id=agency.id)
    if entry is None:
        raise CreditEntryNotFound()
    return agency, entry


async def entry_at_the_desk(caller: Staff, entry_id: UUID) -> tuple[Agency, CreditEntry]:
    """An entry of another member of staff, its agency locked.

    Raises NotAtTheDesk, CreditEntryNotFound, OwnEntry.
    """
    desk = at_the_desk(caller)
    entry = await CreditEntry.get_or_none(id=entry_id)
    if entry is None:
        raise CreditEntryNotFound()
    if await is_any_own(caller, [entry]):
        raise OwnEntry()
    agency = await locked(desk, entry.agency_id)
    await entry.refresh_from_db()
    return agency, entry


async def is_any_own(caller: Staff, entries: Sequence[CreditEntry]) -> bool:
    """Whether the caller entered one, or ordered the sanction for which it was entered."""
    ordered = []
    for entry in entries:
        kind, _, sanction = entry.reference.partition(":")
        if entry.kind in OF_SANCTIONS.values() and kind == "sanction":
            ordered.append(sanction)
        elif entry.entered_by == caller.key:
            return True
    return await is_any_ordered_by(ordered, caller.staff_id)


async def repair_at_the_desk(
    caller: Staff, repair_id: UUID
) -> tuple[Agency, CreditEntry, CreditRepair]:
    """An application for repair that waits, its agency locked.

    Raises NotAtTheDesk, RepairNotFound, OwnEntry.
    """
    at_the_desk(caller)
    known = await CreditRepair.get_or_none(id=repair_id)
    if known is None:
        raise RepairNotFound()
    agency, entry = await entry_at_the_desk(caller, known.entry_id)
    repair = await CreditRepair.get_or_none(id=repair_id, decided_at=None)
    if repair is None:
        raise RepairNotFound()
    return agency, entry, repair


async def seen_repair(caller: Staff, repair_id: UUID) -> CreditRepair:
    """With its file, for whoever decides. Raises NotAtTheDesk, AgencyNotFound, RepairNotFound."""
    desk = at_the_desk(caller)
    repair = await CreditRepair.get_or_none(id=repair_id).prefetch_related("entry", "file")
    if repair is None:
        raise RepairNotFound()
    if not await desk.filter(id=repair.entry.agency_id).exists():
        raise AgencyNotFound()
    return repair
