"""Sessions in Redis: a refresh token lets a phone stay signed in; ending one reaches every worker.

When Redis loses them, people sign in again through WeChat without noticing; nothing else is lost.
"""

import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from mobile_api.accounts.errors import SessionEnded
from mobile_api.accounts.sessions.tokens import LIFETIME
from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring
from mobile_api.shared.errors import NotSignedIn, TemporarilyUnavailable
from mobile_api.shared.ids import new_id
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import Part, Parts
from mobile_api.shared.tasks.news import NewsFollower

CITIZEN_KEPT = timedelta(days=30)
STAFF_KEPT = timedelta(hours=12)
_CHANNEL = "sessions:ended"


@dataclass(frozen=True, slots=True)
class Session:
    """Whose session it is: kind `citizen` or `staff`, and the account's id.

    `opened_at` is when the person proved who they are, by the way `via`.
    """

    id: UUID
    kind: str
    account_id: UUID
    opened_at: datetime
    via: str


def _key(refresh_token: str) -> str:
    return "session:" + keyring().keyed_hash(refresh_token, "refresh").hex()


def _list_key(kind: str, account_id: UUID) -> str:
    """A sorted set: the keys of an account's sessions, each with the time at which it runs out."""
    return f"sessions-of:{kind}:{account_id}"


async def open_session(
    redis: Redis, kind: str, account_id: UUID, *, via: str
) -> tuple[Session, str]:
    """A new session and its refresh token. Raises TemporarilyUnavailable without Redis."""
    session = Session(new_id(), kind, account_id, clock.now(), via)
    refresh_token = secrets.token_urlsafe(32)
    kept = CITIZEN_KEPT if kind == "citizen" else STAFF_KEPT
    listed = _list_key(kind, account_id)
    try:
        async with redis.pipeline() as pipe:
            pipe.set(_key(refresh_token), orjson.dumps(asdict(session), default=str), ex=kept)
            pipe.zremrangebyscore(listed, 0, clock.now().timestamp())
            pipe.zadd(listed, {_key(refresh_token): (clock.now() + kept).timestamp()})
            pipe.expire(listed, kept)
            await pipe.execute()
    except (RedisError, OSError):
        raise TemporarilyUnavailable(retry_after=5) from None
    return session, refresh_token


async def session_of(redis: Redis, refresh_token: str) -> Session:
    """Raises SessionEnded when the token is not known (any more)."""
    try:
        stored = await redis.get(_key(refresh_token))
    except (RedisError, OSError):
        raise TemporarilyUnavailable(retry_after=5) from None
    if stored is None:
        raise SessionEnded()
    return _session(stored)


def _session(stored: bytes | str) -> Session:
    values = orjson.loads(stored)
    # Sessions of the release before this one do not say when and how they were opened.
    opened = values.get("opened_at")
    return Session(
        UUID(values["id"]),
        values["kind"],
        UUID(values["account_id"]),
        datetime.fromisoformat(opened) if opened else datetime.fromtimestamp(0, UTC),
        values.get("via", ""),
    )


async def sessions_of(redis: Redis, kind: str, account_id: UUID) -> list[Session]:
    """The open sessions of an account, newest first. Raises TemporarilyUnavailable."""
    found = (await _stored(redis, kind, account_id)).values()
    return sorted(found, key=lambda session: session.opened_at, reverse=True)


async def _stored(redis: Redis, kind: str, account_id: UUID) -> dict[str, Session]:
    """An account's open sessions by their keys."""
    try:
        listed: Sequence[Any] = await redis.zrange(_list_key(kind, account_id), 0, -1)
        keys = [key.decode() for key in listed]
        values = await redis.mget(keys) if keys else []
    except (RedisError, OSError):
        raise TemporarilyUnavailable(retry_after=5) from None
    pairs = zip(keys, values, strict=True)
    return {key: _session(value) for key, value in pairs if value is not None}


async def end_session(redis: Redis, refresh_token: str) -> None:
    """Forget the refresh token and tell every worker to refuse the access tokens made from it."""
    await _end(redis, await session_of(redis, refresh_token), _key(refresh_token))


async def end_sessions(
    redis: Redis, kind: str, account_id: UUID, *, keep: UUID | None = None
) -> None:
    """End every session of an account but `keep`. Raises TemporarilyUnavailable without Redis."""
    for key, session in (await _stored(redis, kind, account_id)).items():
        if session.id != keep:
            await _end(redis, session, key)


async def _end(redis: Redis, session: Session, key: str) -> None:
    until = (clock.now() + LIFETIME).timestamp()
    try:
        async with redis.pipeline() as pipe:
            pipe.delete(key)
            pipe.zrem(_list_key(session.kind, session.account_id), key)
            pipe.set(f"session:ended:{session.id}", b"1", ex=LIFETIME)
            pipe.publish(_CHANNEL, f"{session.id} {until}")
            await pipe.execute()
    except (RedisError, OSError):
        raise TemporarilyUnavailable(retry_after=5) from None


class EndedSessions:
    """The ended sessions whose access tokens have not yet run out, as this worker knows them."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._until: dict[str, float] = {}
        self._follower = NewsFollower(
            "ended sessions", self._listen, passing=(RedisError, OSError), pause_seconds=1
        )

    @property
    def is_following(self) -> bool:
        """Whether a session that ends now is refused here."""
        return self._follower.is_following

    def start(self) -> None:
        """Follow what ends until `stop`."""
        self._follower.start()

    async def stop(self) -> None:
        """Returns when nothing of it uses Redis any more."""
        await self._follower.stop()

    def refuse_if_ended(self, session_id: UUID) -> None:
        """Raises NotSignedIn. No round trip."""
        if str(session_id) in self._until:
            raise NotSignedIn()

    async def _listen(self, caught_up: Callable[[], None]) -> None:
        """After a broken connection, read again what was missed."""
        async with self._redis.pubsub() as subscription:
            await subscription.subscribe(_CHANNEL)
            await self._catch_up()
            caught_up()
            async for message in subscription.listen():
                if message["type"] == "message":
                    session_id, until = message["data"].decode().split()
                    self._remember(session_id, float(until))

    async def _catch_up(self) -> None:
        until = (clock.now() + LIFETIME).timestamp()
        async for key in self._redis.scan_iter("session:ended:*"):
            self._remember(key.decode().rsplit(":", 1)[1], until)

    def _remember(self, session_id: str, until: float) -> None:
        present = clock.now().timestamp()
        self._until = {key: end for key, end in self._until.items() if end > present}
        self._until[session_id] = until


@asynccontextmanager
async def _followed(parts: Parts) -> AsyncIterator[EndedSessions]:
    ended = EndedSessions(REDIS.of(parts))
    ended.start()
    try:
        yield ended
    finally:
        await ended.stop()


ENDED_SESSIONS = Part("list of ended sessions", _followed, needs=[REDIS])
