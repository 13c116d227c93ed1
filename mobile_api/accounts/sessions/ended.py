"""Which sessions have ended, as each process knows it: an access token of theirs is refused.

A row of a session that has ended is heard of at the commit by NOTIFY; whoever connects reads what
ended within the life of an access token, and again every few seconds. A process that does not hear,
for whatever reason, looks at the row for each call instead.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from mobile_api.accounts.sessions.models import Session
from mobile_api.accounts.sessions.tokens import LIFETIME
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.database import DATABASE
from mobile_api.shared.errors import NotSignedIn
from mobile_api.shared.process.parts import SETTINGS, Part, Parts
from mobile_api.shared.tasks.database_news import PASSING, follow
from mobile_api.shared.tasks.news import NewsFollower

CHANNEL = "yiwang_session_ended"
# A connection that is silent without being closed is found out within twice this.
LOOK_SECONDS = 5.0
_RECONNECT_SECONDS = 0.5
# Clocks of hosts differ, and a transaction commits later than it said.
_BACK = LIFETIME + timedelta(minutes=5)
_ENDED = "SELECT id FROM session WHERE ended_at > $1"


class EndedSessions:
    """The sessions that ended within the life of an access token."""

    def __init__(self, database_url: str, *, look_seconds: float = LOOK_SECONDS) -> None:
        self._url = database_url
        self._look_seconds = look_seconds
        self._until: dict[UUID, datetime] = {}
        self._follower = NewsFollower(
            "ended sessions", self._listen, passing=PASSING, pause_seconds=_RECONNECT_SECONDS
        )

    @property
    def is_following(self) -> bool:
        """Whether a session that ends now is known here at once."""
        return self._follower.is_following

    def start(self) -> None:
        """Follow what ends until `stop`; until it has caught up, rows are looked at."""
        self._follower.start()

    async def stop(self) -> None:
        """Returns when nothing of it uses the database any more."""
        await self._follower.stop()

    async def refuse_if_ended(self, caller: Citizen | Staff) -> None:
        """Raises NotSignedIn. No question to the database while it follows."""
        self.refuse_if_heard(caller)
        if not self.is_following and not await _is_open(caller.session_id):
            raise NotSignedIn()

    def refuse_if_heard(self, caller: Citizen | Staff) -> None:
        """Raises NotSignedIn for whose end was heard of, also while their call was under way."""
        if caller.session_id in self._until:
            raise NotSignedIn()

    async def _listen(self, caught_up: Callable[[], None]) -> None:
        await follow(self._url, CHANNEL, self._look, caught_up, every_seconds=self._look_seconds)

    async def _look(self, connection: asyncpg.Connection) -> None:
        # By this connection, so that no crowd at the pool keeps the news away.
        since = clock.now() - _BACK
        found = await connection.fetch(_ENDED, since, timeout=self._look_seconds)
        present = clock.now()
        self._until = {key: end for key, end in self._until.items() if end > present}
        # asyncpg's ids are equal to the standard ones and hash alike.
        self._until |= {row["id"]: present + _BACK for row in found}


async def _is_open(session_id: UUID) -> bool:
    return await Session.filter(id=session_id, ended_at=None).exists()


@asynccontextmanager
async def _followed(parts: Parts) -> AsyncIterator[EndedSessions]:
    ended = EndedSessions(SETTINGS.of(parts).database_url)
    ended.start()
    try:
        yield ended
    finally:
        await ended.stop()


ENDED_SESSIONS = Part("list of ended sessions", _followed, needs=[DATABASE])
