"""The figures of a year as a table for spreadsheets (RFC 4180), one number a line."""

import csv
import io
from collections.abc import Iterator

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


Told = tuple[tuple[str, int | None, str], ...]


def numbers(trade: TradeFiguresView) -> list[tuple[str, Told]]:
    """Every number with its words and unit, in groups; 万分之 is 0.01 %."""
    needs, prices, contracts = trade.needs, trade.prices, trade.contracts
    shares, disputes = trade.concentration, trade.disputes
    return [
        (
            "采购需求",
            (
                ("发布", needs.published, "项"),
                ("选定机构", needs.awarded, "项"),
                ("流标", needs.failed, "项"),
                ("取消", needs.cancelled, "项"),
                ("尚未结束", needs.open, "项"),
                ("已开启报价", needs.opened, "项"),
                ("只有一家报价", needs.one_bid, "项"),
                ("只有一家报价的比例", needs.one_bid_bp, "万分之"),
                ("选取结果被撤销", needs.voided, "次"),
            ),
        ),
        ("流标原因", tuple((one.reason_name, one.count, "项") for one in trade.failures)),
        (
            "价格",
            (
                ("有成交价的", prices.priced, "项"),
                ("成交价合计", prices.price_fen, "分"),
                ("有预算的", prices.budgeted, "项"),
                ("预算合计", prices.budget_fen, "分"),
                ("比预算节约", prices.saved_fen, "分"),
                ("节约率", prices.saved_bp, "万分之"),
                ("成交价中位数", prices.median_fen, "分"),
                ("成交价下四分位数", prices.lower_quartile_fen, "分"),
                ("成交价上四分位数", prices.upper_quartile_fen, "分"),
                ("成交价超过中位数两倍的", prices.far_above, "项"),
            ),
        ),
        (
            "集中程度",
            (
                ("中选过的机构", shares.winners, "家"),
                ("中选最多的五家所占比例", shares.top_five_bp, "万分之"),
                ("赫芬达尔指数", shares.herfindahl_bp, "万分之"),
            ),
        ),
        (
            "合同",
            (
                ("合同", contracts.made, "份"),
                ("已完成", contracts.finished, "份"),
                ("按期完成", contracts.on_time, "份"),
                ("按期完成的比例", contracts.on_time_bp, "万分之"),
                ("逾期尚未提交成果", contracts.overdue, "份"),
                ("逾期未签订", contracts.lapsed, "份"),
                ("已终止", contracts.ended, "份"),
            ),
        ),
        (
            "异议和投诉",
            (
                ("对采购需求的异议", disputes.about_terms, "件"),
                ("对选取结果的异议", disputes.about_result, "件"),
                ("投诉", disputes.complaints, "件"),
                ("投诉成立", disputes.upheld, "件"),
                ("投诉不成立", disputes.dismissed, "件"),
            ),
        ),
    ]
