"""Where, when and by which telephone the windows of a guide are reached."""

from itertools import groupby

from mobile_api.guides.answering.saying import GuideAsked, Said
from mobile_api.guides.catalogue.places import Counter, OpeningHours, ServiceHall

WEEKDAYS = "一二三四五六日"


def place_in_words(counter: Counter, hall: ServiceHall) -> str:
    """The way to a window, in one line."""
    return f"{hall.name}{counter.place}{counter.name},{hall.address}"


def place(asked: GuideAsked) -> Said | None:
    lines = tuple(place_in_words(*one) for one in asked.places)
    return Said(f"“{asked.guide.name}”在这里办理:", lines) if lines else None


def phone(asked: GuideAsked) -> Said | None:
    lines = tuple(
        f"{counter.name}:{phone.number}({phone.purpose})"
        for counter, _ in asked.places
        for phone in counter.phones
    )
    return Said(f"“{asked.guide.name}”的咨询电话:", lines) if lines else None


def hours(asked: GuideAsked) -> Said | None:
    if not asked.places:
        return None
    lines = tuple(f"{counter.name}:{_opening(counter.hours)}" for counter, _ in asked.places)
    weekday = asked.question.weekday
    note = "法定节假日和临时调整以大厅公告为准。"
    if weekday is None:
        return Said(f"“{asked.guide.name}”窗口的办公时间:", (*lines, note))
    open_then = [
        counter.name
        for counter, _ in asked.places
        if any(weekday in hours.weekdays for hours in counter.hours)
    ]
    day = f"周{WEEKDAYS[weekday - 1]}"
    text = f"{day}{'、'.join(open_then)}上班。" if open_then else f"{day}不上班。"
    return Said(text, (*lines, note))


def _opening(hours: list[OpeningHours]) -> str:
    by_days = groupby(sorted(hours, key=lambda one: (one.weekdays, one.opens)), _week_part)
    spans = ((days, [f"{one.opens}-{one.closes}" for one in parts]) for days, parts in by_days)
    return ";".join(f"{days} {'、'.join(times)}" for days, times in spans)


def _week_part(hours: OpeningHours) -> str:
    days = sorted(hours.weekdays)
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"周{WEEKDAYS[days[0] - 1]}至周{WEEKDAYS[days[-1] - 1]}"
    return "、".join(f"周{WEEKDAYS[day - 1]}" for day in days)
