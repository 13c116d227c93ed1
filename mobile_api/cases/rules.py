"""Limits of law and of the city around a case, as data with their source."""

from dataclasses import dataclass
from enum import StrEnum

from mobile_api.shared.calendar.working_days import DayKind, TimeLimit


class ClockKind(StrEnum):
    """What a clock segment measures."""

    notice = "notice"
    correction = "correction"
    statutory = "statutory"
    promised = "promised"
    delivery = "delivery"


@dataclass(frozen=True, slots=True)
class Rule:
    """A limit with the article or decision it comes from."""

    limit: TimeLimit
    source: str


NOTICE = Rule(TimeLimit(5, DayKind.working_day), "行政许可法第三十二条第一款第四项")
DELIVERY = Rule(TimeLimit(10, DayKind.working_day), "行政许可法第四十四条")
CORRECTION = Rule(TimeLimit(30, DayKind.calendar_day), "本市规定:补正材料一般不超过三十日")
READDRESS = Rule(TimeLimit(15, DayKind.calendar_day), "本市规定:退回的结果邮件等待确认地址十五日")
# A light turns yellow when at most this share of the limit is left.
YELLOW_SHARE = 0.2
