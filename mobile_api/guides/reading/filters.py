"""Narrowing the list of guides and themes by what a person may tick."""

from collections.abc import Callable, Mapping
from typing import Annotated

from pydantic import Field

from mobile_api.guides.catalogue.elements import Key, RegionCode
from mobile_api.guides.catalogue.schemas import ServiceGuide, Theme
from mobile_api.guides.catalogue.vocabulary import (
    Audience,
    FourDoClass,
    HandoffMode,
    ItemState,
    LifeEvent,
    OnlineLevel,
)
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import RequestBody

CursorText = Annotated[str, Field(max_length=200, description="`next_cursor` of the page before.")]


class GuideQuery(RequestBody):
    """Every filter narrows; an absent one does not."""

    audience: Audience | None = Field(None, description="服务对象.")
    department: Key | None = Field(None, description="Key of the department.")
    theme: Key | None = Field(None, description="Key of a theme that contains the item.")
    life_event: LifeEvent | None = Field(None, description="主题分类.")
    online_level: OnlineLevel | None = Field(None, description="网上办理深度.")
    four_do_class: FourDoClass | None = Field(None, description="四办.")
    region: RegionCode | None = Field(
        None, description="Region whose item it is, or where a counter takes it."
    )
    cross_region: HandoffMode | None = Field(None, description="跨省通办 mode.")
    popular: bool | None = Field(None, description="Only items that many people look for.")
    cursor: CursorText | None = None
    page_size: PageSize = 20


class ThemeQuery(RequestBody):
    """Filters of the list of themes."""

    audience: Audience | None = Field(None, description="服务对象.")
    life_event: LifeEvent | None = Field(None, description="主题分类.")
    region: RegionCode | None = Field(None, description="Region in which it must be offered.")


def guide_filter(
    query: GuideQuery, themes: Mapping[str, Theme], counter_regions: Mapping[str, str]
) -> Callable[[ServiceGuide], bool]:
    """A test of one guide; `counter_regions` maps counter keys to region codes."""
    theme = themes.get(query.theme) if query.theme else None
    members = {one.service_item for one in theme.components} if theme else set()
    tests: dict[str, Callable[[ServiceGuide], bool]] = {
        "audience": lambda guide: query.audience in guide.audience,
        "department": lambda guide: query.department == guide.department,
        "theme": lambda guide: guide.key in members,
        "life_event": lambda guide: query.life_event in guide.life_events,
        "online_level": lambda guide: query.online_level is guide.online_level,
        "four_do_class": lambda guide: query.four_do_class is guide.four_do_class,
        "region": lambda guide: query.region in _regions(guide, counter_regions),
        "cross_region": lambda guide: query.cross_region in guide.cross_region.modes,
        "popular": lambda guide: query.popular is guide.popular,
    }
    active = [test for name, test in tests.items() if getattr(query, name) is not None]
    return lambda guide: _is_listed(guide) and all(test(guide) for test in active)


def _is_listed(guide: ServiceGuide) -> bool:
    return guide.state is not ItemState.CANCELLED


def _regions(guide: ServiceGuide, counter_regions: Mapping[str, str]) -> set[str]:
    return {guide.region_code, *(counter_regions[key] for key in guide.counters)}


def theme_matches(theme: Theme, query: ThemeQuery) -> bool:
    """A theme without regions is offered everywhere."""
    return (
        (query.audience is None or query.audience in theme.audience)
        and (query.life_event is None or query.life_event in theme.life_events)
        and (query.region is None or not theme.regions or query.region in theme.regions)
    )
