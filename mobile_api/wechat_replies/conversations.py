"""What the account has asked a person and still waits for; forgotten after five minutes.

In Redis and nowhere else: when it is lost, the person is asked once more.
"""

import logging
from contextlib import suppress

from redis.asyncio import Redis
from redis.exceptions import RedisError

from mobile_api.shared.crypto import CannotOpen, keyring
from wechat.inbound import Push

log = logging.getLogger(__name__)

MINUTES = 5
# An answer may have to be found once more for the same message, so it is not forgotten at once.
_AFTER_USE_SECONDS = 60
_PLACE = "wechat conversation"


async def expect_tail(redis: Redis, push: Push, number: str) -> bool:
    """Remember the case whose second factor is asked for; False when that was not possible."""
    sealed = keyring().seal(number.encode(), _PLACE)
    try:
        return bool(await redis.set(_key(push), sealed, ex=MINUTES * 60))
    except (RedisError, OSError):
        log.warning("a conversation could not be remembered")
        return False


async def expected_case(redis: Redis, push: Push) -> str | None:
    """The number of the case that was asked about, or None when nothing is waited for."""
    try:
        sealed = await redis.get(_key(push))
        return keyring().open(sealed, _PLACE).decode() if isinstance(sealed, bytes) else None
    except (RedisError, OSError, CannotOpen):
        return None


async def settle(redis: Redis, push: Push) -> None:
    """The question has been answered."""
    with suppress(RedisError, OSError):
        await redis.expire(_key(push), _AFTER_USE_SECONDS)


async def forget(redis: Redis, push: Push) -> None:
    """The person does not want to answer."""
    with suppress(RedisError, OSError):
        await redis.delete(_key(push))


def _key(push: Push) -> str:
    who = keyring().keyed_hash(f"{push.app_id} {push.openid}", "wechat-conversation")
    return f"wechat:conversation:{who[:16].hex()}"
