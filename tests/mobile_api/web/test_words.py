"""How pages say things in Chinese."""

from datetime import UTC, date, datetime

import pytest

from mobile_api.guides.catalogue.places import OpeningHours
from mobile_api.guides.catalogue.vocabulary import LifeEvent
from mobile_api.web.frame.words import (
    WANTS,
    at_time,
    dialled,
    hours,
    marked,
    on_date,
    typeset,
    visits,
    weekdays,
    yuan,
)

COMMA, COLON, LEFT, RIGHT = (chr(ord(mark) + 0xFEE0) for mark in ",:()")


def test_dates_and_times_are_those_of_china() -> None:
    assert on_date(date(2026, 11, 30)) == "2026年11月30日(星期一)"
    assert at_time(datetime(2026, 11, 30, 17, 5, tzinfo=UTC)) == "2026年12月1日 01:05"


@pytest.mark.parametrize(
    ("fen", "said"),
    [(0, "0元"), (12000, "120元"), (50, "0.5元"), (1, "0.01元"), (100000, "1000元")],
)
def test_money(fen: int, said: str) -> None:
    assert yuan(fen) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [([1, 2, 3, 4, 5], "周一至周五"), ([7, 6], "周六、周日"), ([1, 3, 4, 5], "周一、周三至周五")],
)
def test_weekdays(days: list[int], said: str) -> None:
    assert weekdays(days) == said


def test_periods_of_the_same_days_stand_on_one_line() -> None:
    morning = OpeningHours(weekdays=[1, 2], opens="09:00", closes="12:00")
    afternoon = OpeningHours(weekdays=[1, 2], opens="13:30", closes="17:00")
    assert hours([morning, afternoon]) == [("周一、周二", "09:00-12:00、13:30-17:00")]


def test_marked_words_are_the_only_markup() -> None:
    assert marked("<b>护照</b>换发", ["护照"]) == "&lt;b&gt;<mark>护照</mark>&lt;/b&gt;换发"
    assert marked("A&B", []) == "A&amp;B"
    assert marked("护照(首次)", ["(", ""]) == "护照<mark>(</mark>首次)"


def test_punctuation_of_chinese_is_full_width_and_nothing_else_changes() -> None:
    assert typeset("您好,请看(样表):") == f"您好{COMMA}请看{LEFT}样表{RIGHT}{COLON}"
    assert typeset("执照(A4)") == f"执照{LEFT}A4{RIGHT}"
    for same in ('<a href="/x?a=1,2;b">', "tel:12345", "09:00-12:00, 13:30", "&lt;a&gt;", "f(x)"):
        assert typeset(same) == same


def test_telephone_numbers_and_visits() -> None:
    assert dialled("0999-8100100") == "09998100100"
    assert (visits(0), visits(1)) == ("不用跑腿", "最多跑1次")


def test_every_life_event_has_words_and_a_tile_of_its_own() -> None:
    assert set(WANTS) == set(LifeEvent)
    assert len({seal for seal, _ in WANTS.values()}) == len(WANTS)
