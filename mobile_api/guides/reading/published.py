"""Keeps the published catalogue in the memory of each worker, new within a second of publishing."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import asyncpg

from mobile_api.guides.errors import NoCatalogue
from mobile_api.guides.meaning.following import MEANINGS, Meanings
from mobile_api.guides.publishing.queries import published_catalogue, published_number
from mobile_api.guides.publishing.service import CATALOGUE_CHANNEL
from mobile_api.guides.reading.snapshot import Snapshot
from mobile_api.shared.database import DATABASE
from mobile_api.shared.process.parts import SETTINGS, Part, Parts
from mobile_api.shared.tasks.database_news import PASSING, follow
from mobile_api.shared.tasks.news import NewsFollower

log = logging.getLogger(__name__)

# Without a notification the version number is looked at this often; a lost connection is
# opened again after the shorter wait.
POLL_SECONDS = 5.0
RECONNECT_SECONDS = 0.5


class PublishedCatalogue:
    """Holds one snapshot and replaces it whole when another version is published.

    A handler that takes `current` once sees one version only, however long it works with it.
    """

    def __init__(
        self,
        database_url: str,
        meanings: Meanings | None = None,
        *,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._url = database_url
        self._meanings = meanings
        self._poll_seconds = poll_seconds
        self._snapshot: Snapshot | None = None
        self._follower = NewsFollower(
            "catalogue", self._listen, passing=PASSING, pause_seconds=RECONNECT_SECONDS
        )

    @property
    def current(self) -> Snapshot:
        """Raises NoCatalogue while nothing has been published."""
        if self._snapshot is None:
            raise NoCatalogue(retry_after=5)
        return self._snapshot

    @property
    def is_following(self) -> bool:
        """Whether a version that is published now comes here."""
        return self._follower.is_following

    async def start(self) -> None:
        """Load what is published and follow it until `stop`. The database must be open."""
        await self.refresh()
        self._follower.start()

    async def stop(self) -> None:
        await self._follower.stop()

    async def refresh(self) -> None:
        """Take over the published version if it is another one than the one in memory."""
        number = await published_number()
        if number is None or (self._snapshot and self._snapshot.version == number):
            return
        published = await published_catalogue()
        if published is not None:
            # Thousands of guides take a while to write down; requests go on meanwhile.
            self._snapshot = await asyncio.to_thread(Snapshot, published, self._meanings)
            log.info("catalogue version %s is in memory", published.version)

    async def _listen(self, caught_up: Callable[[], None]) -> None:
        seconds = self._poll_seconds
        await follow(self._url, CATALOGUE_CHANNEL, self._look, caught_up, every_seconds=seconds)

    async def _look(self, _: asyncpg.Connection) -> None:
        await self.refresh()
        await self.take_meanings()

    async def take_meanings(self) -> None:
        """What is known by now of the meanings in the version in memory."""
        if self._meanings is not None and self._snapshot is not None:
            await self._meanings.catch_up(self._snapshot.version, self._snapshot.documents)


def make_catalogue(parts: Parts) -> PublishedCatalogue:
    """One that follows nothing until it is started."""
    return PublishedCatalogue(SETTINGS.of(parts).database_url, MEANINGS.of(parts))


@asynccontextmanager
async def _followed(parts: Parts) -> AsyncIterator[PublishedCatalogue]:
    catalogue = make_catalogue(parts)
    await catalogue.start()
    try:
        yield catalogue
    finally:
        await catalogue.stop()


CATALOGUE = Part("catalogue", _followed, needs=[DATABASE, MEANINGS])
