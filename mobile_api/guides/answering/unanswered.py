"""Counts what people looked for in vain, so that editors can add it; never who asked."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from redis.asyncio import Redis

from mobile_api.guides.publishing.models import UnansweredChoice, UnansweredQuery
from mobile_api.guides.search.text import query_key
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.rate_limits import RateLimit, spend_all
from mobile_api.shared.ids import new_id
from mobile_api.shared.postgres import is_outage

log = logging.getLogger(__name__)

# A script that types nonsense must not fill the table; people do not notice the limit.
COUNTED = RateLimit("unanswered-query", times=20, seconds=60)
# What many looked for is told, and one who asks again is not many: each asker counts once a day,
# where Redis, which keeps only a keyed hash of both for that day, can tell.
_ONCE = RateLimit("unanswered-once", times=1, seconds=86_400, needs_redis=True)
# An answer does not wait longer for what it can do without.
COUNTING_SECONDS = 0.3
# Twice as long as any list looks back; an older count helps nobody and may hold a name.
KEPT = timedelta(days=180)

_COUNT = """
INSERT INTO unanswered_query AS counted (id, text, "on", times) VALUES ($1, $2, $3, 1)
ON CONFLICT (text, "on") DO UPDATE SET times = counted.times + 1
"""


async def count_unanswered(redis: Redis, text: str, asker: str) -> None:
    """Add one to today's count of the query, numbers masked, for an asker once a day.

    `asker`: an address, or who writes in a chat; never stored. As `count_in_time`.
    """
    key = query_key(text)
    if key:
        costs = (COUNTED, asker), (_ONCE, f"{asker}\n{key}")
        await count_in_time(redis, costs, _COUNT, new_id(), key, clock.today())


async def count_in_time(
    redis: Redis, costs: Sequence[tuple[RateLimit, str]], statement: str, *values: object
) -> None:
    """Run the statement that counts, unless a limit refuses it.

    Whoever waits for it was answered already: where Redis or the database does not reply within
    `COUNTING_SECONDS`, or is away, nothing is counted and nothing raised.
    """
    try:
        async with asyncio.timeout(COUNTING_SECONDS):
            await spend_all(redis, *costs)
            await fetch(statement, *values)
    except TooManyRequests:
        return
    except Exception as error:
        if not (isinstance(error, TemporarilyUnavailable) or is_outage(error)):
            raise
        log.warning("a search could not be counted")


async def forget_old_searches() -> int:
    """Delete the counts, also of what was opened next, that are older than `KEPT`; how many."""
    before = clock.today() - KEPT
    queries = await UnansweredQuery.filter(on__lt=before).delete()
    return queries + await UnansweredChoice.filter(on__lt=before).delete()
