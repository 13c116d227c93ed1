"""What people open after a search that was not answered surely: counted, never who it was.

Nothing links the search and the opening but a token, which the person's own page carries for ten
minutes: the words of the search, masked as they are counted and sealed, and no word about a person.
"""

import base64
from datetime import timedelta

from redis.asyncio import Redis

from mobile_api.guides.answering.unanswered import COUNTED
from mobile_api.guides.search.text import query_key
from mobile_api.shared import clock
from mobile_api.shared.crypto import CannotOpen, keyring
from mobile_api.shared.database import fetch
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.rate_limits import RateLimit, spend_all
from mobile_api.shared.ids import new_id

LIFETIME = timedelta(minutes=10)
# More than the sealed words of the longest query take.
LONGEST_TOKEN = 400
_PLACE = "search.choice"
# The counts are to say how many people chose so: one address counts once a day, where Redis, which
# keeps only a keyed hash of it, can tell.
_ONCE = RateLimit("search-choice", times=1, seconds=86_400, needs_redis=True)

_COUNT = """
INSERT INTO unanswered_choice AS counted (id, text, item_key, "on", times)
VALUES ($1, $2, $3, $4, 1)
ON CONFLICT (text, item_key, "on") DO UPDATE SET times = counted.times + 1
"""


def choice_token(text: str) -> str | None:
    """A token for what is opened within ten minutes of searching for `text`; None for no words."""
    key = query_key(text)
    if not key:
        return None
    until = int((clock.now() + LIFETIME).timestamp())
    sealed = keyring().seal(f"{until} {key}".encode(), _PLACE)
    return base64.urlsafe_b64encode(sealed).decode()


def searched_before(token: str) -> str | None:
    """The masked words that a token holds; None when its time is over or it is none of ours."""
    try:
        told = keyring().open(base64.urlsafe_b64decode(token), _PLACE).decode()
    except (CannotOpen, ValueError):
        return None
    until, _, key = told.partition(" ")
    return key if int(until) >= clock.now().timestamp() else None


async def count_choice(redis: Redis, text: str, item_key: str, address: str) -> None:
    """Add one to today's count of the item for these masked words, for an address once a day."""
    costs = (COUNTED, address), (_ONCE, f"{address}\n{text}\n{item_key}")
    try:
        await spend_all(redis, *costs)
    except (TooManyRequests, TemporarilyUnavailable):
        return  # the person reads the guide all the same; only the counting stops
    await fetch(_COUNT, new_id(), text, item_key, clock.today())
