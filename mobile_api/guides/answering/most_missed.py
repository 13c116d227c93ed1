"""What many looked for in vain, and what they opened next: for whoever writes the aliases."""

from datetime import timedelta
from typing import Any

import orjson

from mobile_api.guides.answering.schemas import ChosenItem, MissedSearch, MissedSearches
from mobile_api.guides.reading.snapshot import Snapshot
from mobile_api.shared import clock
from mobile_api.shared.database import fetch

# What fewer have typed may be about one of them, who wrote a name into the search box.
LEAST_TIMES = 5
PERIOD = timedelta(days=90)
_MOST_CHOSEN = 5

_MISSED = """
WITH asked AS (
    SELECT text, sum(times) AS times, max("on") AS last_on
    FROM unanswered_query WHERE "on" >= $1 GROUP BY text HAVING sum(times) >= $2
), chosen AS (
    SELECT text, item_key, sum(times) AS times, max("on") AS last_on
    FROM unanswered_choice WHERE "on" >= $1 GROUP BY text, item_key HAVING sum(times) >= $2
), opened AS (
    SELECT text, sum(times) AS times, max(last_on) AS last_on,
        json_agg(json_build_array(item_key, times) ORDER BY times DESC, item_key)::text AS items
    FROM chosen GROUP BY text
)
SELECT text, asked.times, greatest(asked.last_on, opened.last_on) AS last_on, items
FROM asked FULL JOIN opened USING (text)
ORDER BY coalesce(asked.times, 0) + coalesce(opened.times, 0) DESC, text LIMIT $3
"""


async def most_missed(snapshot: Snapshot, limit: int) -> MissedSearches:
    """The searches of the last 90 days that most often found nothing, or after which an item was
    opened; whatever was counted less than `LEAST_TIMES` is not told."""
    since = clock.today() - PERIOD
    rows = await fetch(_MISSED, since, LEAST_TIMES, limit)
    return MissedSearches(
        least_times=LEAST_TIMES,
        since=since,
        searches=[
            MissedSearch(
                text=row["text"],
                found_nothing=row["times"],
                last_on=row["last_on"],
                chosen=_chosen(snapshot, orjson.loads(row["items"] or "[]")),
            )
            for row in rows
        ],
    )


def _chosen(snapshot: Snapshot, items: list[tuple[str, Any]]) -> list[ChosenItem]:
    """Of the items in force, those most often opened."""
    return [
        ChosenItem(key=key, name=snapshot.guides[key].name, times=times)
        for key, times in items
        if key in snapshot.guides
    ][:_MOST_CHOSEN]
