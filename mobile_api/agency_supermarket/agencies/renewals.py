"""What a listed agency changes: its services at once, its certificates when the desk has looked."""

from collections.abc import Sequence
from uuid import UUID

from mobile_api.agency_supermarket.agencies import telling
from mobile_api.agency_supermarket.agencies.applying import (
    check_kind,
    check_services,
    offer,
)
from mobile_api.agency_supermarket.agencies.history import note
from mobile_api.agency_supermarket.agencies.models import Agency, Qualification
from mobile_api.agency_supermarket.agencies.requests import GivenQualification, OfferedService
from mobile_api.agency_supermarket.agencies.scope import at_the_desk, locked, own
from mobile_api.agency_supermarket.agencies.states import OPEN, AgencyStatus
from mobile_api.agency_supermarket.agencies.terms import cover, next_look
from mobile_api.agency_supermarket.errors import AgencyMoveNotAllowed, QualificationNotFound
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.history.moves import actor_of
from uploads.service import clean_files, release_files

_MAY_RENEW = OPEN | {AgencyStatus.suspended}


async def offer_anew(caller: Citizen, services: Sequence[OfferedService]) -> Agency:
    """Other services or prices, from now on; the history says that they changed.

    Raises NotForMarket, AgencyNotFound, AgencyMoveNotAllowed (not listed), InvalidInput.
    """
    check_services(services)
    agency = await locked(own(caller))
    if agency.status not in OPEN:
        raise AgencyMoveNotAllowed()
    await offer(agency, services)
    await cover(agency.id)
    await note(agency, actor_of(caller), "offer_anew", "更新了服务事项和收费标准。")
    return agency


async def renew(caller: Citizen, given: GivenQualification) -> Agency:
    """A new certificate, which the desk has to find right; a valid one goes on until it ends.

    Raises NotForMarket, AgencyNotFound, AgencyMoveNotAllowed, InvalidInput, FilesNotUsable.
    """
    check_kind(given)
    agency = await locked(own(caller))
    if agency.status not in _MAY_RENEW:
        raise AgencyMoveNotAllowed()
    waiting = Qualification.filter(agency_id=agency.id, kind=given.kind, verified_at=None)
    before = [one.file_id for one in await waiting]
    if given.file_id not in before:
        await clean_files(caller.key, [given.file_id], paths=["/file_id"])
    await waiting.delete()
    await Qualification.create(agency_id=agency.id, **given.model_dump())
    await release_files([one for one in before if one != given.file_id])
    name = SERVICES.here().kinds[given.kind].name
    await note(agency, actor_of(caller), "renew", f"提交了新的“{name}”,等待核验。")
    return agency


async def verify(caller: Staff, agency_id: UUID, qualification_id: UUID) -> Agency:
    """Find a renewed certificate right. Raises AgencyNotFound, QualificationNotFound."""
    agency, found = await _waiting(caller, agency_id, qualification_id)
    found.verified_at, found.verified_by = clock.now(), caller.staff_id
    found.due_at = next_look(found)
    await found.save(update_fields=["verified_at", "verified_by", "due_at"])
    await cover(agency.id)
    await wake(Qualification._meta.db_table)
    name = SERVICES.here().kinds[found.kind].name
    await note(agency, actor_of(caller), "verify", f"新的“{name}”核验通过。")
    await telling.tell_renewed(agency, name, "核验通过")
    return agency


async def refuse(caller: Staff, agency_id: UUID, qualification_id: UUID, reason: str) -> Agency:
    """Find it wrong, with the reason. Raises AgencyNotFound, QualificationNotFound."""
    agency, found = await _waiting(caller, agency_id, qualification_id)
    await found.delete()
    await release_files([found.file_id])
    name = SERVICES.here().kinds[found.kind].name
    await note(agency, actor_of(caller), "refuse", f"新的“{name}”核验未通过。{reason}")
    await telling.tell_renewed(agency, name, f"核验未通过,{reason}")
    return agency


async def _waiting(
    caller: Staff, agency_id: UUID, qualification_id: UUID
) -> tuple[Agency, Qualification]:
    agency = await locked(at_the_desk(caller), agency_id)
    found = await Qualification.get_or_none(
        id=qualification_id, agency_id=agency.id, verified_at=None
    )
    if found is None or agency.status not in _MAY_RENEW:
        raise QualificationNotFound()
    return agency, found
