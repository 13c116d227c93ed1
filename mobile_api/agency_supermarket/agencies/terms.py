"""The term of a certificate: till when it covers a service, warnings of its end, and the end.

An agency may render a service while every qualification that it asks for is valid.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from mobile_api.agency_supermarket.agencies import telling
from mobile_api.agency_supermarket.agencies.history import SYSTEM, note
from mobile_api.agency_supermarket.agencies.models import AgencyService, Qualification
from mobile_api.agency_supermarket.agencies.scope import locked_by_itself
from mobile_api.agency_supermarket.agencies.states import AgencyStatus
from mobile_api.agency_supermarket.rules import RULES
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.agency_supermarket.service_types.schemas import ServiceType
from mobile_api.shared import clock
from mobile_api.shared.clock import start_of
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable

QUALIFICATION_TERMS = DueTable(
    model=Qualification, lease=timedelta(minutes=1), at_once=1, claim_size=20, retry=OWN_WORK
)


# Of a certificate without an end, where a day is asked for.
NEVER = date(9999, 12, 31)


async def cover(agency_id: UUID) -> None:
    """Write anew till when each service is covered; after every change of a qualification."""
    last_days = await _last_days(agency_id)
    services = SERVICES.here().service_types
    offered = await AgencyService.filter(agency_id=agency_id)
    for one in offered:
        kind = services.get(one.service_type)
        # A service that the catalogue has dropped is covered by nothing.
        one.covered_until = _least(kind, last_days) if kind else None
    if offered:
        await AgencyService.bulk_update(offered, ["covered_until"])


async def _last_days(agency_id: UUID) -> dict[str, date]:
    """By kind, the last day of the certificate that was found right and holds longest."""
    found: dict[str, date] = {}
    verified = Qualification.filter(agency_id=agency_id, verified_at__isnull=False)
    for one in await verified.filter(valid_from__lte=clock.today()):
        found[one.kind] = max(found.get(one.kind, date.min), one.valid_until or NEVER)
    return found


def _least(service: ServiceType, last_days: dict[str, date]) -> date | None:
    if not last_days.keys() >= set(service.qualifications):
        return None
    return min((last_days[key] for key in service.qualifications), default=NEVER)


def next_look(qualification: Qualification) -> datetime | None:
    """When the worker next has something to say of a certificate; None when never again."""
    last = qualification.valid_until
    today = clock.today()
    rules = RULES.here()
    days = [qualification.valid_from] if qualification.valid_from > today else []
    if last is not None:
        days += [
            last - rules.first_warning.on(today).span,
            last - rules.last_warning.on(today).span,
            last + timedelta(days=1),
        ]
    coming = [day for day in days if day > today]
    return start_of(min(coming)) if coming else None


async def look(held: Held[Qualification]) -> str:
    """Say what is to be said of a certificate today."""
    async with in_transaction():
        agency = await locked_by_itself(held.row.agency_id)
        found = await held.locked()
        await held.record(due_at=next_look(found))
        if agency.status is AgencyStatus.left:
            return "left"
        # One that has only now begun covers something from today on.
        await cover(agency.id)
        last, kind = found.valid_until, SERVICES.here().kinds.get(found.kind)
        name = kind.name if kind else found.kind
        if last is None or found.verified_at is None:
            return "begun"
        if last < clock.today():
            text = f"“{name}”已于{last}到期,要求这项资质的服务暂停承接。"
            await note(agency, SYSTEM, "qualification_expired", text)
            await telling.tell_expired(agency, name, last)
            return "expired"
        days = (last - clock.today()).days
        await telling.tell_expiring(agency, name, last, days)
        return "warned"
