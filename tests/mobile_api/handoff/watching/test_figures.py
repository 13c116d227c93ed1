"""The gauges of the line, and that no figure reads a whole table."""

import math
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY
from tortoise.queryset import QuerySet

from mobile_api.handoff.partners.models import Partner, PartnerKey
from mobile_api.handoff.partners.own_keys import retire, rotate
from mobile_api.handoff.partners.states import KeyUse
from mobile_api.handoff.states import HandoffStatus, MessageState
from mobile_api.handoff.watching import queries
from mobile_api.handoff.watching.measuring import measure_partners
from mobile_api.handoff.watching.messages import incoming, outgoing
from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.signatures.service import KeyKind
from tests.mobile_api.handoff.watching.rows import handoff, sent
from tests.stack import Stack

DAY = timedelta(days=1)
PAGE = 21


def gauge(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(f"yiwang_handoff_{name}", labels)


def of_partner(name: str) -> float | None:
    return gauge(name, partner="linshi")


async def test_what_waits_is_told_by_partner(stack: Stack, partner: Partner) -> None:
    one = await handoff(partner, problem="due_date_differs")
    await handoff(partner, HandoffStatus.withdrawn, problem="due_date_differs")
    await sent(one, position=1, age=timedelta(hours=2))
    await sent(one, position=2)
    await sent(one, MessageState.undeliverable, 3)
    await measure_partners()
    assert (of_partner("waiting"), of_partner("undeliverable")) == (2, 1)
    assert of_partner("problems") == 1
    assert 7_200 <= (of_partner("waiting_seconds") or 0) < 7_300
    await fetch("DELETE FROM handoff_outgoing")
    await measure_partners()
    assert (of_partner("waiting"), of_partner("waiting_seconds")) == (0, 0)


async def test_the_days_of_keys(stack: Stack, partner: Partner) -> None:
    now = clock.now()
    await PartnerKey.all().update(valid_from=now - DAY, valid_until=now + 20 * DAY)
    await measure_partners()
    assert 19 < (gauge("key_days", owner="linshi", use="signing") or 0) <= 20
    assert gauge("key_days", owner="own", use="signing") == 0
    async with in_transaction():
        await rotate(KeyUse.signing, KeyKind.ed25519, None)
        first = await rotate(KeyUse.encryption, KeyKind.ed25519, None)
        await rotate(KeyUse.encryption, KeyKind.ed25519, None)
        await retire(first.key_id)
    await PartnerKey.all().update(revoked_at=now)
    await measure_partners()
    assert gauge("key_days", owner="own", use="signing") == math.inf
    assert gauge("key_days", owner="own", use="encryption") == math.inf
    assert gauge("key_days", owner="linshi", use="signing") == 0


_MANY_HANDOFFS = """
INSERT INTO handoff (id, handoff_id, side, partner_id, agreed_item_id, region_code, status,
    created_at, changed_at)
SELECT gen_random_uuid(), gen_random_uuid(), 'taking', $1, $2, '999801', 'finished', $3, $3
FROM generate_series(1, 5000)
"""
_MANY_SENT = """
INSERT INTO handoff_outgoing (id, partner_id, handoff_row_id, kind, position, body, body_digest,
    state, created_at, answered_at)
SELECT gen_random_uuid(), $1, id, 'case', n, '', '', 'delivered',
    $2::timestamptz - n * interval '1 day', $2
FROM handoff, generate_series(1, 4) AS n
"""
_MANY_CAME = """
INSERT INTO handoff_incoming (id, partner_id, message_id, kind, target, signature, body,
    body_digest, answer_status, answer_body, received_at)
SELECT gen_random_uuid(), $1, gen_random_uuid(), 'event', '', '', '', '', 202, '',
    $2::timestamptz - n * interval '1 minute'
FROM generate_series(1, 20000) AS n
"""
_MANY_FAULTS = """
INSERT INTO due_fault (id, kind, row_id, attempts, failures, fault, failed_first_at, failed_at)
SELECT gen_random_uuid(), 'upload', gen_random_uuid(), 1, 1, 'f', $1,
    $1::timestamptz - interval '9 days'
FROM generate_series(1, 5000)
"""


@pytest.fixture
async def years(stack: Stack, partner: Partner) -> AsyncIterator[Partner]:
    """A partner of some years, of whom little is open today."""
    one, now = await handoff(partner), clock.now()
    await fetch(_MANY_HANDOFFS, partner.id, one.agreed_item_id, now)
    await fetch(_MANY_SENT, partner.id, now)
    await fetch(_MANY_CAME, partner.id, now)
    await fetch(_MANY_FAULTS, now)
    for table in ("handoff", "handoff_outgoing", "handoff_incoming", "due_fault"):
        await fetch(f"ANALYZE {table}")
    yield partner


async def ways(sql: str, *values: object) -> list[str]:
    plan = [str(row["QUERY PLAN"]) for row in await fetch(f"EXPLAIN {sql}", *values)]
    return [line for line in plan if "Seq Scan" in line and "on partner" not in line]


async def test_no_figure_reads_a_whole_table(years: Partner) -> None:
    now = clock.now()
    assert await ways(queries.FIGURES, None, queries.OPEN) == []
    assert await ways(queries.FAULTS, now - DAY) == []
    assert await ways(queries.REFUSED_THERE, years.id, now - 5 * DAY, now - DAY) == []
    assert await ways(queries.REFUSED_HERE, years.id, now - DAY) == []


async def test_no_page_of_messages_reads_a_whole_table(years: Partner) -> None:
    pages: list[QuerySet[Any]] = [outgoing(years.id, state, None) for state in MessageState]
    pages.append(incoming(years.id, None))
    for found in pages:
        sql = str(found.limit(PAGE).sql(params_inline=True))
        assert await ways(sql) == []
        # Rows of one instant alone are sorted anew, by their id; or, as an older planner does it,
        # no more than a page of them.
        assert all(rows <= PAGE for rows in await sorted_rows(sql))


async def sorted_rows(sql: str) -> list[int]:
    """How many rows the planner expects at each sort of all that comes before it."""
    plan = [str(row["QUERY PLAN"]) for row in await fetch(f"EXPLAIN {sql}")]
    found = [re.search(r"->  Sort .*rows=(\d+)", line) for line in plan]
    return [int(one[1]) for one in found if one]


async def test_an_unknown_envelope_has_a_word(stack: Stack) -> None:
    for answer in (b"", b"{}", b'{"receipt":"!","key_id":"","algorithm":"","signature":""}'):
        assert queries.refusal_code(answer) == "unreadable"
