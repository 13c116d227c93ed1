"""How pages say dates, times, money, limits and highlighted words in Chinese."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from markupsafe import Markup, escape

from mobile_api.guides.catalogue.elements import Limit
from mobile_api.guides.catalogue.places import OpeningHours
from mobile_api.guides.catalogue.vocabulary import LifeEvent
from mobile_api.shared.clock import BEIJING

_WEEKDAYS = "一二三四五六日"

_HAN = "\u3400-\u9fff"
# A mark beside a Chinese character, or behind a closing one; pairs of brackets around Chinese.
_MARK = re.compile(f"(?<=[{_HAN}\u201d\u300b\uff09])[,:;?!]|[,;?!](?=[{_HAN}\u201c\u300a])")
_BRACKETS = re.compile(f"(?<=[{_HAN}])\\(([^()<>]*)\\)|\\(([^()<>]*[{_HAN}][^()<>]*)\\)")
_TO_FULL_WIDTH = {ord(mark): ord(mark) + 0xFEE0 for mark in ",:;?!"}

# What a person would say at the counter, with one character that stands for it on a tile.
WANTS = {
    LifeEvent.BIRTH: ("育", "生孩子"),
    LifeEvent.HOUSEHOLD: ("户", "办户口"),
    LifeEvent.IDENTITY: ("证", "办证件"),
    LifeEvent.MARRIAGE: ("婚", "结婚离婚"),
    LifeEvent.TRAVEL: ("行", "出国出境"),
    LifeEvent.WORK: ("保", "就业社保"),
    LifeEvent.MEDICAL: ("医", "看病医保"),
    LifeEvent.HOUSING: ("房", "买房租房"),
    LifeEvent.DRIVING: ("车", "开车买车"),
    LifeEvent.RETIREMENT: ("老", "退休养老"),
    LifeEvent.DISABILITY: ("助", "申请救助"),
    LifeEvent.STARTING_BUSINESS: ("店", "开店办企业"),
    LifeEvent.RUNNING_BUSINESS: ("照", "办经营许可"),
    LifeEvent.CONSTRUCTION: ("建", "投资建设"),
    LifeEvent.CLOSING_BUSINESS: ("销", "注销退出"),
}


def on_date(day: date) -> str:
    """2026年11月30日(星期一)."""
    return f"{day.year}年{day.month}月{day.day}日(星期{_WEEKDAYS[day.weekday()]})"


def at_time(instant: datetime) -> str:
    """2026年11月30日 09:05, in China."""
    local = instant.astimezone(BEIJING)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def limit(value: Limit) -> str:
    """15个工作日, or 60日."""
    return f"{value.value}{value.unit.label}"


def yuan(fen: int) -> str:
    """120元, or 0.5元; `fen` is 1/100 yuan."""
    return f"{fen / 100:.2f}".rstrip("0").rstrip(".") + "元"


def visits(times: int) -> str:
    """How often the person has to come."""
    return f"最多跑{times}次" if times else "不用跑腿"


def dialled(number: str) -> str:
    """A telephone number as `tel:` takes it (RFC 3966)."""
    return re.sub(r"[^0-9+]", "", number)


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


def hours(periods: Iterable[OpeningHours]) -> list[tuple[str, str]]:
    """Opening hours as (days, times), periods of the same days on one line."""
    lines: dict[str, list[str]] = {}
    for one in periods:
        lines.setdefault(weekdays(one.weekdays), []).append(f"{one.opens}-{one.closes}")
    return [(days, "、".join(times)) for days, times in lines.items()]


def typeset(html: str) -> str:
    """Punctuation of Chinese text in full width (GB/T 15834-2011), however it was typed.

    Addresses and entities of a page hold no Chinese character beside a mark and stay as they are.
    """
    html = _BRACKETS.sub(_full_width_pair, html)
    return _MARK.sub(lambda found: found[0].translate(_TO_FULL_WIDTH), html)


def _full_width_pair(found: re.Match[str]) -> str:
    inside = found[1] if found[1] is not None else found[2]
    return chr(0xFF08) + inside + chr(0xFF09)


def marked(text: str, words: Iterable[str]) -> Markup:
    """`text` with each of `words` in <mark>; everything is escaped."""
    wanted = sorted(filter(None, words), key=len, reverse=True)
    if not wanted:
        return escape(text)
    pieces = re.split(f"({'|'.join(map(re.escape, wanted))})", text, flags=re.IGNORECASE)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if number % 2 else piece
        for number, piece in enumerate(pieces)
    )
