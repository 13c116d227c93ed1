"""A city sets its limits from a day on; what contradicts itself or the law is refused at start."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from mobile_api.cases.rules import RULES, CaseRules
from mobile_api.shared import clock
from mobile_api.shared.calendar.rules import RulesFault, SpanRule, rules_in
from mobile_api.shared.calendar.working_days import DayKind, TimeLimit
from mobile_api.shared.process.parts import open_parts
from tests.mobile_api.ruling import from_new_year, row, with_rules, written
from tests.settings import bare_settings

DAY, WORKDAY = "calendar_day", "working_day"


def refusal(folder: Path, **changes: list[dict[str, Any]] | None) -> list[str]:
    """Its lines, each without the name of the file."""
    file = written(folder, **changes)
    with pytest.raises(RulesFault) as refused:
        rules_in(CaseRules, file)
    return [line.removeprefix(f"{file}: ") for line in str(refused.value).splitlines()]


def test_the_last_day_of_a_rule_and_the_first_of_the_next(tmp_path: Path) -> None:
    found = with_rules(tmp_path, correction=from_new_year(30, 20, DAY)).correction
    days = (date(2004, 7, 1), date(2026, 12, 31), date(2027, 1, 1), date(2090, 1, 1))
    assert [found.on(day).amount for day in days] == [30, 30, 20, 20]
    assert found.on(days[2]).limit == TimeLimit(20, DayKind.calendar_day)
    assert found.on(days[1]).last_day == days[1]


@pytest.mark.parametrize("unit", list(DayKind))
@pytest.mark.parametrize(
    ("name", "days", "article"), [("notice", 5, "第三十二条"), ("delivery", 10, "第四十四条")]
)
def test_a_city_may_be_as_quick_as_the_law_and_no_slower(
    tmp_path: Path, name: str, days: int, article: str, unit: DayKind
) -> None:
    rules = with_rules(tmp_path, **{name: from_new_year(days, 1, unit.value)})
    assert getattr(rules, name).on(date(2026, 1, 1)).limit == TimeLimit(days, unit)
    told = f"{days + 1} days are more than the {days} working days of 行政许可法{article}"
    assert refusal(tmp_path, **{name: from_new_year(1, 99, unit.value)}) != []
    slower = [row(days + 1, unit.value, until="2026-12-31"), row(99, unit.value, "2027-01-01")]
    assert refusal(tmp_path, **{name: slower}) == [f"{name}: Value error, {told}"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "it says nothing"),
        ([row(9, DAY, "2004-07-02")], "nothing is said of the days from 2004-07-01"),
        (
            [row(9, DAY, until="2025-12-31"), row(8, DAY, "2026-01-01", "2026-12-31")],
            "nothing is said of the days after 2026-12-31",
        ),
        (
            [row(9, DAY, until="2026-12-30"), row(8, DAY, "2027-01-01")],
            "nothing is said of the days between 2026-12-30 and the next",
        ),
        (
            [row(9, DAY, until="2027-01-01"), row(8, DAY, "2027-01-01")],
            "two amounts are in force on 2027-01-01",
        ),
        ([row(9, DAY), row(8, DAY, "2027-01-01")], "two amounts are in force on 2027-01-01"),
        (
            [row(9, DAY, until="2004-06-30"), row(8, DAY, "2027-01-01")],
            "it ends on 2004-06-30, before it begins",
        ),
    ],
)
def test_each_day_has_one_amount(tmp_path: Path, rows: list[dict[str, Any]], told: str) -> None:
    assert refusal(tmp_path, readdress=rows) == [f"readdress: Value error, {told}"]


@pytest.mark.parametrize(
    ("name", "wrong", "where"),
    [
        ("notice", row(5, WORKDAY) | {"source": "法"}, "source"),
        ("correction", row(0, DAY), "amount"),
        ("correction", row(1001, DAY), "amount"),
        ("correction", row(30, "times"), "unit"),
        ("yellow_light", row(20, DAY), "unit"),
        ("yellow_light", row(100, "percent"), "amount"),
        ("yellow_light", row(0, "percent"), "amount"),
        ("result_postings", row(3, "percent"), "unit"),
        ("notice", row(5, WORKDAY, "1 July"), "from"),
        ("notice", row(5, WORKDAY) | {"source": ""}, "source"),
        ("notice", row(5, WORKDAY) | {"article": "32"}, "article"),
    ],
)
def test_every_amount_has_its_unit_source_and_dates(
    tmp_path: Path, name: str, wrong: dict[str, Any], where: str
) -> None:
    (line,) = refusal(tmp_path, **{name: [wrong]})
    assert line.startswith(f"{name}.0.{where}: ")


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("correction", row(1, DAY)),
        ("correction", row(1000, WORKDAY)),
        ("correction", row(1, DAY) | {"source": "某法"}),
        ("yellow_light", row(1, "percent")),
        ("yellow_light", row(99, "percent")),
        ("result_postings", row(1, "times")),
    ],
)
def test_the_least_and_the_most_are_taken(tmp_path: Path, name: str, right: dict[str, Any]) -> None:
    rule = getattr(with_rules(tmp_path, **{name: [right]}), name).on(date(2026, 1, 1))
    assert (rule.amount, rule.source) == (right["amount"], right["source"])


def test_a_rule_of_one_day(tmp_path: Path) -> None:
    day = date(2026, 12, 31)
    rows = [row(9, DAY, until="2026-12-30"), row(8, DAY, str(day), str(day))]
    found = with_rules(tmp_path, readdress=[*rows, row(7, DAY, "2027-01-01")]).readdress
    assert [found.on(day + timedelta(days=n)).amount for n in (-1, 0, 1)] == [9, 8, 7]


def test_rules_do_not_change_while_a_process_runs(tmp_path: Path) -> None:
    rules = with_rules(tmp_path)
    for thing in (rules, rules.notice, rules.notice.root[0]):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(thing, next(iter(type(thing).model_fields)), None)


def test_a_span_is_so_many_days() -> None:
    rule = SpanRule.model_validate(row(7, DAY))
    assert rule.span == timedelta(days=7)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    lines = refusal(tmp_path, notice=None, delivery=[], light=[row(1, DAY)])
    assert [line.split(":")[0] for line in lines] == ["notice", "delivery", "light"]


async def test_the_folder_of_the_city_takes_the_place_of_the_release(tmp_path: Path) -> None:
    written(tmp_path, readdress=[row(9, DAY)])
    seen = []
    for folder in ("", str(tmp_path)):
        async with open_parts(bare_settings(rules_dir=folder), RULES) as parts:
            seen.append(RULES.of(parts).readdress.on(clock.today()).amount)
    assert seen == [15, 9]


async def test_nothing_starts_on_rules_that_cannot_be_followed(tmp_path: Path) -> None:
    with pytest.raises(RulesFault, match=r"cases\.json: No such file or directory"):
        async with open_parts(bare_settings(rules_dir=str(tmp_path)), RULES):
            pass
    (tmp_path / "cases.json").write_text("{")
    with pytest.raises(RulesFault, match=r"cases\.json: Invalid JSON"):
        async with open_parts(bare_settings(rules_dir=str(tmp_path)), RULES):
            pass


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"notice": [], "notice": []}', "notice is said twice"),
        ('{"notice": [{"amount": 5, "amount": 4}]}', "amount is said twice"),
        ("{", "Invalid JSON"),
        ("\ufeff{}", "Invalid JSON"),
    ],
)
def test_what_could_be_read_in_two_ways_is_not_read(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "cases.json"
    file.write_text(text)
    with pytest.raises(RulesFault, match=told):
        rules_in(CaseRules, file)


@pytest.mark.parametrize("odd", [{"amount": True}, {"amount": "5"}, {"from": 0}])
def test_a_number_is_a_number_and_a_day_is_a_day(tmp_path: Path, odd: dict[str, Any]) -> None:
    with pytest.raises(RulesFault, match="notice"):
        with_rules(tmp_path, notice=[row(5, "working_day") | odd])
