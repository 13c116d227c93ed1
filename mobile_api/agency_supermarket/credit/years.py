"""年度信用评价: after New Year the points of every agency are written down, some at a time."""

from datetime import date, datetime, timedelta
from uuid import UUID

from mobile_api.agency_supermarket.agencies.history import left_since
from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.scope import ever_listed
from mobile_api.agency_supermarket.agencies.states import PUBLIC
from mobile_api.agency_supermarket.credit.models import CreditYear, CreditYearRun
from mobile_api.agency_supermarket.credit.queries import scores_of
from mobile_api.agency_supermarket.credit.rules import RULES
from mobile_api.shared import clock
from mobile_api.shared.clock import start_of
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.ids import new_id

CREDIT_YEARS = DueTable(model=CreditYearRun, lease=timedelta(minutes=1), at_once=1, retry=OWN_WORK)
AT_A_TIME = 200
_BEGIN = """
INSERT INTO credit_year_run (id, year, due_at) VALUES ($1, $2, $3) ON CONFLICT (year) DO NOTHING
"""


async def begin_years() -> int:
    """The row of this year, due when it is over, and that of the last one if it is not there yet.

    The calendar is the fact that these rows follow from, so it is asked again and again.
    """
    this_year = clock.today().year
    for year in (this_year - 1, this_year):
        await fetch(_BEGIN, new_id(), year, _over(year))
    return 0


def _over(year: int) -> datetime:
    return start_of(date(year + 1, 1, 1))


async def write(held: Held[CreditYearRun]) -> str:
    """The next agencies in the order of their ids; each has one score a year, by constraint."""
    async with in_transaction():
        run = await held.locked()
        last_day = date(run.year, 12, 31)
        found = await ever_listed(_over(run.year), run.after, AT_A_TIME)
        if not found:
            await held.record(due_at=None)
            return "done"
        # Whoever leaves for New Year's Eve does not escape the score of the year.
        left = await left_since([one.id for one in found], _over(run.year - 1))
        agencies = [one for one in found if one.status in PUBLIC or one.id in left]
        await CreditYear.bulk_create(await _scored(agencies, last_day), ignore_conflicts=True)
        await held.record(due_at=clock.now(), after=found[-1].id)
        return "some"


async def _scored(agencies: list[Agency], last_day: date) -> list[CreditYear]:
    ids: list[UUID] = [one.id for one in agencies]
    scores = await scores_of(ids, last_day)
    grades = RULES.here().grades.on(last_day)
    return [
        CreditYear(
            agency_id=one, year=last_day.year, score=scores[one], grade=grades.of(scores[one]).grade
        )
        for one in ids
    ]
