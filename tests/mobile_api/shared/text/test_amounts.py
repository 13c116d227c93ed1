"""Numbers, days, accounts and waybills: typed in any width, kept in one form."""

from datetime import date

import pytest

from mobile_api.shared.text.amounts import NoSuchDay, bank_account_of, day_of, number_of, waybill_of


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("120", "120"),
        ("１２０", "120"),
        ("１２０．５", "120.5"),
        ("120\u30025", "120.5"),
        (" 1 200\u200b ", "1200"),
        ("1,200.50", "1200.50"),
        ("12,00", None),
        ("-3", None),
        ("一百", None),
        ("1.2.3", None),
        (".", None),
        ("", None),
    ],
)
def test_numbers(typed: str, kept: str | None) -> None:
    assert number_of(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-31",
        "２０２６-１２-３１",
        "2026\uff0d12\uff0d31",
        "2026/12/31",
        "2026.12.31",
        "2026年12月31日",
        "2026 - 12 - 31\u200b",
        "2026\u201312\u201331",
    ],
)
def test_days(typed: str) -> None:
    assert day_of(typed) == date(2026, 12, 31)


@pytest.mark.parametrize("typed", ["2027-02-29", "2026-13-01", "２０２６-０４-３１", "2026-00-10"])
def test_days_that_no_calendar_has(typed: str) -> None:
    with pytest.raises(NoSuchDay):
        day_of(typed)


@pytest.mark.parametrize("typed", ["", "明天", "26-12-31", "2026-12", "20261231T00"])
def test_what_is_no_day(typed: str) -> None:
    assert day_of(typed) is None


@pytest.mark.parametrize("typed", ["6222-0000-0000-0000", "６２２２ 0000\u20100000 0000"])
def test_bank_accounts(typed: str) -> None:
    assert bank_account_of(typed) == "6222000000000000"
    assert bank_account_of("1234567") is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ＳＦ1234567890125", "SF1234567890125"),
        ("SF1234 5678 9012 3", "SF1234567890123"),
        ("sf1234567890123\u200b", "SF1234567890123"),
        ("JDX0123456789\uff0d1\uff0d1\uff0d", "JDX0123456789-1-1-"),
        ("-1234567", None),
        ("12345", None),
        ("SF12345678*", None),
    ],
)
def test_waybills(typed: str, kept: str | None) -> None:
    assert waybill_of(typed) == kept
