"""What people open after a search that was not answered surely: counted, never who it was.

Nothing links the search and the opening but a token, which the person's own page carries: the words
of the search, masked as they are counted, signed, and good for ten minutes. Searches of the same
words at the same time have the same token, so that a page keeps its ETag.
"""

import base64

from redis.asyncio import Redis

from mobile_api.guides.answering.unanswered import COUNTED, count_in_time
from mobile_api.guides.search.text import query_key
from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring
from mobile_api.shared.http.rate_limits import RateLimit
from mobile_api.shared.ids import new_id

# A token ends with a period of ten minutes, and not with the one that it was made in.
LIFETIME = 600
# More than the signed words of the longest query take.
LONGEST_TOKEN = 300
_PURPOSE = "search-choice"
_MAC = 36
# The counts are to say how many people chose so: one address counts once a day, where Redis, which
# keeps only a keyed hash of it, can tell.
_ONCE = RateLimit("search-choice", times=1, seconds=86_400, needs_redis=True)

_COUNT = """
INSERT INTO unanswered_choice AS counted (id, text, item_key, "on", times)
VALUES ($1, $2, $3, $4, 1)
ON CONFLICT (text, item_key, "on") DO UPDATE SET times = counted.times + 1
"""


def choice_token(text: str) -> str | None:
    """A token for what is opened in the next ten to twenty minutes; None for no words."""
    key = query_key(text)
    if not key:
        return None
    until = (int(clock.now().timestamp()) // LIFETIME + 2) * LIFETIME
    told = f"{until} {key}".encode()
    return base64.urlsafe_b64encode(keyring().mac(told, _PURPOSE) + told).decode()


def searched_before(token: str) -> str | None:
    """The masked words that a token holds; None when its time is over or it is none of ours."""
    try:
        signed = base64.urlsafe_b64decode(token)
    except ValueError:
        return None
    mac, told = signed[:_MAC], signed[_MAC:]
    if not keyring().is_mac(mac, told, _PURPOSE):
        return None
    until, _, key = told.decode().partition(" ")
    return key if int(until) > clock.now().timestamp() else None


async def count_choice(redis: Redis, text: str, item_key: str, address: str) -> None:
    """Add one to today's count of the item for these masked words, for an address once a day."""
    costs = (COUNTED, address), (_ONCE, f"{address}\n{text}\n{item_key}")
    await count_in_time(redis, costs, _COUNT, new_id(), text, item_key, clock.today())
