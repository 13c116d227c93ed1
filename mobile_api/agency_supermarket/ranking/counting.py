"""The record of an agency from its contracts and ratings, and the ranks that follow from it.

A rank holds the figure before the number behind it, so that of two that are equal the one stands
first that has shown it more often.
"""

from datetime import timedelta
from uuid import UUID

from mobile_api.agency_supermarket.agencies.records.models import AgencyRecord
from mobile_api.agency_supermarket.agencies.records.rules import RULES
from mobile_api.agency_supermarket.contracts.queries import KeptTime, counts_of
from mobile_api.agency_supermarket.ratings.rules import RULES as RATINGS
from mobile_api.agency_supermarket.ratings.scope import averages_of
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable

RECORDS = DueTable(
    model=AgencyRecord, lease=timedelta(minutes=1), at_once=1, claim_size=20, retry=OWN_WORK
)
_COUNTS = 1_000_000
_WHOLE = 10_000


async def look(held: Held[AgencyRecord]) -> str:
    """Count one anew; from then on lists put it elsewhere."""
    async with in_transaction():
        agency_id = (await held.locked()).agency_id
        kept = (await counts_of([agency_id])).get(agency_id, KeptTime())
        votes, average = await _rated(agency_id)
        today = clock.today()
        least_finished = RULES.here().least_finished.on(today).amount
        least_votes = RATINGS.here().least_votes.on(today).amount
        await held.record(
            due_at=None,
            counted_at=clock.now(),
            finished=kept.finished,
            on_time=kept.on_time,
            least_finished=least_finished,
            votes=votes,
            average=round(average * 100),
            least_votes=least_votes,
            on_time_rank=on_time_rank(kept, least_finished),
            rating_rank=rating_rank(votes, average, least_votes),
        )
    return "counted"


async def _rated(agency_id: UUID) -> tuple[int, float]:
    """How many ratings count, and their average over all dimensions; 0 where there is none."""
    known = await averages_of(agency_id)
    if not known:
        return 0, 0.0
    total = sum(votes for _, votes in known.values())
    average = sum(average * votes for average, votes in known.values()) / total
    return max(votes for _, votes in known.values()), average


def on_time_rank(kept: KeptTime, least: int) -> int:
    """0 with fewer than `least` finished contracts; a share of none on time is still a figure."""
    if kept.finished < max(least, 1):
        return 0
    share = kept.on_time * _WHOLE // kept.finished
    return share * _COUNTS + min(kept.finished, _COUNTS - 1)


def rating_rank(votes: int, average: float, least: int) -> int:
    """0 with fewer than `least` votes."""
    if votes < max(least, 1):
        return 0
    today, rules = clock.today(), RULES.here()
    prior = rules.prior_votes.on(today).amount
    points = rules.prior_score.on(today).amount
    leaning = (prior * points + votes * average) / (prior + votes)
    return round(leaning * _WHOLE) * _COUNTS + min(votes, _COUNTS - 1)
