"""What is due, for how long, and what failed, is told by gauges; asking costs an index only."""

from datetime import timedelta

import pytest
from prometheus_client import REGISTRY

from mobile_api.due_work import DUE_TABLES, QUEUES
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.due.backlog import backlog_sql, faults_sql, measure
from mobile_api.shared.due.claims import Held, claim_sql
from mobile_api.shared.due.working import work_off
from mobile_api.shared.ids import new_id
from notifications.models import Delivery
from tests.mobile_api.shared.due.filling import fill
from tests.mobile_api.shared.due.rows import due_rows, table
from tests.notifications.telling import tell_posted
from tests.stack import Stack
from wechat.content.models import ContentCheck

KINDS = [one.kind for one in DUE_TABLES]


def gauge(name: str, kind: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(f"yiwang_due_{name}", {"kind": kind, **labels})


async def broken(held: Held[ContentCheck]) -> None:
    raise ValueError


async def test_backlog_and_oldest_age(stack: Stack) -> None:
    await due_rows(3)
    await ContentCheck.filter(part="0").update(due_at=clock.now() - timedelta(hours=1))
    await measure(QUEUES, KINDS)
    assert gauge("backlog", "content_check") == 3
    assert round(gauge("oldest_seconds", "content_check") or 0) == 3600
    await ContentCheck.all().update(due_at=None)
    await measure(QUEUES, KINDS)
    assert gauge("backlog", "content_check") == 0
    assert gauge("oldest_seconds", "content_check") == 0


async def test_deliveries_are_told_by_channel(stack: Stack) -> None:
    await tell_posted(new_id())
    (delivery,) = await Delivery.exclude(due_at=None)
    await measure(QUEUES, KINDS)
    assert gauge("backlog", f"delivery:{delivery.channel}") == 1
    assert gauge("backlog", "delivery") is None


async def test_what_fails_and_what_has_ended(stack: Stack) -> None:
    await due_rows(1)
    told = []
    for hours in range(5):
        with clock.standing_at(clock.now() + timedelta(hours=hours)):
            await work_off(table(), broken)
        await measure(QUEUES, KINDS)
        told.append([gauge("faults", "content_check", standing=at) for at in ("failing", "ended")])
    assert told == [[1, 0], [1, 0], [0, 1], [0, 1], [0, 1]]


async def test_what_was_worked_off_since_fails_no_more(stack: Stack) -> None:
    await due_rows(1)
    await work_off(table(), broken)

    async def come_again(held: Held[ContentCheck]) -> None:
        await held.record(due_at=clock.now() + timedelta(days=1))

    with clock.standing_at(clock.now() + timedelta(hours=1)):
        await work_off(table(), come_again)
    await measure(QUEUES, KINDS)
    assert gauge("faults", "content_check", standing="failing") == 0


@pytest.fixture
async def filled(stack: Stack) -> None:
    for kind in [*KINDS, "due_fault"]:
        await fill(kind)


async def plan(sql: str, *values: object) -> str:
    return "\n".join(str(row["QUERY PLAN"]) for row in await fetch("EXPLAIN " + sql, *values))


async def test_neither_a_claim_nor_a_gauge_reads_a_whole_table(filled: None) -> None:
    now = clock.now()
    plans = [await plan(backlog_sql(QUEUES), now), await plan(faults_sql(KINDS))]
    for one in DUE_TABLES:
        if one.model is not Delivery:
            claim = claim_sql(one.kind, one.share)
            plans.append(await plan(claim, now, now, one.claim_size or one.at_once))
    assert not [text for text in plans if "Seq Scan" in text]
