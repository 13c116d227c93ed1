"""Which histories there are, and who follows them: known to every process that writes events."""

from typing import Any

from mobile_api.agency_supermarket.agencies.history import AGENCY_LOG
from mobile_api.agency_supermarket.contracts import crediting as contracts_credit
from mobile_api.agency_supermarket.contracts import following as contracts
from mobile_api.agency_supermarket.contracts.history import CONTRACT_LOG
from mobile_api.agency_supermarket.credit import following as credit
from mobile_api.agency_supermarket.disputes import following as disputes
from mobile_api.agency_supermarket.experts.history import EXPERT_LOG
from mobile_api.agency_supermarket.experts.panels import following as panels
from mobile_api.agency_supermarket.experts.panels.history import PANEL_LOG
from mobile_api.agency_supermarket.needs.history import NEED_LOG
from mobile_api.agency_supermarket.openings import following as openings
from mobile_api.agency_supermarket.ranking import following as ranking
from mobile_api.agency_supermarket.ratings import crediting as ratings_credit
from mobile_api.agency_supermarket.trading.complaints.history import COMPLAINT_LOG
from mobile_api.agency_supermarket.trading.history import TRADING_LOG
from mobile_api.cases import content_checks
from mobile_api.cases.history import CASE_LOG
from mobile_api.draws.service import DRAW_LOG
from mobile_api.handoff.incoming import following as handoffs_home
from mobile_api.handoff.outgoing import following as taking
from mobile_api.shared.history.followers import Follower
from mobile_api.shared.history.logs import Log
from mobile_api.shared.settings.settings import Settings

LOGS: tuple[Log[Any, Any], ...] = (
    CASE_LOG,
    AGENCY_LOG,
    DRAW_LOG,
    NEED_LOG,
    CONTRACT_LOG,
    TRADING_LOG,
    EXPERT_LOG,
    PANEL_LOG,
    COMPLAINT_LOG,
)


def followers_of(settings: Settings) -> list[Follower[Any]]:
    """A room above another one adds here what it wants to see of its events."""
    return [
        *content_checks.following(settings),
        *credit.following(),
        *openings.following(),
        *disputes.following(),
        *panels.following(),
        *contracts.following(),
        *contracts_credit.following(),
        *ratings_credit.following(),
        *ranking.following(),
        *taking.following(),
        *handoffs_home.following(),
    ]
