"""What is asked of the figures, and what is answered."""

from datetime import date, datetime

from pydantic import AwareDatetime, Field

from mobile_api.agency_supermarket.figures.models import (
    CoBidders,
    Concentration,
    ContractCounts,
    DisputeCounts,
    NeedCounts,
    PriceFigures,
)
from mobile_api.agency_supermarket.figures.states import FailedFor
from mobile_api.shared.http.schema import AnswerBody, RequestBody


class FiguresQuery(RequestBody):
    """A year, the present one unless said."""

    year: int | None = Field(None, ge=2004, le=2200)


class FailureCount(AnswerBody):
    """So many needs failed for this reason."""

    reason: FailedFor
    reason_name: str
    count: int


class RatingSpread(AnswerBody):
    """How many owners gave 1, 2, 3, 4 and 5 points."""

    dimension: str
    dimension_name: str
    counts: list[int]


class TradeFiguresView(AnswerBody):
    """The figures of one trade (`all`: of all together)."""

    trade: str
    trade_name: str
    computed_at: AwareDatetime
    needs: NeedCounts
    failures: list[FailureCount]
    prices: PriceFigures
    concentration: Concentration
    co_bidders: list[CoBidders]
    contracts: ContractCounts
    ratings: list[RatingSpread]
    disputes: DisputeCounts


class YearFigures(AnswerBody):
    """The figures of a year. `computed_at`: of what was counted longest ago; none before the first
    count.
    """

    year: int
    computed_at: datetime | None
    is_final: bool
    counted_until: date
    co_bidding_times: int
    about: str
    trades: list[TradeFiguresView]
