"""Each filter narrows the list to what it says, and filters add up."""

from collections.abc import Callable
from typing import Any

import pytest

from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.vocabulary import (
    Audience,
    FourDoClass,
    HandoffMode,
    ItemState,
    LifeEvent,
    OnlineLevel,
)
from mobile_api.guides.reading.filters import GuideQuery, ThemeQuery, guide_filter
from mobile_api.guides.reading.snapshot import Snapshot
from mobile_api.shared.errors import InvalidInput

Rule = Callable[[ServiceGuide], bool]


def keys(snapshot: Snapshot, **filters: Any) -> list[str]:
    return [one.key for one in snapshot.page(GuideQuery(page_size=100, **filters)).guides]


@pytest.mark.parametrize(
    ("filters", "rule"),
    [
        ({"audience": Audience.SOLE_TRADER}, lambda one: Audience.SOLE_TRADER in one.audience),
        ({"department": "crj"}, lambda one: one.department == "crj"),
        ({"life_event": LifeEvent.BIRTH}, lambda one: LifeEvent.BIRTH in one.life_events),
        (
            {"online_level": OnlineLevel.PRE_REVIEW},
            lambda one: one.online_level is OnlineLevel.PRE_REVIEW,
        ),
        (
            {"four_do_class": FourDoClass.NEARBY},
            lambda one: one.four_do_class is FourDoClass.NEARBY,
        ),
        (
            {"cross_region": HandoffMode.JOINT},
            lambda one: HandoffMode.JOINT in one.cross_region.modes,
        ),
        ({"region": "999902"}, lambda one: "town-general" in one.counters),
        ({"region": "999900"}, lambda one: True),
        ({"popular": True}, lambda one: one.popular),
        ({"theme": "newborn"}, lambda one: one.key in ("birth-hukou", "ss-card", "birth-benefit")),
        ({"theme": "moon"}, lambda one: False),
        (
            {"audience": Audience.NATURAL_PERSON, "department": "gjj"},
            lambda one: one.key in ("hf-withdraw", "hf-transfer"),
        ),
    ],
)
def test_a_filter_narrows(snapshot: Snapshot, filters: dict[str, Any], rule: Rule) -> None:
    wanted = {key for key, guide in snapshot.guides.items() if rule(guide)}
    assert set(keys(snapshot, **filters)) == wanted


def test_pages_hold_everything_once(snapshot: Snapshot) -> None:
    seen: list[str] = []
    cursor = None
    while True:
        page = snapshot.page(GuideQuery(page_size=7, cursor=cursor))
        assert page.total == 40
        seen += [one.key for one in page.guides]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == keys(snapshot)
    assert len(set(seen)) == 40


def test_a_line_of_the_list_names_the_national_code(snapshot: Snapshot) -> None:
    """By it other cities find the guide of an item that is handed over."""
    for one in snapshot.page(GuideQuery(page_size=100)).guides:
        assert one.basic_item_code == snapshot.guides[one.key].basic_item_code


def test_a_cursor_of_nothing_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(InvalidInput):
        snapshot.page(GuideQuery(cursor="moon"))


def test_popular_items_come_first(snapshot: Snapshot) -> None:
    flags = [one.is_popular for one in snapshot.page(GuideQuery(page_size=100)).guides]
    assert flags == sorted(flags, reverse=True)
    assert any(flags)


def test_a_cancelled_item_leaves_the_list_and_a_suspended_one_stays(snapshot: Snapshot) -> None:
    card = snapshot.guides["id-card"]
    regions = dict.fromkeys(snapshot.counters, "999900")
    shown = guide_filter(GuideQuery(), snapshot.themes, regions)
    assert not shown(card.model_copy(update={"state": ItemState.CANCELLED}))
    assert shown(card.model_copy(update={"state": ItemState.SUSPENDED}))


@pytest.mark.parametrize(
    ("filters", "has", "has_not"),
    [
        ({}, "carwash", "moon"),
        ({"region": "999902"}, "carwash", "bakery"),
        ({"region": "999981"}, "restaurant", "carwash"),
        ({"life_event": LifeEvent.RETIREMENT}, "retire", "restaurant"),
        ({"audience": Audience.NATURAL_PERSON}, "newborn", "construction-5"),
    ],
)
def test_themes_are_narrowed(
    snapshot: Snapshot, filters: dict[str, Any], has: str, has_not: str
) -> None:
    found = {one.key for one in snapshot.theme_list(ThemeQuery(**filters)).themes}
    assert has in found
    assert has_not not in found
