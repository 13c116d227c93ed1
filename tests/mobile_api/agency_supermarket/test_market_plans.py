"""However large the market grows, its lists and its due work are answered from an index."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from mobile_api.agency_supermarket.agencies.scope import OPEN_COUNTS, public
from mobile_api.agency_supermarket.bids.models import Bid, BidLogEntry
from mobile_api.agency_supermarket.credit.models import CreditEntry
from mobile_api.agency_supermarket.credit.queries import SUMS
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.figures import counting
from mobile_api.agency_supermarket.figures.models import MarketFigures
from mobile_api.agency_supermarket.finding.offers import open_offers
from mobile_api.agency_supermarket.finding.orders import LAST, ORDERS, after
from mobile_api.agency_supermarket.finding.placing import AGAINST, NEAREST, RECORDED
from mobile_api.agency_supermarket.finding.prices import LEVELS
from mobile_api.agency_supermarket.finding.schemas import AgencySort
from mobile_api.agency_supermarket.needs.scope import public_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.http.pagination import Rank
from tests.stack import Stack

# In steps that each stay below the longest time of a statement, on a busy machine as well.
STORED, STEP = 6_000, 1_000
_PEOPLE = """
INSERT INTO person (id, created_at) SELECT gen_random_uuid(), $1 FROM generate_series(1, 1)
"""
_ENTERPRISES = """
INSERT INTO enterprise (id, social_credit_code, name, representative_id, proven_by, proven_at,
    created_at)
SELECT gen_random_uuid(), lpad(n::text, 18, '0'), 'e' || n, gen_random_uuid(), 'counter', $1, $1
FROM generate_series($2::int, $3) AS n
"""
_AGENCIES = """
INSERT INTO agency (id, enterprise_id, status, introduction, process, phone, practitioners,
    created_at, applied_at, listed_at)
SELECT gen_random_uuid(), id, 'listed', 'i', 'p', '1', 1, $1,
    $1::timestamptz - row_number() OVER () * interval '1 second',
    $1::timestamptz - row_number() OVER () * interval '1 second'
FROM enterprise
WHERE social_credit_code BETWEEN lpad($2::int::text, 18, '0') AND lpad($3::int::text, 18, '0')
"""
_SERVICES = """
INSERT INTO agency_service (id, agency_id, service_type, price_from_fen, price_to_fen, price_unit,
    promised_days, covered_until)
SELECT gen_random_uuid(), id, 's' || (row_number() OVER () % 40), 1, 2, '份', 1, $1 FROM agency
"""
_NEEDS = """
INSERT INTO market_need (id, number, owner_id, status, service_type, title, description, terms,
    avoided, bids_close_at, created_at, published_at, due_at)
SELECT gen_random_uuid(), 'N' || n, (SELECT id FROM person LIMIT 1), 'awarded', 's' || n % 40, 't',
    'd', '{}', '[]', $1, $1, $1::timestamptz - n * interval '1 second',
    CASE WHEN n % 1000 = 1 THEN $1::timestamptz END
FROM generate_series($2::int, $3) AS n
"""

_POINTS = """
INSERT INTO credit_entry (id, agency_id, kind, points, reason, reference, entered_by, entered_at,
    counts_from, told_until, counts_until, object_by, waits_since)
SELECT gen_random_uuid(), id, 'result_late', -5, 'r', 'n' || n, 'system', $1,
    $2::date - n * 100, $2::date - n * 100 + 365, $2::date - n * 100 + 365, $2,
    CASE WHEN n = 1 AND id::text LIKE '00%' THEN $1::timestamptz END
FROM agency, (SELECT $3::int AS n) AS told
"""


@pytest.fixture(scope="module")
async def stored(session_stack: Stack) -> AsyncIterator[None]:
    """A province's market of some years; these tests only look at it."""
    now = clock.now()
    await fetch(_PEOPLE, now)
    for first in range(1, STORED, STEP):
        for statement in (_ENTERPRISES, _AGENCIES, _NEEDS):
            await fetch(statement, now, first, first + STEP - 1)
    await fetch(_SERVICES, clock.today())
    for number in range(1, 11):
        await fetch(_POINTS, now, clock.today(), number)
    for table in ("agency", "agency_service", "market_need", "credit_entry"):
        await fetch(f"ANALYZE {table}")
    yield
    await session_stack.forget()


async def ways(sql: str, *values: Any) -> list[str]:
    """How the planner reaches each table."""
    plan = [row["QUERY PLAN"] for row in await fetch(f"EXPLAIN {sql}", *values)]
    return [line.strip(" ->") for line in plan if " on " in line]


def page(found: Any, by: str) -> str:
    return str(found.order_by(f"-{by}", "-id").limit(21).sql(params_inline=True))


async def test_the_list_of_needs(stored: None) -> None:
    for found in (
        public_needs(),
        public_needs().filter(status=NeedStatus.published),
        public_needs().filter(service_type="s7", status=NeedStatus.awarded),
    ):
        reached = await ways(page(found, "published_at"))
        assert all("Seq Scan" not in way for way in reached), reached


async def test_the_list_of_agencies_for_a_service(stored: None) -> None:
    found = public().filter(services__service_type="s7", services__covered_until__gte=clock.today())
    reached = await ways(page(found, "listed_at"))
    assert all("Seq Scan on agency_service" not in way for way in reached), reached


@pytest.mark.parametrize("sort", list(ORDERS))
async def test_the_offers_of_a_service_in_each_order(stored: None, sort: AgencySort) -> None:
    found = open_offers("s7").filter(after(sort, Rank(by=sort, value=1, id=uuid4())))
    ordered = found.order_by(*ORDERS[sort]).limit(21)
    reached = await ways(str(ordered.sql(params_inline=True)))
    assert all("Seq Scan on agency_service" not in way for way in reached), reached


async def test_what_is_computed_of_a_service_looks_at_its_own_offers(stored: None) -> None:
    status = ["listed", "warned"]
    today = clock.today()
    asked = ("s7", today, status)
    page = (*asked, LAST, 0, uuid4(), 21)
    for sql, values in (
        (LEVELS, asked),
        (OPEN_COUNTS, (["s7", "s8"], today, status)),
        (NEAREST, (*page, 34.5, 119.2)),
        (AGAINST, (*page, ["份"], [150.0])),
        *((sql, page) for sql in RECORDED.values()),
    ):
        reached = await ways(sql, *values)
        assert all("Seq Scan on agency_service" not in way for way in reached), reached


async def test_the_needs_of_the_desk_by_number(stored: None) -> None:
    reached = await ways(page(public_needs().filter(number="N77"), "published_at"))
    assert all("Seq Scan" not in way for way in reached), reached


async def test_the_list_of_all_agencies(stored: None) -> None:
    for found in (public(), public().filter(status="listed")):
        reached = await ways(page(found, "listed_at"))
        assert all("Seq Scan" not in way for way in reached), reached


async def test_what_is_due_and_the_bids_of_a_need(stored: None) -> None:
    now = clock.now().isoformat()
    due = f"SELECT id FROM market_need WHERE due_at <= '{now}' ORDER BY due_at LIMIT 20"
    reached = await ways(due)
    assert all("Seq Scan" not in way for way in reached), reached
    async with in_transaction():
        await fetch("SET LOCAL enable_seqscan = off")
        for found in (
            Bid.filter(need_id=uuid4()),
            BidLogEntry.filter(bid_id=uuid4()),
            Dispute.filter(need_id=uuid4(), status__in=["objected", "complained"]),
            Dispute.filter(status="complained").order_by("complained_at", "id").limit(21),
        ):
            reached = await ways(str(found.sql(params_inline=True)))
            assert all("Index" in way or "Bitmap" in way for way in reached), reached


async def test_the_points_of_many_agencies_and_what_waits_for_the_desk(stored: None) -> None:
    rows = await fetch("SELECT id FROM agency LIMIT 50")
    reached = await ways(SUMS, [row["id"] for row in rows], clock.today())
    assert all("Seq Scan" not in way for way in reached), reached
    waiting = CreditEntry.filter(waits_since__isnull=False).order_by("waits_since", "id").limit(21)
    of_one = CreditEntry.filter(agency_id=rows[0]["id"]).order_by("-entered_at", "-id").limit(21)
    for found in (waiting, of_one):
        reached = await ways(str(found.sql(params_inline=True)))
        assert all("Seq Scan" not in way for way in reached), reached


async def test_a_year_of_a_trade_is_counted_from_its_own_needs(stored: None) -> None:
    """Of a market of many years: nothing that is not of this year and trade is touched."""
    scope = counting.scope_of(clock.today().year, ["s7", "s8"])
    plan = [row["QUERY PLAN"] for row in await fetch(f"EXPLAIN {counting.NEEDS}", *scope)]
    (asked,) = (line for line in plan if "Index Cond" in line and "service_type" in line)
    assert "published_at >=" in asked and "published_at <" in asked
    more = {counting.CO_BIDDERS: (3, 20), counting.CONTRACTS: (clock.today(),)}
    async with in_transaction():
        # The other tables are empty here, and an empty table is read as it is.
        await fetch("SET LOCAL enable_seqscan = off")
        for sql in (
            counting.NEEDS,
            counting.FAILURES,
            counting.PRICES,
            counting.WINNERS,
            counting.CO_BIDDERS,
            counting.CONTRACTS,
            counting.RATINGS,
            counting.DISPUTES,
        ):
            reached = await ways(sql, *scope, *more.get(sql, ()))
            tables = [way for way in reached if "CTE Scan" not in way]
            assert tables, sql
            assert all("Seq Scan" not in way for way in tables), reached


async def test_the_figures_of_a_year_are_one_read_of_an_index(stored: None) -> None:
    async with in_transaction():
        await fetch("SET LOCAL enable_seqscan = off")
        found = MarketFigures.filter(year=clock.today().year).limit(200)
        reached = await ways(str(found.sql(params_inline=True)))
        assert all("Index" in way or "Bitmap" in way for way in reached), reached
