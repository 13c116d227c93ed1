"""However many contracts and ratings there are, each list and count is answered from an index."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.scope import _COUNTS, finished_contracts
from mobile_api.agency_supermarket.ratings.models import Rating
from mobile_api.agency_supermarket.ratings.scope import _AVERAGES, counted_of
from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from tests.stack import Stack

STORED = 3_000
_PEOPLE = "INSERT INTO person (id, created_at) VALUES (gen_random_uuid(), $1)"
_ENTERPRISES = """
INSERT INTO enterprise (id, social_credit_code, name, representative_id, proven_by, proven_at,
    created_at)
SELECT gen_random_uuid(), lpad(n::text, 18, '0'), 'e' || n, gen_random_uuid(), 'counter', $1, $1
FROM generate_series(1, 100) AS n
"""
_AGENCIES = """
INSERT INTO agency (id, enterprise_id, status, introduction, process, phone, practitioners,
    created_at)
SELECT gen_random_uuid(), id, 'listed', 'i', 'p', '1', 1, $1 FROM enterprise
"""
_NEEDS = """
INSERT INTO market_need (id, number, owner_id, status, service_type, title, description, terms,
    avoided, bids_close_at, created_at)
SELECT gen_random_uuid(), 'N' || n, (SELECT id FROM person LIMIT 1), 'awarded', 's', 't', 'd', '{}',
    '[]', $1, $1
FROM generate_series(1, $2::int) AS n
"""
_BIDS = """
INSERT INTO market_bid (id, need_id, agency_id, submitted_by, ciphertext, sealed_here)
SELECT gen_random_uuid(), need.id, agency.id, gen_random_uuid(), '', true
FROM (SELECT id, row_number() OVER () AS n FROM market_need) AS need
JOIN (SELECT id, row_number() OVER () AS n FROM agency) AS agency ON need.n % 100 + 1 = agency.n
"""
_AWARDS = """
INSERT INTO market_award (id, need_id, bid_id, agency_id, price_fen, awarded_at, shown_until)
SELECT gen_random_uuid(), need_id, id, agency_id, 1, $1::timestamptz, $1::date FROM market_bid
"""
_CONTRACTS = """
INSERT INTO market_contract (id, number, need_id, award_id, bid_id, owner_id, agency_id, status,
    shown_until, sign_by, milestones, created_at, finished_at, days_late, due_at)
SELECT gen_random_uuid(), 'C' || row_number() OVER (), need_id, id,
    bid_id, (SELECT id FROM person LIMIT 1), agency_id, 'finished', $1::date, $1::date, '[]',
    $1::timestamptz - row_number() OVER () * interval '1 second', $1, row_number() OVER () % 2,
    CASE WHEN row_number() OVER () % 500 = 1 THEN $1::timestamptz END
FROM market_award
"""
_RATINGS = """
INSERT INTO market_rating (id, contract_id, by, agency_id, rated_by, rated_at, scores, text_state,
    suspicions, is_counted, needs_look, reply_state)
SELECT gen_random_uuid(), id, 'owner', agency_id, gen_random_uuid(), created_at,
    '{"speed": 4}', 'none', '[]', true, days_late = 0 AND number LIKE '%00', 'none'
FROM market_contract
"""


@pytest.fixture
async def agency_id(stack: Stack) -> UUID:
    """One of a hundred agencies, each with its share of the contracts of some years."""
    now = clock.now()
    await fetch(_PEOPLE, now)
    for statement in (_ENTERPRISES, _AGENCIES):
        await fetch(statement, now)
    await fetch(_NEEDS, now, STORED)
    await fetch(_BIDS)
    await fetch(_AWARDS, now)
    await fetch(_CONTRACTS, now)
    await fetch(_RATINGS)
    for table in ("market_contract", "market_rating", "agency", "market_need"):
        await fetch(f"ANALYZE {table}")
    return (await Contract.first()).agency_id  # type: ignore[union-attr]


async def ways(sql: str, *values: Any) -> list[str]:
    """How the planner reaches each table."""
    plan = [row["QUERY PLAN"] for row in await fetch(f"EXPLAIN {sql}", *values)]
    return [line.strip(" ->") for line in plan if " on " in line]


def page(found: Any, by: str) -> str:
    return str(found.order_by(f"-{by}", "-id").limit(21).sql(params_inline=True))


async def test_the_lists_of_contracts(agency_id: UUID) -> None:
    for found, by in (
        (Contract.all(), "created_at"),
        (Contract.filter(status="in_force"), "created_at"),
        (Contract.filter(agency_id=agency_id), "created_at"),
        (Contract.filter(enterprise_id=uuid4()), "created_at"),
        (Contract.filter(owner_id=uuid4(), enterprise_id=None), "created_at"),
        (finished_contracts(agency_id), "finished_at"),
    ):
        reached = await ways(page(found, by))
        assert all("Seq Scan" not in way for way in reached), reached


async def test_counts_and_averages_of_an_agency(agency_id: UUID) -> None:
    counted = await ways(_COUNTS, [agency_id])
    assert counted and all("Seq Scan" not in way for way in counted), counted
    rated = await ways(_AVERAGES, agency_id)
    assert any("market_rating" in way for way in rated)
    assert all("Seq Scan" not in way for way in rated), rated
    rows = await fetch(_COUNTS, [agency_id])
    assert rows[0]["finished"] == STORED // 100


async def test_the_lists_of_ratings_and_what_is_due(agency_id: UUID) -> None:
    queue = Rating.filter(needs_look=True).order_by("rated_at", "id").limit(21)
    late = Contract.filter(overdue_at__isnull=False).order_by("overdue_at", "id").limit(21)
    lists = (queue, late)
    for sql in (
        page(counted_of(agency_id), "rated_at"),
        *(str(one.sql(params_inline=True)) for one in lists),
    ):
        reached = await ways(sql)
        assert all("Seq Scan" not in way for way in reached), reached
    now = clock.now().isoformat()
    due = f"SELECT id FROM market_contract WHERE due_at <= '{now}' ORDER BY due_at LIMIT 20"
    async with in_transaction():
        assert all("Seq Scan" not in way for way in await ways(due))
