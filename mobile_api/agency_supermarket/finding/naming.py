"""Agencies by their names, as people type them: by the engine of the guides, so that pinyin,
initials and slips lead to them as well.

All but the newest names stand in one engine, made anew once a day; the newest stand in a small one
beside it, made anew when they change. So a search reads what is new, by an index, and the rows of
what it found.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.scope import public
from mobile_api.agency_supermarket.finding.name_words import lexicon_of
from mobile_api.guides.search.service import SearchDocument, SearchEngine, normalise
from mobile_api.shared import clock
from mobile_api.shared.tasks.single_flight import SingleFlight

# With more of them the large engine is made anew.
MOST_NEW = 200
_BATCH = 1_000
# Of what the engine finds, before names that hold the text as it is are put first.
_LOOKED_AT = 50
# In which a row may become visible that was written before others were read.
_OVERLAP = timedelta(minutes=10)
_Name = tuple[UUID, str, datetime]


@dataclass(frozen=True, slots=True)
class _Known:
    """`names` by id and the engine over them; of agencies listed before `until`, read on a day."""

    engine: SearchEngine
    names: dict[str, str]
    until: datetime
    on: date


class AgencySearch:
    """The names of public agencies; one per process."""

    def __init__(self) -> None:
        self._known: _Known | None = None
        self._new: _Known | None = None
        self.renewal: asyncio.Task[_Known] | None = None
        self._flights = SingleFlight()

    async def search(self, text: str, most: int) -> list[UUID]:
        """Ids of agencies, the best first. Names that hold the text as it is stand alone."""
        known = self._known
        if known is None:
            known = await self._read(_morning())
        elif known.on != clock.today() and (self.renewal is None or self.renewal.done()):
            # Nobody waits for it: only names that were changed are still those of yesterday.
            self.renewal = asyncio.create_task(self._read(_morning()))
        new = await _listed(since=known.until, most=MOST_NEW + 1)
        if len(new) > MOST_NEW:
            # Whatever was listed within the overlap stays new for any engine that is made now.
            if clock.now() - known.until > 2 * _OVERLAP:
                known = await self._read(clock.now() - _OVERLAP)
            new = await _listed(since=known.until)
        engines = [known, await self._engine_of_new(known, new)] if new else [known]
        return await asyncio.to_thread(_search, engines, text, most)

    async def _read(self, until: datetime) -> _Known:
        """Who comes first waits for it, and whoever comes meanwhile waits with them."""

        async def work() -> _Known:
            names: list[_Name] = []
            while batch := await _listed(until=until, after=names[-1] if names else None):
                names += batch
            self._known = await asyncio.to_thread(_built, names, until)
            return self._known

        return await self._flights.join("agencies", work)

    async def _engine_of_new(self, known: _Known, new: Sequence[_Name]) -> _Known:
        names = {str(one): normalise(name) for one, name, _ in new}
        if self._new is None or self._new.names != names:
            self._new = await asyncio.to_thread(_built, new, known.until)
        return self._new


def _morning() -> datetime:
    return clock.start_of(clock.today()) - _OVERLAP


async def _listed(
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    after: _Name | None = None,
    most: int = _BATCH,
) -> list[_Name]:
    """In the order in which they were listed, from an index."""
    found = public().filter(listed_at__isnull=False)
    if since is not None:
        found = found.filter(listed_at__gte=since)
    if until is not None:
        found = found.filter(listed_at__lt=until)
    if after is not None:
        one, _, at = after
        found = found.filter(Q(listed_at__gt=at) | Q(id__gt=one), listed_at__gte=at)
    ordered = found.order_by("listed_at", "id").limit(most)
    rows: Any = await ordered.values_list("id", "enterprise__name", "listed_at")
    return [(UUID(str(one)), name, at) for one, name, at in rows]


def _built(names: Sequence[_Name], until: datetime) -> _Known:
    documents = [SearchDocument(kind="item", id=str(one), name=name) for one, name, _ in names]
    by_id = {str(one): normalise(name) for one, name, _ in names}
    engine = SearchEngine(documents, lexicon_of([name for _, name, _ in names]))
    return _Known(engine, by_id, until, clock.today())


def _search(engines: Sequence[_Known], text: str, most: int) -> list[UUID]:
    words = normalise(text)
    found = [
        (words in known.names[hit.id], hit.score, hit.id)
        for known in engines
        for hit in known.engine.search(text, limit=_LOOKED_AT).hits
    ]
    found.sort(key=lambda one: one[:2], reverse=True)
    has_whole = any(is_whole for is_whole, _, _ in found)
    return [UUID(one) for is_whole, _, one in found if is_whole or not has_whole][:most]


def in_order(found: Sequence[Agency], ids: Sequence[UUID]) -> list[Agency]:
    """Rows as the search put them; one that has left meanwhile is not there."""
    by_id = {one.id: one for one in found}
    return [by_id[one] for one in ids if one in by_id]
