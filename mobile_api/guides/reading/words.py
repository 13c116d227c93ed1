"""How limits, visits and opening hours of a guide are said in Chinese."""

from collections.abc import Iterable

from mobile_api.guides.catalogue.elements import Limit
from mobile_api.guides.catalogue.places import OpeningHours
from mobile_api.shared.text.words import weekdays


def limit(value: Limit) -> str:
    """15个工作日, or 60日."""
    return f"{value.value}{value.unit.label}"


def visits(times: int) -> str:
    """How often the person has to come."""
    return f"最多跑{times}次" if times else "不用跑腿"


def hours(periods: Iterable[OpeningHours]) -> list[tuple[str, str]]:
    """Opening hours as (days, times), periods of the same days on one line."""
    lines: dict[str, list[str]] = {}
    for one in periods:
        lines.setdefault(weekdays(one.weekdays), []).append(f"{one.opens}-{one.closes}")
    return [(days, "、".join(times)) for days, times in lines.items()]
