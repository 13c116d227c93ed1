"""The figures of a year and a trade as they were counted last, and the counting of a year."""

from uuid import UUID

from tortoise import fields

from mobile_api.agency_supermarket.figures.states import FailedFor
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import StoredValue, TypedJson, ValueRow
from mobile_api.shared.rows import TableRow


class NeedCounts(StoredValue):
    """Needs published in the year. `open`: not over yet. `opened`: whose bids were opened; of those
    `one_bid` had a single one.
    """

    published: int
    awarded: int
    failed: int
    cancelled: int
    open: int
    opened: int
    one_bid: int
    one_bid_bp: int
    voided: int


class PriceFigures(StoredValue):
    """What was awarded for, in 分 (1/100 yuan).

    `budgeted`: awards with a price whose need had a budget; `saved_fen` is what their budgets are
    above their prices, `saved_bp` that in 0.01 % of the budgets. Quartiles and median are of all
    prices of the trade, none without any; `far_above`: more than twice the median.
    """

    priced: int
    price_fen: int
    budgeted: int
    budget_fen: int
    saved_fen: int
    saved_bp: int
    median_fen: int | None = None
    lower_quartile_fen: int | None = None
    upper_quartile_fen: int | None = None
    far_above: int


class Concentration(StoredValue):
    """How many agencies win how much, in 0.01 %: the five of most awards, and Herfindahl's index
    (10000: one agency wins everything).
    """

    winners: int
    top_five_bp: int
    herfindahl_bp: int


class CoBidders(StoredValue):
    """Two agencies that bid for the same needs, of whom always `winner` won: so many `times`."""

    winner_id: UUID
    winner_name: str
    other_id: UUID
    other_name: str
    times: int


class ContractCounts(StoredValue):
    """Contracts of the year's needs. `overdue`: past their last day, and still not delivered."""

    made: int
    finished: int
    on_time: int
    on_time_bp: int
    overdue: int
    lapsed: int
    ended: int


class DisputeCounts(StoredValue):
    """Objections (异议) about terms and about results, and complaints (投诉) to the desk."""

    about_terms: int
    about_result: int
    complaints: int
    upheld: int
    dismissed: int


class TradeFigures(StoredValue):
    """`ratings`: by dimension, how many gave 1, 2, 3, 4 and 5; only ratings that count."""

    needs: NeedCounts
    failures: dict[FailedFor, int]
    prices: PriceFigures
    concentration: Concentration
    co_bidders: tuple[CoBidders, ...]
    contracts: ContractCounts
    ratings: dict[str, tuple[int, int, int, int, int]]
    disputes: DisputeCounts


class MarketFigures(ValueRow):
    """What the needs of a year and a trade came to. `is_final`: counted for the last time."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    year = fields.IntField()
    trade = fields.CharField(max_length=64)
    value = TypedJson(TradeFigures)
    computed_at = fields.DatetimeField()
    is_final = fields.BooleanField()

    class Meta:
        table = "market_figures"
        unique_together = (("year", "trade"),)


class FiguresRun(TableRow):
    """The counting of a year, one trade at a time; `counted` of them are done today."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    year = fields.IntField(unique=True)
    counted = fields.IntField(default=0, db_default=0)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "market_figures_run"
        indexes = (("due_at",),)
