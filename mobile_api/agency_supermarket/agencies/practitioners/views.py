"""Shapes practitioners for everybody."""

from collections.abc import Sequence

from mobile_api.agency_supermarket.agencies.practitioners.models import Practitioner
from mobile_api.agency_supermarket.agencies.practitioners.schemas import (
    PractitionersView,
    PractitionerView,
)
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.shared import clock
from mobile_api.shared.json_columns import shown


def name_of(kind: str) -> str:
    found = SERVICES.here().registrations_by_key.get(kind)
    return found.name if found else kind


def view(found: Practitioner) -> PractitionerView:
    return PractitionerView(
        id=found.id,
        name=found.name,
        kind=found.kind,
        kind_name=name_of(found.kind),
        number=found.number,
        valid_until=found.valid_until,
        is_valid=found.valid_until is None or found.valid_until >= clock.today(),
    )


def views(found: Sequence[Practitioner]) -> PractitionersView:
    lines, _ = shown(found, view)
    return PractitionersView(practitioners=lines)
