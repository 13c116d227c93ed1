"""Figures that cities publish (压减时限, 即办, 最多跑一次), computed and never typed in."""

from collections.abc import Sequence

from pydantic import Field

from mobile_api.guides.catalogue.limits import in_working_days
from mobile_api.guides.catalogue.schemas import Department, ServiceGuide
from mobile_api.guides.catalogue.vocabulary import HandleType, ItemState, OnlineLevel
from mobile_api.shared.http.schema import AnswerBody

Share = float


class Figures(AnswerBody):
    """Figures of some service items in use. Days are working days, shares are percent."""

    service_items: int
    statutory_working_days: int
    promised_working_days: int
    cut_percent: Share = Field(description="How much shorter the promises are than the law.")
    at_once_percent: Share = Field(description="即办件.")
    one_trip_percent: Share = Field(description="最多跑一次: at most one visit.")
    fully_online_percent: Share = Field(description="全程网办.")


class DepartmentFigures(AnswerBody):
    """Figures of one department."""

    department: str
    name: str
    figures: Figures


class CatalogueStatistics(AnswerBody):
    """Figures of a whole catalogue version."""

    catalogue_version: int
    total: Figures
    by_department: list[DepartmentFigures]


def statistics_of(
    version: int, guides: Sequence[ServiceGuide], departments: Sequence[Department]
) -> CatalogueStatistics:
    """Figures of the items in use, over all and for each department that has any."""
    in_use = [guide for guide in guides if guide.state is ItemState.IN_USE]
    of = {
        department.key: [guide for guide in in_use if guide.department == department.key]
        for department in departments
    }
    return CatalogueStatistics(
        catalogue_version=version,
        total=figures_of(in_use),
        by_department=[
            DepartmentFigures(department=one.key, name=one.name, figures=figures_of(of[one.key]))
            for one in departments
            if of[one.key]
        ],
    )


def figures_of(guides: Sequence[ServiceGuide]) -> Figures:
    """Figures of these items; shares of nothing are 0."""
    statutory = sum(in_working_days(guide.statutory_limit) for guide in guides)
    promised = sum(in_working_days(guide.promised_limit) for guide in guides)
    count = len(guides)
    return Figures(
        service_items=count,
        statutory_working_days=statutory,
        promised_working_days=promised,
        cut_percent=_percent(statutory - promised, statutory),
        at_once_percent=_percent(
            sum(guide.handle_type is HandleType.INSTANT for guide in guides), count
        ),
        one_trip_percent=_percent(sum(guide.visits_required <= 1 for guide in guides), count),
        fully_online_percent=_percent(
            sum(guide.online_level is OnlineLevel.FULLY_ONLINE for guide in guides), count
        ),
    )


def _percent(part: int, whole: int) -> Share:
    return round(100 * part / whole, 1) if whole else 0.0
