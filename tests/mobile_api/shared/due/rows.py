"""Rows of due work that belong to nothing else, and a table of rules for them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from prometheus_client import REGISTRY

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.due.retries import Retry
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.ids import new_id
from wechat.content.models import CheckKind, ContentCheck

MINUTE = timedelta(minutes=1)
THREE_TRIES = Retry(first=MINUTE, longest=timedelta(minutes=90), tries=3)


def table(**rules: Any) -> DueTable[ContentCheck]:
    """A minute's lease, four at once, three tries, unless told otherwise."""
    usual: dict[str, Any] = {"lease": MINUTE, "at_once": 4, "retry": THREE_TRIES}
    return DueTable(model=ContentCheck, **(usual | rules))


async def due_rows(count: int) -> list[UUID]:
    """Ids of due rows, longest due first, in a table that the planner believes to hold one."""
    now = clock.now()
    rows = [
        ContentCheck(
            id=new_id(),
            app_id="wx",
            subject="case:1",
            part=str(number),
            kind=CheckKind.text,
            text="some words",
            requested_at=now,
            due_at=now - timedelta(seconds=count - number),
        )
        for number in range(count)
    ]
    await ContentCheck.bulk_create(rows[:1])
    await fetch("ANALYZE content_check")
    await ContentCheck.bulk_create(rows[1:])
    return [row.id for row in rows]


async def fresh(row_id: UUID) -> ContentCheck:
    return await ContentCheck.get(id=row_id)


def values(row: ContentCheck) -> dict[str, object]:
    return {name: getattr(row, name) for name in ContentCheck._meta.db_fields}


async def due_in(row_id: UUID, since: datetime) -> float | None:
    """Seconds from `since` until the row is due, rounded; None when it never is."""
    due_at = (await fresh(row_id)).due_at
    return None if due_at is None else round((due_at - since).total_seconds())


def counted() -> dict[str, float]:
    """How many rows of this kind went how, since the process began."""
    samples = [sample for metric in REGISTRY.collect() for sample in metric.samples]
    return {
        sample.labels["outcome"]: sample.value
        for sample in samples
        if sample.name == "yiwang_due_work_total" and sample.labels["kind"] == "content_check"
    }
