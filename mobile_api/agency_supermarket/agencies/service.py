"""What the rest of the market asks of agencies."""

from mobile_api.agency_supermarket.agencies.queries import standing_of, standings_of
from mobile_api.agency_supermarket.agencies.scope import actor_of, enterprise_of, own

__all__ = ["actor_of", "enterprise_of", "own", "standing_of", "standings_of"]
