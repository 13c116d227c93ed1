"""How often somebody may look at what is masked otherwise: each look is a row of the audit."""

from sanic import Request

from mobile_api.shared.callers import Citizen
from mobile_api.shared.http.rate_limits import RateLimit, spend
from mobile_api.shared.process.cache import REDIS

# More than anybody reads, and no way to fill the trail.
FULL_LOOKS = RateLimit("own-full-details", times=60, seconds=3600)


async def count_look(request: Request, caller: Citizen) -> None:
    """As the first step of a route. Raises TooManyRequests with the seconds to wait."""
    await spend(REDIS.of(request), FULL_LOOKS, caller.key)
