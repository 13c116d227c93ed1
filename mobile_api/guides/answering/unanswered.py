"""Counts what people looked for in vain, so that editors can add it; never who asked."""

from redis.asyncio import Redis

from mobile_api.guides.search.text import query_key
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.rate_limits import RateLimit, spend
from mobile_api.shared.ids import new_id

# A script that types nonsense must not fill the table; people do not notice the limit.
COUNTED = RateLimit("unanswered-query", times=20, seconds=60)

_COUNT = """
INSERT INTO unanswered_query AS counted (id, text, "on", times) VALUES ($1, $2, $3, 1)
ON CONFLICT (text, "on") DO UPDATE SET times = counted.times + 1
"""


async def count_unanswered(redis: Redis, text: str, address: str) -> None:
    """Add one to today's count of the query, numbers masked; `address` only limits the rate."""
    key = query_key(text)
    if not key:
        return
    try:
        await spend(redis, COUNTED, address)
    except TooManyRequests:
        return  # the search itself was answered; only the counting stops
    await fetch(_COUNT, new_id(), key, clock.today())
