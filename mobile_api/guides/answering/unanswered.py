"""Counts what people looked for in vain, so that editors can add it; never who asked."""

from datetime import timedelta

from redis.asyncio import Redis

from mobile_api.guides.publishing.models import UnansweredChoice, UnansweredQuery
from mobile_api.guides.search.text import query_key
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.rate_limits import RateLimit, spend_all
from mobile_api.shared.ids import new_id

# A script that types nonsense must not fill the table; people do not notice the limit.
COUNTED = RateLimit("unanswered-query", times=20, seconds=60)
# What many looked for is told, and one who asks again is not many: each asker counts once a day,
# where Redis, which keeps only a keyed hash of both for that day, can tell.
_ONCE = RateLimit("unanswered-once", times=1, seconds=86_400, needs_redis=True)
# Twice as long as any list looks back; an older count helps nobody and may hold a name.
KEPT = timedelta(days=180)

_COUNT = """
INSERT INTO unanswered_query AS counted (id, text, "on", times) VALUES ($1, $2, $3, 1)
ON CONFLICT (text, "on") DO UPDATE SET times = counted.times + 1
"""


async def count_unanswered(redis: Redis, text: str, asker: str) -> None:
    """Add one to today's count of the query, numbers masked, for an asker once a day.

    `asker`: an address, or who writes in a chat; never stored. Without Redis nothing is counted.
    """
    key = query_key(text)
    if not key:
        return
    try:
        await spend_all(redis, (COUNTED, asker), (_ONCE, f"{asker}\n{key}"))
    except (TooManyRequests, TemporarilyUnavailable):
        return  # the search itself was answered; only the counting stops
    await fetch(_COUNT, new_id(), key, clock.today())


async def forget_old_searches() -> int:
    """Delete the counts, also of what was opened next, that are older than `KEPT`; how many."""
    before = clock.today() - KEPT
    queries = await UnansweredQuery.filter(on__lt=before).delete()
    return queries + await UnansweredChoice.filter(on__lt=before).delete()
