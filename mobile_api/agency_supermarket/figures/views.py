"""Shapes the figures of a year; one query, whatever the market holds."""

from datetime import date

from mobile_api.agency_supermarket.contracts.states import Side
from mobile_api.agency_supermarket.figures.following import ALL, closes_on
from mobile_api.agency_supermarket.figures.models import MarketFigures
from mobile_api.agency_supermarket.figures.rules import RULES
from mobile_api.agency_supermarket.figures.schemas import (
    FailureCount,
    RatingSpread,
    TradeFiguresView,
    YearFigures,
)
from mobile_api.agency_supermarket.figures.states import FAILED_FOR_NAMES
from mobile_api.agency_supermarket.ratings.rules import RULES as RATING_RULES
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.shared import clock
from mobile_api.shared.json_columns import read_each, shown

# A catalogue has a few dozen trades.
_MOST = 200


async def year_figures(year: int | None) -> YearFigures:
    """Of the present year unless said; without trades where nothing was counted."""
    year = year or clock.today().year
    rows = await read_each(MarketFigures.filter(year=year).limit(_MOST))
    names = {ALL: "全部行业"} | {one.key: one.name for one in SERVICES.here().trades}
    last_day = date(year, 12, 31)
    dimensions = RATING_RULES.here().dimensions.on(min(clock.today(), last_day)).by(Side.owner)
    places = list(names)
    ordered = sorted(
        (row for row in rows if row.trade in names), key=lambda one: places.index(one.trade)
    )
    trades, _ = shown(ordered, lambda row: _trade(row, names[row.trade], dimensions))
    closing = closes_on(year)
    return YearFigures(
        year=year,
        computed_at=min((one.computed_at for one in trades), default=None),
        is_final=bool(rows) and all(row.is_final for row in rows),
        counted_until=closing,
        co_bidding_times=RULES.here().co_bidding.on(min(clock.today(), last_day)).amount,
        about=(
            f"按{year}年发布的采购需求及其后续结果统计,每天更新一次,到{closing.year}年{closing.month}月"
            f"{closing.day}日为止,之后不再变动。统计数字不表示任何机构有违法行为。"
        ),
        trades=trades,
    )


def _trade(row: MarketFigures, name: str, dimensions: dict[str, str]) -> TradeFiguresView:
    value = row.value
    return TradeFiguresView(
        trade=row.trade,
        trade_name=name,
        computed_at=row.computed_at,
        needs=value.needs,
        failures=[
            FailureCount(reason=one, reason_name=told, count=value.failures[one])
            for one, told in FAILED_FOR_NAMES.items()
            if one in value.failures
        ],
        prices=value.prices,
        concentration=value.concentration,
        co_bidders=list(value.co_bidders),
        contracts=value.contracts,
        ratings=[
            RatingSpread(
                dimension=key, dimension_name=dimensions.get(key, key), counts=list(counts)
            )
            for key, counts in value.ratings.items()
        ],
        disputes=value.disputes,
    )
