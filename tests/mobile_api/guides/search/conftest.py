"""The demo city's catalogue, indexed once for all tests of the guides."""

from dataclasses import dataclass
from pathlib import Path

import pytest

import mobile_api.guides
from mobile_api.guides.catalogue.places import Counter, ServiceHall
from mobile_api.guides.catalogue.schemas import Catalogue, ServiceGuide, Theme
from mobile_api.guides.reading.snapshot import Snapshot
from mobile_api.guides.search import SearchEngine

DEMO_CITY = Path(mobile_api.guides.__file__).parent / "demo_city"


@dataclass(frozen=True)
class Published:
    """A catalogue version as `answers` reads it."""

    version: int
    own_places: tuple[str, ...]
    search: SearchEngine
    guides: dict[str, ServiceGuide]
    themes: dict[str, Theme]
    counters: dict[str, Counter]
    halls: dict[str, ServiceHall]


@pytest.fixture(scope="session")
def catalogue(snapshot: Snapshot) -> Catalogue:
    return snapshot.catalogue


@pytest.fixture(scope="session")
def engine(snapshot: Snapshot) -> SearchEngine:
    return snapshot.search


@pytest.fixture(scope="session")
def published(catalogue: Catalogue, engine: SearchEngine) -> Published:
    return Published(
        version=7,
        own_places=(catalogue.region_name,),
        search=engine,
        guides={guide.key: guide for guide in catalogue.service_items},
        themes={theme.key: theme for theme in catalogue.themes},
        counters={counter.key: counter for counter in catalogue.counters},
        halls={hall.key: hall for hall in catalogue.halls},
    )
