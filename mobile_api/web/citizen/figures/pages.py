"""One trade of a year, or all together, in plots, tables and numbers. No script needed."""

from pydantic import ConfigDict, Field
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.figures.queries import ALL, numbers, year_figures
from mobile_api.agency_supermarket.figures.schemas import (
    FiguresQuery,
    TradeFiguresView,
)
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.text.words import yuan
from mobile_api.web.citizen.figures.plots import LINE, WIDEST, address, by_trade, plots_of
from mobile_api.web.frame.rendering import HTML, page
from mobile_api.web.frame.requests import with_query

_YEARS_SHOWN = 3


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
        (f"{year}年", address(year, query.trade), year == found.year)
        for year in range(this_year, this_year - _YEARS_SHOWN, -1)
    ]
    trades = [
        (one.trade_name, address(found.year, one.trade), one is chosen) for one in found.trades
    ]
    plots = plots_of(chosen) if chosen else []
    if chosen and chosen.trade == ALL:
        plots.append(by_trade(found.year, found.trades))
    return page(
        request,
        "market_figures.html",
        address(found.year, query.trade),
        found=found,
        chosen=chosen,
        years=years,
        trades=trades,
        line=LINE,
        widest=WIDEST,
        plots=[one for one in plots if any(bar.width for bar in one.bars)],
        groups=_groups(chosen) if chosen else [],
        table=with_query("/api/v1/market/figures.csv", {"year": str(found.year)}),
    )


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
