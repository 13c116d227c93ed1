"""Limits on how often something may be done, counted in Redis in windows that begin with a use.

For what only its own doer can fill. Whatever a stranger's wrong proof would count belongs into
`guesses` beside this.
"""

import logging
from contextlib import suppress
from dataclasses import dataclass

from redis.asyncio import Redis
from redis.exceptions import RedisError

from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring
from mobile_api.shared.database import outside_transaction
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests

log = logging.getLogger(__name__)

# The seconds to wait, or 0 when it was counted; what is refused does not count. Windows end by our
# clock, which all processes share; what Redis forgets by its own is only what is over.
_SPEND = """
local now, times, seconds = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local used, ends = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+) (%d+)$')
used, ends = tonumber(used) or 0, tonumber(ends) or 0
if now >= ends or ends - now > seconds then used, ends = 0, now + seconds end
if used >= times then return ends - now end
redis.call('SET', KEYS[1], string.format('%d %d', used + 1, ends), 'EX', seconds)
return 0
"""
_GIVE_BACK = """
local used, ends = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+) (%d+)$')
if (tonumber(used) or 0) > 0 then
    redis.call('SET', KEYS[1], string.format('%d %d', used - 1, ends), 'KEEPTTL')
end
"""


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `times` in each window of `seconds`.

    `needs_redis`: when Redis is gone the act is refused instead of let through.
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
    now = int(clock.now().timestamp())
    try:
        wait = await redis.eval(_SPEND, 1, _key(limit, subject), now, limit.times, limit.seconds)
    except (RedisError, OSError):
        log.warning("rate limit %s could not be counted", limit.name)
        if limit.needs_redis:
            raise TemporarilyUnavailable(retry_after=5) from None
        return
    if wait:
        raise TooManyRequests(retry_after=int(wait))


async def spend_all(redis: Redis, *costs: tuple[RateLimit, str]) -> None:
    """Count one use under each limit, or, where one of them refuses, under none; as `spend`."""
    for number, (limit, subject) in enumerate(costs):
        try:
            await spend(redis, limit, subject)
        except (TooManyRequests, TemporarilyUnavailable):
            await give_back(redis, *costs[:number])
            raise


async def give_back(redis: Redis, *costs: tuple[RateLimit, str]) -> None:
    """Undo one `spend` under each limit, for an act that turned out not to count."""
    for limit, subject in costs:
        with suppress(RedisError, OSError):
            await redis.eval(_GIVE_BACK, 1, _key(limit, subject))


def _key(limit: RateLimit, subject: str) -> str:
    return f"window:{limit.name}:{keyring().keyed_hash(subject, 'limit')[:16].hex()}"
