"""However much is stored, the hot questions are answered from an index."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from notifications import merging
from notifications.inbox import queries
from notifications.models import ChannelName, Delivery
from notifications.sending import claiming, fallback, receipts

STORED = 20_000
_FILL = """
INSERT INTO delivery (id, person_id, event, channel, subject, dedupe_key, content, state, place,
    priority, account, provider_message_id, created_at, due_at)
SELECT gen_random_uuid(), gen_random_uuid(), 'posted', (ARRAY['in_app', 'mini_program'])[n % 2 + 1],
    'case:' || n, 'key:' || n, ''::bytea, 'sent', n % 2, n / 1000 % 10, 'app', n::text,
    $1::timestamptz - n * interval '1 second', CASE WHEN n % 1000 = 1 THEN $1::timestamptz END
FROM generate_series(1, $2) AS n
"""


@pytest.fixture
async def stored(database: None) -> UUID:
    """Years of messages, nearly all of them done with; a person."""
    await fetch(_FILL, clock.now(), STORED)
    await fetch("ANALYZE delivery")
    return uuid4()


async def scanned(sql: str, *values: Any) -> set[str]:
    """How the planner would reach the table."""
    plan = await fetch(f"EXPLAIN {sql}", *values)
    lines = [row["QUERY PLAN"] for row in plan]
    return {line.split(" on delivery")[0].strip(" ->") for line in lines if " on delivery" in line}


async def test_the_inbox(stored: UUID) -> None:
    for sql, more in ((queries._FROM_THE_TOP, ()), (queries._BELOW, (clock.now(), uuid4()))):
        found = await scanned(sql, stored, 20, *more)
        assert all("Index" in way for way in found), found


async def test_a_case(stored: UUID) -> None:
    sql = Delivery.filter(subject="case:7").order_by("created_at", "id").values("id").sql()
    found = await scanned(sql, "case:7")
    assert all("Index" in way for way in found), found


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        (claiming._CLAIM, ("mini_program", clock.now(), clock.now(), 400)),
        (claiming._BEGIN, ([uuid4()], [1], clock.now(), clock.now())),
        (fallback._PROMOTE, ([uuid4()], [clock.now()], clock.now())),
        (fallback._CLOSE, ([uuid4()], "", ["pending"])),
        (receipts._BY_ID, ("app", "42", "mini_program")),
        (receipts._NAMELESS, (uuid4(), "mini_program", ["posted"])),
        (merging._MERGE, (uuid4(), "case:7", "posted", "key", clock.now(), "merged")),
    ],
    ids=["claim", "begin", "promote", "close", "receipt", "nameless", "merge"],
)
async def test_the_relay(stored: UUID, sql: str, values: tuple[Any, ...]) -> None:
    found = await scanned(sql, *values)
    assert found
    assert not any("Seq Scan" in way for way in found), found


async def test_claims_come_in_order_of_priority_whatever_is_stored(stored: UUID) -> None:
    lease = timedelta(seconds=45)
    claimed = await claiming.claim(ChannelName.mini_program, limit=12, lease=lease)
    rows = {row["id"]: row["priority"] for row in await Delivery.all().values("id", "priority")}
    order = [rows[row.id] for row in claimed.unreadable]
    assert order == [priority for priority in range(9, 3, -1) for _ in range(2)]
