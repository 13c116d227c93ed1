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

# The seconds to wait for the first limit that refuses, or 0 when all were counted; what is refused
# counts under none. Windows end by our clock, which all processes share; what Redis forgets by its
# own is only what is over. One script: a Redis that is silent is waited for once.
_SPEND = """
local now, windows = tonumber(ARGV[1]), {}
for number, key in ipairs(KEYS) do
    local times, seconds = tonumber(ARGV[2 * number]), tonumber(ARGV[2 * number + 1])
    local used, ends = string.match(redis.call('GET', key) or '', '^(%d+) (%d+)$')
    used, ends = tonumber(used) or 0, tonumber(ends) or 0
    if now >= ends or ends - now > seconds then used, ends = 0, now + seconds end
    if used >= times then return ends - now end
    windows[number] = {string.format('%d %d', used + 1, ends), seconds}
end
for number, key in ipairs(KEYS) do
    redis.call('SET', key, windows[number][1], 'EX', windows[number][2])
end
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
    await spend_all(redis, (limit, subject))


async def spend_all(redis: Redis, *costs: tuple[RateLimit, str]) -> None:
    """Count one use under each limit, or, where one of them refuses, under none; as `spend`."""
    outside_transaction()
    keys = [_key(limit, subject) for limit, subject in costs]
    bounds = [number for limit, _ in costs for number in (limit.times, limit.seconds)]
    now = int(clock.now().timestamp())
    try:
        wait = await redis.eval(_SPEND, len(keys), *keys, now, *bounds)
    except (RedisError, OSError):
        names = ", ".join(limit.name for limit, _ in costs)
        log.warning("rate limit %s could not be counted", names)
        if any(limit.needs_redis for limit, _ in costs):
            raise TemporarilyUnavailable(retry_after=5) from None
        return
    if wait:
        raise TooManyRequests(retry_after=int(wait))


async def give_back(redis: Redis, *costs: tuple[RateLimit, str]) -> None:
    """Undo one `spend` under each limit, for an act that turned out not to count."""
    for limit, subject in costs:
        with suppress(RedisError, OSError):
            await redis.eval(_GIVE_BACK, 1, _key(limit, subject))


def _key(limit: RateLimit, subject: str) -> str:
    return f"window:{limit.name}:{keyring().keyed_hash(subject, 'limit')[:16].hex()}"
