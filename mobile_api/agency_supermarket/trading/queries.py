"""Reading the board: projects, notices, and what a week came to."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from mobile_api.agency_supermarket.trading.models import TradingNotice, TradingProject
from mobile_api.agency_supermarket.trading.requests import (
    DeskProjectsQuery,
    NoticesQuery,
    ProjectsQuery,
    monday_of,
)
from mobile_api.agency_supermarket.trading.scope import (
    projects_at_the_desk,
    public_notices,
    public_projects,
)
from mobile_api.agency_supermarket.trading.states import TradingClass
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff
from mobile_api.shared.clock import start_of
from mobile_api.shared.database import fetch
from mobile_api.shared.http.pagination import sorted_after
from mobile_api.shared.json_columns import read_each

# Words stand in no index: this is how far back they are looked for.
WORDS_BACK = timedelta(days=366)
MOST_OF_WEEK, MOST_OF_FEED = 100, 50
# Of results the deal as it stands now, for a correction is a notice of its own. A deal is never
# worse than its budget or reserve (`publishing.publish`), so what lies between them is the gain.
_SUMS = """
SELECT notice.trading_class, notice.kind, count(*) AS notices,
    coalesce(sum(CASE notice.kind WHEN 'result' THEN project.deal_fen
        ELSE notice.amount_fen END), 0)::bigint AS amount,
    coalesce(sum(abs(project.budget_fen - project.deal_fen))
        FILTER (WHERE notice.kind = 'result'), 0)::bigint AS saved
FROM trading_notice AS notice JOIN trading_project AS project ON project.id = notice.project_id
WHERE notice.published_at >= $1 AND notice.published_at < $2 AND notice.status = 'published'
GROUP BY notice.trading_class, notice.kind
"""


async def projects(asked: ProjectsQuery) -> Sequence[TradingProject]:
    """`limit + 1` public projects, the newest first."""
    found = public_projects()
    if asked.trading_class is not None:
        found = found.filter(trading_class=asked.trading_class)
    if asked.status is not None:
        found = found.filter(status=asked.status)
    if asked.words is not None:
        since = clock.now() - WORDS_BACK
        found = found.filter(title__icontains=asked.words, published_at__gte=since)
    found = sorted_after(found, "-published_at", asked.cursor)
    return await read_each(found.limit(asked.limit + 1))


async def desk_projects(caller: Staff, asked: DeskProjectsQuery) -> Sequence[TradingProject]:
    """`limit + 1` projects in a status, the newest first. Raises NotAtTheDesk."""
    found = projects_at_the_desk(caller).filter(status=asked.status)
    found = sorted_after(found, "-created_at", asked.cursor)
    return await read_each(found.limit(asked.limit + 1))


def announced_at(row: TradingProject) -> datetime:
    """By which the public list is sorted."""
    return row.published_at or row.created_at


def out_at(row: TradingNotice) -> datetime:
    """By which notices are sorted."""
    return row.published_at or row.drafted_at


async def notices(asked: NoticesQuery) -> Sequence[TradingNotice]:
    """`limit + 1` notices, the newest first."""
    found = public_notices()
    if asked.trading_class is not None:
        found = found.filter(trading_class=asked.trading_class)
    if asked.kind is not None:
        found = found.filter(kind=asked.kind)
    found = sorted_after(found, "-published_at", asked.cursor)
    return await read_each(found.limit(asked.limit + 1))


async def newest(trading_class: TradingClass | None) -> Sequence[TradingNotice]:
    """What a feed holds."""
    return (await notices(NoticesQuery(trading_class=trading_class, limit=MOST_OF_FEED)))[
        :MOST_OF_FEED
    ]


def instants_of(week: str) -> tuple[datetime, datetime]:
    """When a week begins in China, and when the next one does."""
    first = start_of(monday_of(week))
    return first, first + timedelta(days=7)


async def of_week(week: str) -> Sequence[TradingNotice]:
    """`MOST_OF_WEEK + 1` notices of a week, the newest first."""
    begins, ends = instants_of(week)
    found = public_notices().filter(published_at__gte=begins, published_at__lt=ends)
    return await read_each(found.order_by("-published_at", "-id").limit(MOST_OF_WEEK + 1))


async def sums_of_week(week: str) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """By class and kind: `notices`, and in 分 `amount` and `saved`."""
    rows = await fetch(_SUMS, *instants_of(week))
    return {(row["trading_class"], row["kind"]): row for row in rows}
