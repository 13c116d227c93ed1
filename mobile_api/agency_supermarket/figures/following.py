"""Once a day the figures of a year are counted anew, one trade a step, until the year is closed.

A year's figures still change in the next one, when its last needs are awarded: they are counted
until 31 March, and stand from then on.
"""

from datetime import date, datetime, time, timedelta

from mobile_api.agency_supermarket.figures.counting import count
from mobile_api.agency_supermarket.figures.models import FiguresRun, MarketFigures
from mobile_api.agency_supermarket.figures.rules import RULES
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.shared import clock
from mobile_api.shared.clock import BEIJING
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.ids import new_id

FIGURES = DueTable(model=FiguresRun, lease=timedelta(minutes=5), at_once=1, retry=OWN_WORK)
# All trades together.
ALL = "all"
_HOUR = time(3)
_BEGIN = """
INSERT INTO market_figures_run (id, year, due_at) VALUES ($1, $2, $3)
ON CONFLICT (year) DO NOTHING
"""
_WRITE = """
INSERT INTO market_figures (id, year, trade, value, computed_at, is_final)
VALUES ($1, $2, $3, $4::jsonb, $5, $6)
ON CONFLICT (year, trade) DO UPDATE
SET value = excluded.value, computed_at = excluded.computed_at, is_final = excluded.is_final
"""


def closes_on(year: int) -> date:
    """The last day on which the figures of a year are counted."""
    return date(year + 1, 3, 31)


async def begin_figures() -> int:
    """The rows of this year and the last; the calendar is the fact that these rows follow from."""
    this_year = clock.today().year
    for year in (this_year - 1, this_year):
        await fetch(_BEGIN, new_id(), year, clock.now())
    return 0


def _trades() -> list[tuple[str, list[str]]]:
    """By key, the services of each trade, and of all."""
    catalogue = SERVICES.here()
    each = [(one.key, [service.key for service in one.service_types]) for one in catalogue.trades]
    return [(ALL, list(catalogue.service_types)), *each]


async def look(held: Held[FiguresRun]) -> str:
    """Counts the next trade; after the last one the year is due again tomorrow, or never."""
    async with in_transaction():
        run = await held.locked()
        trades, now = _trades(), clock.now()
        tomorrow = clock.today() + timedelta(days=1)
        is_final = tomorrow > closes_on(run.year)
        if run.counted < len(trades):
            trade, services = trades[run.counted]
            day = min(clock.today(), date(run.year, 12, 31))
            value = await count(run.year, services, RULES.here().co_bidding.on(day).amount)
            json = value.model_dump_json(exclude_none=True)
            await fetch(_WRITE, new_id(), run.year, trade, json, now, is_final)
            await held.record(due_at=now, counted=run.counted + 1)
            return "some"
        known = [key for key, _ in trades]
        await MarketFigures.filter(year=run.year).exclude(trade__in=known).delete()
        # A trade that was counted on the day before closing day is counted once more.
        goes_on = await MarketFigures.filter(year=run.year, is_final=False).exists()
        again = datetime.combine(tomorrow, _HOUR, BEIJING) if goes_on else None
        await held.record(due_at=again, counted=0)
        return "done"
