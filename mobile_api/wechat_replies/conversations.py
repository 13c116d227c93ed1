"""What the account has asked a person and still waits for; forgotten after five minutes: the second
factor of a case, or which item a question is about.

In Redis and nowhere else: when it is lost, the person is asked once more.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from mobile_api.shared.crypto import CannotOpen, keyring
from wechat.inbound import Push

log = logging.getLogger(__name__)

MINUTES = 5
# An answer may have to be found once more for the same message, so it is not forgotten at once.
_AFTER_USE_SECONDS = 60
_PLACE = "wechat conversation"


class AskedBack(NamedTuple):
    """A question, and the keys of the guides that were offered for it, in that order."""

    question: str
    choices: Sequence[str]


async def expect_tail(redis: Redis, push: Push, number: str) -> bool:
    """Remember the case whose second factor is asked for; False when that was not possible."""
    return await _remember(redis, _key(push), number.encode())


async def expect_choice(redis: Redis, push: Push, asked: AskedBack) -> None:
    """Remember a question of which it is asked back what it is about."""
    await _remember(redis, _choice_key(push), orjson.dumps([*asked]))


async def _remember(redis: Redis, key: str, told: bytes) -> bool:
    try:
        return bool(await redis.set(key, keyring().seal(told, _PLACE), ex=MINUTES * 60))
    except (RedisError, OSError):
        log.warning("a conversation could not be remembered")
        return False


async def expected_case(redis: Redis, push: Push) -> str | None:
    """The number of the case that was asked about, or None when nothing is waited for."""
    told = await _remembered(redis, _key(push))
    return told.decode() if told is not None else None


async def expected_choice(redis: Redis, push: Push) -> AskedBack | None:
    """The question that is waited for an item, or None when none is; also None of what another
    version of this service has kept in another shape."""
    told = await _remembered(redis, _choice_key(push))
    try:
        kept = orjson.loads(told) if told is not None else None
    except orjson.JSONDecodeError:
        return None
    match kept:
        case [str(question), list(choices)] if all(isinstance(key, str) for key in choices):
            return AskedBack(question, choices)
    return None


async def _remembered(redis: Redis, key: str) -> bytes | None:
    try:
        sealed = await redis.get(key)
        return keyring().open(sealed, _PLACE) if isinstance(sealed, bytes) else None
    except (RedisError, OSError, CannotOpen):
        return None


async def settle(redis: Redis, push: Push) -> None:
    """The case has been told."""
    with suppress(RedisError, OSError):
        await redis.expire(_key(push), _AFTER_USE_SECONDS)


async def settle_choice(redis: Redis, push: Push) -> None:
    """The question has been answered; a moment longer another of the items may be chosen."""
    with suppress(RedisError, OSError):
        await redis.expire(_choice_key(push), _AFTER_USE_SECONDS)


async def forget(redis: Redis, push: Push) -> None:
    """The person does not want to answer."""
    with suppress(RedisError, OSError):
        await redis.delete(_key(push))


async def forget_choice(redis: Redis, push: Push) -> None:
    """The person asks something else."""
    with suppress(RedisError, OSError):
        await redis.delete(_choice_key(push))


def _key(push: Push) -> str:
    return f"wechat:conversation:{_who(push)}"


def _choice_key(push: Push) -> str:
    return f"wechat:question:{_who(push)}"


def _who(push: Push) -> str:
    who = keyring().keyed_hash(f"{push.app_id} {push.openid}", "wechat-conversation")
    return who[:16].hex()
