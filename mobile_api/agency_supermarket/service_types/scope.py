"""Who keeps the market: the department that the catalogue of services names."""

from mobile_api.agency_supermarket.errors import NotAtTheDesk
from mobile_api.agency_supermarket.service_types.rules import RULES
from mobile_api.shared.callers import Staff


def check_desk(caller: Staff) -> None:
    """Raises NotAtTheDesk for staff of a department that does not keep the market."""
    if caller.department_key != RULES.here().operator:
        raise NotAtTheDesk()
