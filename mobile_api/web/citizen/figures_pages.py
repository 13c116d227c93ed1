"""The figures of the market as a page: one trade of a year, or all together, with plots."""

from dataclasses import dataclass

from pydantic import ConfigDict, Field
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.figures.queries import ALL, numbers, year_figures
from mobile_api.agency_supermarket.figures.schemas import (
    FiguresQuery,
    RatingSpread,
    TradeFiguresView,
)
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.text.words import yuan
from mobile_api.web.frame.rendering import HTML, page
from mobile_api.web.frame.requests import with_query

_YEARS_SHOWN = 3
# Of the plot: the width of the longest bar and the height of a line, in its own units.
WIDEST, LINE = 320, 56


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a plot and of its table; `width` in units of the plot, `path` of a link."""

    name: str
    told: str
    width: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars with one scale; `column` names what the table's numbers are."""

    key: str
    name: str
    column: str
    bars: list[Bar]

    @property
    def height(self) -> int:
        return LINE * len(self.bars)


class FiguresPageQuery(FiguresQuery):
    """A year and a trade, and whatever else stands in the link."""

    model_config = ConfigDict(extra="ignore")

    trade: str = Field(ALL, max_length=64)


@endpoint("网页:中介超市统计", caller=Anyone, query=FiguresPageQuery, media=HTML)
async def show_figures(request: Request, query: FiguresPageQuery) -> HTTPResponse:
    found = await year_figures(query.year)
    chosen = next((one for one in found.trades if one.trade == query.trade), None)
    this_year = clock.today().year
    years = [
        (f"{year}年", _address(year, query.trade), year == found.year)
        for year in range(this_year, this_year - _YEARS_SHOWN, -1)
    ]
    trades = [
        (one.trade_name, _address(found.year, one.trade), one is chosen) for one in found.trades
    ]
    plots = _plots(chosen) if chosen else []
    if chosen and chosen.trade == ALL:
        plots.append(_by_trade(found.year, found.trades))
    return page(
        request,
        "market_figures.html",
        _address(found.year, query.trade),
        found=found,
        chosen=chosen,
        years=years,
        trades=trades,
        plots=[one for one in plots if any(bar.width for bar in one.bars)],
        groups=_groups(chosen) if chosen else [],
        table=with_query("/api/v1/market/figures.csv", {"year": str(found.year)}),
    )


def _address(year: int, trade: str) -> str:
    return with_query("/market/figures", {"year": str(year), "trade": trade})


def _plots(chosen: TradeFiguresView) -> list[Plot]:
    needs, prices, contracts = chosen.needs, chosen.prices, chosen.contracts
    outcomes = [
        ("选定机构", needs.awarded),
        ("流标", needs.failed),
        ("取消", needs.cancelled),
        ("尚未结束", needs.open),
    ]
    money = [
        ("预算", prices.budget_fen),
        ("成交价", prices.budget_fen - prices.saved_fen),
        ("节约", prices.saved_fen),
    ]
    kept = [
        ("按期完成", contracts.on_time),
        ("逾期完成", contracts.finished - contracts.on_time),
        ("逾期尚未提交成果", contracts.overdue),
        ("逾期未签订", contracts.lapsed),
    ]
    failures = [(one.reason_name, one.count) for one in chosen.failures]
    return [
        Plot("outcomes", "采购需求的结果", "项", _bars(outcomes)),
        Plot("failures", "为什么流标", "项", _bars(failures)),
        Plot("money", "有预算的采购花了多少", "金额", _bars(money, is_money=True)),
        Plot("kept", "合同是否按期", "份", _bars(kept)),
        *(_spread(one) for one in chosen.ratings),
    ]


def _spread(one: RatingSpread) -> Plot:
    counts = [(f"{points}分", count) for points, count in enumerate(one.counts, 1)]
    return Plot(f"rated-{one.dimension}", f"采购人的评价:{one.dimension_name}", "次", _bars(counts))


def _by_trade(year: int, trades: list[TradeFiguresView]) -> Plot:
    each = [one for one in trades if one.trade != ALL]
    bars = _bars([(one.trade_name, one.needs.published) for one in each])
    linked = [
        Bar(bar.name, bar.told, bar.width, _address(year, one.trade))
        for bar, one in zip(bars, each, strict=True)
    ]
    return Plot("trades", "各行业发布的采购需求", "项", linked)


def _bars(told: list[tuple[str, int]], *, is_money: bool = False) -> list[Bar]:
    most = max((number for _, number in told), default=0)
    return [
        Bar(
            name,
            yuan(number) if is_money else str(number),
            max(1, number * WIDEST // most) if number > 0 else 0,
        )
        for name, number in told
    ]


def _groups(chosen: TradeFiguresView) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every number in words; money in yuan, shares in percent."""
    return [
        (group, [(name, _told(number, unit)) for name, number, unit in told if number is not None])
        for group, told in numbers(chosen)
        if told
    ]


def _told(number: int, unit: str) -> str:
    if unit == "分":
        return yuan(number)
    if unit == "万分之":
        return f"{number / 100:g}%"
    return f"{number}{unit}"
