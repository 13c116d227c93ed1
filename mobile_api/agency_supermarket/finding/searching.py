"""A person's own words: services and names of agencies, both by the engine of the guides."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.queries import open_counts
from mobile_api.agency_supermarket.agencies.scope import public
from mobile_api.agency_supermarket.agencies.states import STATUS_NAMES
from mobile_api.agency_supermarket.finding.name_words import lexicon_of
from mobile_api.agency_supermarket.finding.naming import AgencySearch, in_order
from mobile_api.agency_supermarket.finding.schemas import FoundAgency, MarketFound
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.agency_supermarket.service_types.schemas import ServiceCatalogue
from mobile_api.agency_supermarket.service_types.views import service_view
from mobile_api.guides.reading.queries import Snapshot
from mobile_api.guides.search.service import (
    SearchDocument,
    SearchEngine,
    SearchOutcome,
    SearchResult,
    has_han,
    simplified,
)
from mobile_api.shared.process.parts import Derived
from mobile_api.shared.text.characters import normalised

_MOST_SERVICES, _MOST_AGENCIES = 10, 10
# One character stands in every other name.
_LEAST_NAME = 2
_ADVICE = (
    "没有找到相关的中介服务或机构。可以换个说法再试,或者按行业查看全部服务,也可以拨打12345咨询。"
)
_BLANK = "请输入要找的服务或机构名称,例如“消防检测”。"
_FOUND = "选哪家由您决定,任何部门都不得指定中介机构。"
_EMERGENCY = "如遇紧急情况,请先拨打上面的电话。"


class _Engines(NamedTuple):
    """The same services twice: as the words of guides tell them, and by the words of the trade."""

    of_guides: SearchEngine
    of_trade: SearchEngine


class ServiceSearch:
    """The engines over the services, made anew when another catalogue of guides is in force."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._engines: _Engines | None = None
        self._turn = asyncio.Lock()

    async def search(self, snapshot: Snapshot, text: str) -> SearchResult:
        """The engine reads words that guides know; where it finds nothing, or letters, a trade
        has words of its own. Both are built beside the requests, once.
        """
        async with self._turn:
            if self._engines is None or self._version != snapshot.version:
                documents = list(documents_of(SERVICES.here(), snapshot))
                self._engines = await asyncio.to_thread(_built, documents)
                self._version = snapshot.version
            engines = self._engines
        result = engines.of_guides.search(text, limit=_MOST_SERVICES)
        if result.hits and has_han(text):
            return result
        found = engines.of_trade.search(text, limit=_MOST_SERVICES)
        if not found.hits:
            return result
        return replace(
            result, hits=found.hits, understood_as=found.understood_as, perhaps=found.perhaps
        )


def _built(documents: Sequence[SearchDocument]) -> _Engines:
    names = [text for one in documents for text in (one.name, *one.aliases)]
    own = [replace(one, related=()) for one in documents]
    return _Engines(SearchEngine.build(documents), SearchEngine(own, lexicon_of(names)))


class MarketSearch:
    """What both engines of a process know."""

    def __init__(self) -> None:
        self.services = ServiceSearch()
        self.agencies = AgencySearch()


MARKET_SEARCH = Derived("market_search", lambda settings: MarketSearch())


def documents_of(catalogue: ServiceCatalogue, snapshot: Snapshot) -> Iterator[SearchDocument]:
    """The searchable words of every service; more loosely its trade, what it is about, and the
    names of the guides that need it."""
    for trade in catalogue.trades:
        for one in trade.service_types:
            guides = [snapshot.guides[key] for key in one.item_keys if key in snapshot.guides]
            yield SearchDocument(
                kind="item",
                id=one.key,
                name=one.name,
                aliases=one.aliases,
                related=(trade.name, one.about, *(guide.name for guide in guides)),
            )


async def find(search: MarketSearch, snapshot: Snapshot, text: str) -> MarketFound:
    """What is found, and never something at random."""
    result = await search.services.search(snapshot, text)
    known = SERVICES.here().service_types
    keys = [hit.id for hit in result.hits if hit.id in known]
    counts = await open_counts(keys)
    services = [service_view(known[key], counts.get(key, 0)) for key in keys]
    agencies = await _named(search.agencies, text)
    return MarketFound(
        services=services,
        agencies=[_agency(one) for one in agencies],
        perhaps=bool(services) and result.perhaps,
        understood_as=result.understood_as,
        emergency_numbers=list(result.emergency.numbers) if result.emergency else [],
        advice=_advice(result, is_found=bool(services or agencies)),
    )


def _advice(result: SearchResult, *, is_found: bool) -> str:
    if result.outcome is SearchOutcome.EMERGENCY:
        return _EMERGENCY
    if result.outcome is SearchOutcome.BLANK:
        return _BLANK
    return _FOUND if is_found else _ADVICE


async def _named(search: AgencySearch, text: str) -> Sequence[Agency]:
    if len(simplified(normalised(text))) < _LEAST_NAME:
        return []
    ids = await search.search(text, _MOST_AGENCIES)
    found = await public().filter(id__in=ids).prefetch_related("enterprise") if ids else []
    return in_order(found, ids)


def _agency(found: Agency) -> FoundAgency:
    return FoundAgency(
        id=found.id,
        name=found.enterprise.name,
        status=found.status,
        status_name=STATUS_NAMES[found.status],
    )
