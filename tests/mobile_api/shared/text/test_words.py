"""How people are told dates, times and money, and how Chinese is punctuated."""

from datetime import UTC, date, datetime

import pytest

from mobile_api.shared.calendar.working_days import DayKind, TimeLimit
from mobile_api.shared.text.words import at_time, limit_in_words, on_date, typeset, weekdays, yuan

COMMA, COLON, LEFT, RIGHT = (chr(ord(mark) + 0xFEE0) for mark in ",:()")


def test_dates_and_times_are_those_of_china() -> None:
    assert on_date(date(2026, 11, 30)) == "2026年11月30日(星期一)"
    assert at_time(datetime(2026, 11, 30, 17, 5, tzinfo=UTC)) == "2026年12月1日 01:05"


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (0, "0元"),
        (12000, "120元"),
        (50, "0.5元"),
        (1, "0.01元"),
        (100000, "1000元"),
        (2**63 - 1, "92233720368547758.07元"),
        (-1050, "-10.5元"),
    ],
)
def test_money(fen: int, said: str) -> None:
    assert yuan(fen) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [([1, 2, 3, 4, 5], "周一至周五"), ([7, 6], "周六、周日"), ([1, 3, 4, 5], "周一、周三至周五")],
)
def test_weekdays(days: list[int], said: str) -> None:
    assert weekdays(days) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (5, DayKind.working_day, "五个工作日"),
        (10, DayKind.working_day, "十个工作日"),
        (12, DayKind.calendar_day, "十二日"),
        (30, DayKind.calendar_day, "三十日"),
        (99, DayKind.calendar_day, "九十九日"),
        (180, DayKind.working_day, "180个工作日"),
    ],
)
def test_limits(value: int, unit: DayKind, said: str) -> None:
    assert limit_in_words(TimeLimit(value, unit)) == said


def test_punctuation_of_chinese_is_full_width_and_nothing_else_changes() -> None:
    assert typeset("您好,请看(样表):") == f"您好{COMMA}请看{LEFT}样表{RIGHT}{COLON}"
    assert typeset("执照(A4)") == f"执照{LEFT}A4{RIGHT}"
    for same in (
        '<a href="/x?a=1,2;b">',
        "tel:12345",
        "09:00-12:00, 13:30",
        "&lt;a&gt;",
        "f(x)",
        "&#34;甲&#34;",
        "&amp;乙",
    ):
        assert typeset(same) == same
    assert typeset("<code>-d '甲,乙(丙)'</code>甲,乙") == f"<code>-d '甲,乙(丙)'</code>甲{COMMA}乙"
