"""What WeChat gives each app for two hours (access token, JS-SDK ticket): fetched once for all."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any, Protocol

import orjson
from pydantic import BaseModel, ValidationError
from redis.asyncio import Redis
from redis.exceptions import LockError, RedisError

from mobile_api.shared import clock
from wechat.platform.errors import WechatFault

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


class SharedTokens:
    """The present token: copy of this process, else Redis, else WeChat under a lock.

    Redis may vanish: then each process asks WeChat itself, which answers all with the same token.
    """

    def __init__(self, redis: Redis, key: str, fetch: FetchToken) -> None:
        self._redis = redis
        self._key = key
        self._fetch = fetch
        self._here = asyncio.Lock()
        self._copy: SharedToken | None = None
        self._times_asked = 0
        self._fault: WechatFault | None = None

    async def current(self, *, rejected: str = "") -> str:
        """The token to use; `rejected` is one that WeChat has just refused.

        Whoever waits while WeChat is asked takes that answer, good or bad, and does not ask again.
        Raises WechatFault when there is no token to be had.
        """
        asked_before = self._times_asked
        if not self._is_usable(self._copy, rejected):
            async with self._here:
                if self._times_asked == asked_before:
                    if not self._is_usable(self._copy, rejected):
                        self._copy = await self._shared(rejected)
                elif self._fault is not None:
                    raise type(self._fault)(self._fault.errcode, self._fault.rid)
        assert self._copy is not None
        return self._copy.text

    @staticmethod
    def _is_usable(token: SharedToken | None, rejected: str) -> bool:
        return token is not None and token.text != rejected and clock.now() < token.good_until

    async def _shared(self, rejected: str) -> SharedToken:
        """From Redis, else asked of WeChat by one process while the others wait."""
        token = await self._read()
        if token is not None and self._is_usable(token, rejected):
            return token
        lock = self._redis.lock(
            self._key + ":lock",
            timeout=_LOCK_SECONDS,
            sleep=0.05,
            blocking_timeout=_LOCK_WAIT_SECONDS,
            raise_on_release_error=False,
        )
        held = await self._acquire(lock)
        try:
            token = await self._read()
            if token is not None and self._is_usable(token, rejected):
                return token
            return await self._ask()
        finally:
            if held:
                await self._release(lock)

    async def _ask(self) -> SharedToken:
        self._fault = None
        try:
            token = await self._fetch()
        except WechatFault as fault:
            self._fault = fault
            raise
        finally:
            self._times_asked += 1
        await self._write(token)
        return token

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
