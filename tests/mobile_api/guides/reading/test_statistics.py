"""Figures come from the catalogue and follow it."""

from mobile_api.guides.catalogue.elements import Limit
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.vocabulary import HandleType, ItemState, LimitUnit, OnlineLevel
from mobile_api.guides.reading.snapshot import Snapshot
from mobile_api.guides.reading.statistics import figures_of, statistics_of


def made(guide: ServiceGuide, statutory: int, promised: int, **more: object) -> ServiceGuide:
    limits = {
        "statutory_limit": Limit(value=statutory, unit=LimitUnit.WORKING_DAY),
        "promised_limit": Limit(value=promised, unit=LimitUnit.WORKING_DAY),
    }
    return guide.model_copy(update={**limits, **more})


def test_figures(guides: dict[str, ServiceGuide]) -> None:
    card = guides["id-card"]
    figures = figures_of(
        [
            made(card, 20, 5, handle_type=HandleType.INSTANT, visits_required=0),
            made(card, 10, 10, visits_required=2, online_level=OnlineLevel.FULLY_ONLINE),
            made(card, 10, 5, visits_required=1),
        ]
    )
    assert (figures.statutory_working_days, figures.promised_working_days) == (40, 20)
    assert figures.cut_percent == 50.0
    assert figures.at_once_percent == 33.3
    assert figures.one_trip_percent == 66.7
    assert figures.fully_online_percent == 33.3


def test_nothing_has_no_shares() -> None:
    assert figures_of([]).cut_percent == 0.0


def test_departments_add_up_and_cancelled_items_do_not_count(snapshot: Snapshot) -> None:
    catalogue = snapshot.catalogue
    items = catalogue.service_items
    gone = items[0].model_copy(update={"state": ItemState.CANCELLED})
    found = statistics_of(3, [gone, *items[1:]], catalogue.departments)
    assert found.total.service_items == len(items) - 1
    assert sum(one.figures.service_items for one in found.by_department) == len(items) - 1
    days = sum(one.figures.promised_working_days for one in found.by_department)
    assert days == found.total.promised_working_days
