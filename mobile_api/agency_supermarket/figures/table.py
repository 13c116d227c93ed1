"""The figures of a year as a table for spreadsheets (RFC 4180), one number a line."""

import csv
import io
from collections.abc import Iterator

from mobile_api.agency_supermarket.figures.numbers import numbers
from mobile_api.agency_supermarket.figures.schemas import TradeFiguresView, YearFigures

MEDIA = "text/csv; charset=utf-8"
HEADING = ("年份", "行业", "类别", "指标", "数值", "单位")
# By the mark, spreadsheets know UTF-8; without it, Chinese is unreadable in most of them.
_MARK = "\ufeff"
# With one of these in front a spreadsheet takes text for a formula, full width as well.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_Line = tuple[str, str, int, str]


def table(figures: YearFigures) -> bytes:
    """UTF-8 with its mark; whatever is text cannot be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADING)
    for trade in figures.trades:
        for group, name, number, unit in _lines(trade):
            words = [safe(one) for one in (trade.trade_name, group, name)]
            writer.writerow([figures.year, *words, number, unit])
    return (_MARK + out.getvalue()).encode()


def safe(text: str) -> str:
    """With an apostrophe before what a spreadsheet would compute."""
    return "'" + text if text.lstrip(" \u3000\u00a0").startswith(_BEGINS_FORMULA) else text


def _lines(trade: TradeFiguresView) -> Iterator[_Line]:
    for group, told in numbers(trade):
        for name, number, unit in told:
            if number is not None:
                yield group, name, number, unit
    for pair in trade.co_bidders:
        yield "一同报价", f"{pair.winner_name} 中选,{pair.other_name} 未中选", pair.times, "次"
    for spread in trade.ratings:
        for points, count in enumerate(spread.counts, 1):
            yield "评价", f"{spread.dimension_name}{points}分", count, "次"
