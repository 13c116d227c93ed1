"""Limits on how often something may be done, counted in Redis in fixed windows."""

import logging
from contextlib import suppress
from dataclasses import dataclass

from redis.asyncio import Redis
from redis.exceptions import RedisError

from mobile_api.shared.crypto import keyring
from mobile_api.shared.database import outside_transaction
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `times` in each window of `seconds`.

    `needs_redis`: when Redis is gone the act is refused instead of let through (for guessing games
    such as a second factor).
    """

    name: str
    times: int
    seconds: int
    needs_redis: bool = False


async def spend(redis: Redis, limit: RateLimit, subject: str) -> None:
    """Count one use by `subject`, which is stored only as a keyed hash.

    Raises TooManyRequests with the seconds to wait, TemporarilyUnavailable when the limit needs
    Redis and Redis does not answer, and TransactionMisplaced inside a transaction.
    """
    outside_transaction()
    key = _key(limit, subject)
    try:
        async with redis.pipeline() as pipe:
            pipe.incr(key)
            pipe.expire(key, limit.seconds, nx=True)
            pipe.ttl(key)
            used, _, remaining = await pipe.execute()
    except (RedisError, OSError):
        log.warning("rate limit %s could not be counted", limit.name)
        if limit.needs_redis:
            raise TemporarilyUnavailable(retry_after=5) from None
        return
    if used > limit.times:
        raise TooManyRequests(retry_after=max(int(remaining), 1))


async def give_back(redis: Redis, limit: RateLimit, subject: str) -> None:
    """Undo one `spend`, for an act that turned out not to count."""
    with suppress(RedisError, OSError):
        await redis.decr(_key(limit, subject))


def _key(limit: RateLimit, subject: str) -> str:
    return f"limit:{limit.name}:{keyring().keyed_hash(subject, 'limit')[:16].hex()}"
