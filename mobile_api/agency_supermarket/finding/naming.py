"""Agencies by their names, as people type them: by the engine of the guides, so that pinyin,
initials and slips lead to them as well.

The names of all public agencies stand in one engine, made anew once a day and whenever many have
come since; those few stand in a small one beside it. So a search reads what is new, by an index,
and the rows of what it found.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.scope import public
from mobile_api.guides.search.service import SearchDocument, SearchEngine, normalise
from mobile_api.shared import clock
from mobile_api.shared.tasks.single_flight import SingleFlight

MOST_NEW = 100
_BATCH = 1_000
_Name = tuple[UUID, str, datetime]


@dataclass(frozen=True, slots=True)
class _Known:
    """`names` and the engine over them; `last`: the instant and id of the one listed last."""

    engine: SearchEngine
    names: dict[str, str]
    last: tuple[datetime, UUID] | None
    on: date


class AgencySearch:
    """The names of public agencies; one per process."""

    def __init__(self) -> None:
        self._known: _Known | None = None
        self._new: _Known | None = None
        self._flights = SingleFlight()

    async def search(self, text: str, most: int) -> list[UUID]:
        """Ids of agencies, the best first. Names that hold the text as it is stand alone."""
        known = self._known
        if known is None or known.on != clock.today():
            known = await self._flights.join("agencies", self._read_all)
        new = await _listed_after(known.last, MOST_NEW + 1)
        if len(new) > MOST_NEW:
            known, new = await self._flights.join("agencies", self._read_all), []
        engines = [known, await self._engine_of_new(new)] if new else [known]
        return await asyncio.to_thread(_search, engines, text, most)

    async def _read_all(self) -> _Known:
        names: list[_Name] = []
        last = None
        while batch := await _listed_after(last, _BATCH):
            names += batch
            last = (batch[-1][2], batch[-1][0])
        self._known = await asyncio.to_thread(_built, names)
        return self._known

    async def _engine_of_new(self, new: Sequence[_Name]) -> _Known:
        names = {str(one): name for one, name, _ in new}
        if self._new is None or self._new.names != names:
            self._new = await asyncio.to_thread(_built, new)
        return self._new


async def _listed_after(last: tuple[datetime, UUID] | None, most: int) -> list[_Name]:
    """In the order in which they were listed, from an index."""
    found = public().filter(listed_at__isnull=False)
    if last is not None:
        at, after = last
        found = found.filter(Q(listed_at__gt=at) | Q(id__gt=after), listed_at__gte=at)
    ordered = found.order_by("listed_at", "id").limit(most)
    rows: Any = await ordered.values_list("id", "enterprise__name", "listed_at")
    return [(UUID(str(one)), name, at) for one, name, at in rows]


def _built(names: Sequence[_Name]) -> _Known:
    documents = [SearchDocument(kind="item", id=str(one), name=name) for one, name, _ in names]
    last = (names[-1][2], names[-1][0]) if names else None
    by_id = {str(one): normalise(name) for one, name, _ in names}
    return _Known(SearchEngine.build(documents), by_id, last, clock.today())


def _search(engines: Sequence[_Known], text: str, most: int) -> list[UUID]:
    words = normalise(text)
    found = [
        (words in known.names[hit.id], hit.score, hit.id)
        for known in engines
        for hit in known.engine.search(text, limit=most).hits
    ]
    found.sort(key=lambda one: one[:2], reverse=True)
    has_whole = any(is_whole for is_whole, _, _ in found)
    return [UUID(one) for is_whole, _, one in found if is_whole or not has_whole][:most]


def in_order(found: Sequence[Agency], ids: Sequence[UUID]) -> list[Agency]:
    """Rows as the search put them; one that has left meanwhile is not there."""
    by_id = {one.id: one for one in found}
    return [by_id[one] for one in ids if one in by_id]
