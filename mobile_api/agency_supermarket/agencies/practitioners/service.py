"""从业人员: entered and taken out by their agency; one at two agencies is shown to the desk."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.practitioners.models import (
    Practitioner,
    hash_of_registration,
)
from mobile_api.agency_supermarket.agencies.practitioners.schemas import (
    MOST_PRACTITIONERS,
    PractitionerRequest,
)
from mobile_api.agency_supermarket.agencies.practitioners.terms import next_look
from mobile_api.agency_supermarket.agencies.scope import locked, own, own_agency, public
from mobile_api.agency_supermarket.agencies.states import EDITABLE, OPEN, AgencyStatus
from mobile_api.agency_supermarket.errors import (
    AgencyMoveNotAllowed,
    AgencyNotFound,
    PractitionerNotFound,
    TooManyPractitioners,
)
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.agency_supermarket.service_types.scope import check_desk
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.database import fetch
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.json_columns import read_each

_UNKNOWN_KIND = "没有这种执业登记,请从列表中选择。"
_EXPIRED = "这项登记已过有效期,请换成有效的登记。"
_MAY_CHANGE = EDITABLE | OPEN | {AgencyStatus.suspended}
# Of the desk's list; whoever has asked about these sees the next ones.
MOST_DOUBLED = 100
_DOUBLED = f"""
SELECT number_hash FROM agency_practitioner
GROUP BY number_hash HAVING count(*) > 1 ORDER BY number_hash LIMIT {MOST_DOUBLED}
"""


async def enter(caller: Citizen, given: PractitionerRequest) -> Agency:
    """Enter one; the same registration again replaces name and term.

    Raises NotForMarket, AgencyNotFound, AgencyMoveNotAllowed (under review, blacklisted),
    InvalidInput with every fault, TooManyPractitioners.
    """
    _check(given)
    agency = await locked(own(caller))
    if agency.status not in _MAY_CHANGE:
        raise AgencyMoveNotAllowed()
    number_hash = hash_of_registration(given.kind, given.number)
    found = await Practitioner.get_or_none(agency_id=agency.id, number_hash=number_hash)
    if found is None:
        if await Practitioner.filter(agency_id=agency.id).count() >= MOST_PRACTITIONERS:
            raise TooManyPractitioners()
        found = Practitioner(
            agency_id=agency.id, kind=given.kind, number=given.number, number_hash=number_hash
        )
    found.name, found.valid_until = given.name, given.valid_until
    found.consented_at, found.due_at = clock.now(), next_look(given.valid_until)
    await found.save()
    await wake(Practitioner._meta.db_table)
    return agency


def _check(given: PractitionerRequest) -> None:
    faults = []
    if given.kind not in SERVICES.here().registrations_by_key:
        faults.append(FieldFault("/kind", "unknown", _UNKNOWN_KIND))
    if given.valid_until is not None and given.valid_until < clock.today():
        faults.append(FieldFault("/valid_until", "expired", _EXPIRED))
    if faults:
        raise InvalidInput(faults)


async def take_out(caller: Citizen, practitioner_id: UUID) -> Agency:
    """Forget one of the caller's agency. Raises NotForMarket, AgencyNotFound,
    PractitionerNotFound."""
    agency = await locked(own(caller))
    if not await Practitioner.filter(id=practitioner_id, agency_id=agency.id).delete():
        raise PractitionerNotFound()
    return agency


async def practitioners_of(agency_id: UUID) -> Sequence[Practitioner]:
    found = Practitioner.filter(agency_id=agency_id).order_by("kind", "consented_at", "id")
    return await read_each(found)


async def public_practitioners(agency_id: UUID) -> Sequence[Practitioner]:
    """Of an agency that anybody may see. Raises AgencyNotFound."""
    if not await public().filter(id=agency_id).exists():
        raise AgencyNotFound()
    return await practitioners_of(agency_id)


async def own_practitioners(caller: Citizen) -> Sequence[Practitioner]:
    """Raises NotForMarket, AgencyNotFound."""
    agency = await own_agency(caller)
    return await practitioners_of(agency.id)


async def doubled(caller: Staff) -> list[list[Practitioner]]:
    """At most MOST_DOUBLED registrations that stand at several agencies, each with its rows.

    Raises NotAtTheDesk.
    """
    check_desk(caller)
    hashes = [row["number_hash"] for row in await fetch(_DOUBLED)]
    rows = Practitioner.filter(number_hash__in=hashes).prefetch_related("agency__enterprise")
    found: dict[bytes, list[Practitioner]] = defaultdict(list)
    for one in await read_each(rows.order_by("consented_at", "id")):
        found[bytes(one.number_hash)].append(one)
    return list(found.values())
