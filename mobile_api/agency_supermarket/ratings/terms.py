"""Till when a contract may be rated, and in which dimensions: by the rules of its last day."""

from datetime import date

from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.states import Side
from mobile_api.agency_supermarket.ratings.rules import RULES
from mobile_api.shared import clock


def last_day_to_rate(contract: Contract) -> date | None:
    """None while it is not finished."""
    if contract.finished_at is None:
        return None
    finished_on = clock.beijing_date(contract.finished_at)
    return finished_on + RULES.here().rating.on(finished_on).span


def asked_of(contract: Contract, side: Side) -> dict[str, str]:
    """The names of the dimensions by key."""
    finished_on = clock.beijing_date(contract.finished_at or clock.now())
    return RULES.here().dimensions.on(finished_on).by(side)
