"""How people are told dates, times, money and days of the week in Chinese."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from mobile_api.shared.calendar.working_days import DayKind, TimeLimit
from mobile_api.shared.clock import BEIJING

_WEEKDAYS = "一二三四五六日"
_DIGITS = ("", *"一二三四五六七八九")

_HAN = "\u3400-\u9fff"
# A mark beside a Chinese character, or behind a closing one; pairs of brackets around Chinese.
# Entities are read whole, or a mark that is escaped before Chinese would lose its semicolon.
_MARK = re.compile(
    f"&#?[0-9A-Za-z]+;|(?<=[{_HAN}\u201d\u300b\uff09])[,:;?!]|[,;?!](?=[{_HAN}\u201c\u300a])"
)
_CODE = re.compile("(<code>.*?</code>)", re.DOTALL)
_BRACKETS = re.compile(f"(?<=[{_HAN}])\\(([^()<>]*)\\)|\\(([^()<>]*[{_HAN}][^()<>]*)\\)")
_TO_FULL_WIDTH = {ord(mark): ord(mark) + 0xFEE0 for mark in ",:;?!"}


def on_date(day: date) -> str:
    """2026年11月30日(星期一)."""
    return f"{day.year}年{day.month}月{day.day}日(星期{_WEEKDAYS[day.weekday()]})"


def at_time(instant: datetime) -> str:
    """2026年11月30日 09:05, in China."""
    local = instant.astimezone(BEIJING)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def yuan(fen: int) -> str:
    """120元, or 0.5元; `fen` is 1/100 yuan."""
    whole, part = divmod(abs(fen), 100)
    return "-" * (fen < 0) + f"{whole}.{part:02d}".rstrip("0").rstrip(".") + "元"


def limit_in_words(limit: TimeLimit) -> str:
    """五个工作日, or 三十日; small numbers as the law writes them."""
    tens, ones = divmod(limit.value, 10)
    number = str(limit.value)
    if limit.value < 100:
        number = ("" if tens < 2 else _DIGITS[tens]) + "十" * (tens > 0) + _DIGITS[ones]
    return number + ("个工作日" if limit.unit is DayKind.working_day else "日")


def weekdays(days: Sequence[int]) -> str:
    """周一至周五, or 周六、周日 (1 is Monday)."""
    ordered = sorted(set(days))
    runs: list[list[int]] = []
    for day in ordered:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(_run(run) for run in runs)


def _run(run: list[int]) -> str:
    names = [f"周{_WEEKDAYS[day - 1]}" for day in run]
    return f"{names[0]}至{names[-1]}" if len(names) > 2 else "、".join(names)


def typeset(html: str) -> str:
    """Punctuation of Chinese text in full width (GB/T 15834-2011), however it was typed.

    Addresses of a page hold no Chinese character beside a mark and stay as they are; so do
    entities, and whatever stands in <code>, which is there to be copied.
    """
    pieces = _CODE.split(html)
    pieces[::2] = [
        _MARK.sub(_full_width, _BRACKETS.sub(_full_width_pair, one)) for one in pieces[::2]
    ]
    return "".join(pieces)


def _full_width(found: re.Match[str]) -> str:
    mark = found[0]
    return mark if mark.startswith("&") else mark.translate(_TO_FULL_WIDTH)


def _full_width_pair(found: re.Match[str]) -> str:
    inside = found[1] if found[1] is not None else found[2]
    return chr(0xFF08) + inside + chr(0xFF09)
