"""Looks at what is masked otherwise: after a fresh proof, audited, and not without end."""

from collections.abc import Callable
from typing import Any

from sanic import Request

from mobile_api.accounts.proofs.errors import AssuranceTooLow
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.endpoint import Handler, endpoint
from mobile_api.shared.http.rate_limits import RateLimit, spend
from mobile_api.shared.process.cache import REDIS

# More than anybody reads, and no way to fill the trail of the audit, where each look is a row.
FULL_LOOKS = RateLimit("own-full-details", times=60, seconds=3600)


async def count_look(request: Request, caller: Citizen) -> None:
    """Raises TooManyRequests with the seconds to wait."""
    await spend(REDIS.of(request), FULL_LOOKS, caller.key)


def own_look(summary: str, **more: Any) -> Callable[[Handler], Handler]:
    """Declare a route on which somebody sees what is their own in full; as `endpoint`."""
    errors = (AssuranceTooLow, TooManyRequests, *more.pop("errors", ()))
    return endpoint(summary, caller=Citizen, errors=errors, asks_first=count_look, **more)
