"""Plots of the figures, drawn on the server; beside each stands the table of its numbers."""

from dataclasses import dataclass

from mobile_api.agency_supermarket.figures.queries import ALL
from mobile_api.agency_supermarket.figures.schemas import RatingSpread, TradeFiguresView
from mobile_api.shared.text.words import yuan
from mobile_api.web.frame.requests import with_query

# Of the plot: the width of the longest bar and the height of a line, in its own units.
WIDEST, LINE = 320, 60


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


def address(year: int, trade: str) -> str:
    """Of the page of a year and a trade."""
    return with_query("/market/figures", {"year": str(year), "trade": trade})


def plots_of(chosen: TradeFiguresView) -> list[Plot]:
    """What the needs of a trade came to, in bars."""
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


def by_trade(year: int, trades: list[TradeFiguresView]) -> Plot:
    """How much each trade published, with the way to its own figures."""
    each = [one for one in trades if one.trade != ALL]
    bars = _bars([(one.trade_name, one.needs.published) for one in each])
    linked = [
        Bar(bar.name, bar.told, bar.width, address(year, one.trade))
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
