"""The term of a registration: its agency is told before it ends, and when it has ended."""

from datetime import date, datetime, timedelta

from mobile_api.agency_supermarket.agencies import telling
from mobile_api.agency_supermarket.agencies.practitioners.models import Practitioner
from mobile_api.agency_supermarket.agencies.scope import locked_by_itself
from mobile_api.agency_supermarket.agencies.states import AgencyStatus
from mobile_api.agency_supermarket.rules import RULES
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.shared import clock
from mobile_api.shared.clock import start_of
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable

REGISTRATION_TERMS = DueTable(
    model=Practitioner, lease=timedelta(minutes=1), at_once=1, claim_size=20, retry=OWN_WORK
)


def next_look(valid_until: date | None) -> datetime | None:
    """When the worker next has something to say of a registration; None when never again."""
    if valid_until is None:
        return None
    today, rules = clock.today(), RULES.here()
    days = [
        valid_until - rules.first_warning.on(today).span,
        valid_until - rules.last_warning.on(today).span,
        valid_until + timedelta(days=1),
    ]
    coming = [day for day in days if day > today]
    return start_of(min(coming)) if coming else None


async def look(held: Held[Practitioner]) -> str:
    """Say what is to be said of a registration today; people are told no name but the kind."""
    async with in_transaction():
        agency = await locked_by_itself(held.row.agency_id)
        found = await held.locked()
        await held.record(due_at=next_look(found.valid_until))
        last = found.valid_until
        if agency.status is AgencyStatus.left or last is None:
            return "left"
        kind = SERVICES.here().registrations_by_key.get(found.kind)
        name = kind.name if kind else found.kind
        days = (last - clock.today()).days
        if days < 0:
            await telling.tell_registration_expired(agency, name, last, found.id)
            return "expired"
        await telling.tell_registration_expiring(agency, name, last, days, found.id)
        return "warned"
