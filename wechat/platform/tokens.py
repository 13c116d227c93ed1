"""What WeChat gives each app for two hours (access token, JS-SDK ticket): fetched once for all."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple, Protocol

import orjson
from pydantic import BaseModel, ValidationError
from redis.asyncio import Redis
from redis.exceptions import LockError, RedisError

from mobile_api.shared import clock
from mobile_api.shared.tasks.single_flight import SingleFlight

log = logging.getLogger(__name__)

# stable_token hands out the successor five minutes before the end, and both work until then.
EARLY = timedelta(seconds=240)
_LOCK_SECONDS, _LOCK_WAIT_SECONDS = 15.0, 12.0


class SharedToken(BaseModel):
    """A token and the instant from which its successor must be used."""

    text: str
    good_until: datetime

    @classmethod
    def lasting(cls, text: str, seconds: int) -> "SharedToken":
        """`seconds` as WeChat tells them; a token about to end is used for a few seconds only."""
        kept = max(timedelta(seconds=seconds) - EARLY, timedelta(seconds=5))
        return cls(text=text, good_until=clock.now() + kept)


class FetchToken(Protocol):
    """Asks WeChat for the present token. Raises WechatFault."""

    async def __call__(self) -> SharedToken: ...


class Found(NamedTuple):
    """A token; `is_new`: WeChat gave it just now, so there is none better."""

    token: SharedToken
    is_new: bool


class SharedTokens:
    """The present token: copy of this process, else Redis, else WeChat under a lock.

    Redis may vanish: then each process asks WeChat itself, which answers all with the same token.
    """

    def __init__(self, redis: Redis, key: str, fetch: FetchToken, flights: SingleFlight) -> None:
        self._redis = redis
        self._key = key
        self._fetch = fetch
        self._flights = flights
        self._copy: SharedToken | None = None

    async def current(self, *, rejected: str = "") -> str:
        """The token to use; `rejected` is one that WeChat has just refused.

        Whoever waits while WeChat is asked takes that answer, good or bad, and does not ask again.
        Raises WechatFault when there is no token to be had.
        """
        token = self._copy
        while token is None or not self._is_usable(token, rejected):
            found = await self._flights.join(self._key, partial(self._shared, rejected))
            if found.is_new:
                return found.token.text
            token = found.token
        return token.text

    @staticmethod
    def _is_usable(token: SharedToken, rejected: str) -> bool:
        return token.text != rejected and clock.now() < token.good_until

    async def _shared(self, rejected: str) -> Found:
        """From Redis, else asked of WeChat by one process while the others wait."""
        token = await self._read_usable(rejected)
        found = Found(token, is_new=False) if token else await self._locked(rejected)
        self._copy = found.token
        return found

    async def _locked(self, rejected: str) -> Found:
        lock = self._redis.lock(
            self._key + ":lock",
            timeout=_LOCK_SECONDS,
            sleep=0.05,
            blocking_timeout=_LOCK_WAIT_SECONDS,
            raise_on_release_error=False,
        )
        held = await self._acquire(lock)
        try:
            token = await self._read_usable(rejected)
            return Found(token, is_new=False) if token else await self._ask()
        finally:
            if held:
                await self._release(lock)

    async def _ask(self) -> Found:
        token = await self._fetch()
        await self._write(token)
        return Found(token, is_new=True)

    async def _read_usable(self, rejected: str) -> SharedToken | None:
        token = await self._read()
        return token if token is not None and self._is_usable(token, rejected) else None

    async def _write(self, token: SharedToken) -> None:
        left = max(int((token.good_until - clock.now()).total_seconds()), 1)
        try:
            await self._redis.set(self._key, token.model_dump_json(), ex=left)
        except (RedisError, OSError):
            log.warning("a token of WeChat could not be shared")

    async def _read(self) -> SharedToken | None:
        try:
            stored = await self._redis.get(self._key)
            return SharedToken.model_validate(orjson.loads(stored)) if stored else None
        except (RedisError, OSError, ValidationError, orjson.JSONDecodeError):
            return None

    @staticmethod
    async def _acquire(lock: Any) -> bool:
        try:
            return bool(await lock.acquire())
        except (RedisError, OSError):
            return False

    @staticmethod
    async def _release(lock: Any) -> None:
        try:
            await lock.release()
        except (LockError, RedisError, OSError):
            log.warning("the lock of a token of WeChat could not be released; it will run out")
