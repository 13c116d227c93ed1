"""However many projects, notices, experts and complaints there are, an index answers."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.agency_supermarket.experts.scope import active_in
from mobile_api.agency_supermarket.trading import queries
from mobile_api.agency_supermarket.trading.scope import public_notices, public_projects
from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from tests.mobile_api.agency_supermarket.test_market_plans import page, ways
from tests.stack import Stack

STORED, STEP = 6_000, 1_000
_PROJECTS = """
INSERT INTO trading_project (id, number, trading_class, status, title, buyer_name, written_by,
    created_at, published_at, due_at)
SELECT gen_random_uuid(), 'T' || n, (ARRAY['land', 'procurement', 'construction'])[1 + n % 3],
    (ARRAY['result', 'announced', 'terminated', 'closed'])[1 + n % 4], 'title ' || n, 'b', '[]',
    $1, $1::timestamptz - n * interval '10 hours',
    CASE WHEN n % 1000 = 1 THEN $1::timestamptz END
FROM generate_series($2::int, $3) AS n
"""
_NOTICES = """
INSERT INTO trading_notice (id, project_id, number, trading_class, kind, status, title, text,
    links, written_by, drafted_at, published_at)
SELECT gen_random_uuid(), id, number || '-01', trading_class,
    (ARRAY['tender', 'change', 'result'])[1 + ascii(right(number, 1)) % 3], 'published', 't', 't',
    '[]', '[]', published_at, published_at
FROM trading_project
"""
_EXPERTS = """
INSERT INTO expert (id, number, status, status_since, name, phone, phone_hash, employer_name,
    avoided, registered_at)
SELECT gen_random_uuid(), 'Z' || n, 'active', $1, '\\x00', '\\x00', decode(md5(n::text), 'hex'),
    'e', '[]', $1::timestamptz - n * interval '1 second'
FROM generate_series($2::int, $3) AS n
"""
_SPECIALTIES = """
INSERT INTO expert_specialty (id, expert_id, specialty)
SELECT gen_random_uuid(), id, 's' || (row_number() OVER () % 60) FROM expert
"""
_PEOPLE = "INSERT INTO person (id, created_at) VALUES ($1, $2)"
_COMPLAINTS = """
INSERT INTO bidding_complaint (id, number, project_id, notice_id, person_id, status, text,
    received_at, review_by)
SELECT gen_random_uuid(), 'C' || row_number() OVER (), id, id, $1,
    (ARRAY['decided', 'refused', 'received'])[1 + ascii(right(number, 1)) % 3], '\\x00',
    published_at, '2004-07-01'::date
FROM trading_project
"""
_TABLES = ("trading_project", "trading_notice", "expert", "expert_specialty", "bidding_complaint")


@pytest.fixture
async def stored(stack: Stack) -> None:
    """A province's board of some years."""
    now, person_id = clock.now(), uuid4()
    for first in range(1, STORED, STEP):
        for statement in (_PROJECTS, _EXPERTS):
            await fetch(statement, now, first, first + STEP - 1)
    await fetch(_NOTICES)
    await fetch(_SPECIALTIES)
    await fetch(_PEOPLE, person_id, now)
    await fetch(_COMPLAINTS, person_id)
    for table in _TABLES:
        await fetch(f"ANALYZE {table}")


async def read_whole(found: Any) -> list[str]:
    """The ways of a query that lead through all of a table."""
    sql = found if isinstance(found, str) else str(found.sql(params_inline=True))
    return [way for way in await ways(sql) if "Seq Scan" in way]


async def test_the_lists_of_the_board(stored: None) -> None:
    for found in (
        public_projects(),
        public_projects().filter(trading_class="land"),
        public_projects().filter(status="closed"),
        public_projects().filter(trading_class="land", status="closed"),
        public_notices(),
        public_notices().filter(kind="result"),
        public_notices().filter(trading_class="land", kind="result"),
    ):
        assert await read_whole(page(found, "published_at")) == []


async def test_words_are_looked_for_in_a_year_alone(stored: None) -> None:
    """Of the rows that a title is compared with, none is older."""
    since = clock.now() - queries.WORDS_BACK
    found = public_projects().filter(title__icontains="nowhere", published_at__gte=since)
    async with in_transaction():
        await fetch("SET LOCAL enable_seqscan = off")
        plan = await fetch(f"EXPLAIN {page(found, 'published_at')}")
    said = " ".join(row["QUERY PLAN"] for row in plan)
    assert "published_at >= " in said.partition("Index Cond: ")[2], said


async def test_weeks_counts_and_what_is_due(stored: None) -> None:
    now = clock.now()
    week = (now - timedelta(days=7)).isoformat(), now.isoformat()
    sums = queries._SUMS.replace("$1", f"'{week[0]}'").replace("$2", f"'{week[1]}'")
    assert await read_whole(sums) == []
    for table in ("trading_project", "bidding_complaint"):
        due = f"SELECT id FROM {table} WHERE due_at <= '{week[1]}' ORDER BY due_at LIMIT 20"
        assert await read_whole(due) == []


async def test_experts_of_a_specialty_and_the_register(stored: None) -> None:
    listed = active_in("s7").order_by("number").limit(10_000)
    assert not any("expert_specialty" in way for way in await read_whole(listed))
    register = Expert.filter(status="active")
    assert await read_whole(page(register, "registered_at")) == []
