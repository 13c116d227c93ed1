"""Every kind of due row has its rules, its end, its gauge and somebody who works it off."""

from tortoise import Tortoise

from mobile_api.due_work import DUE_TABLES, QUEUES
from mobile_api.shared.database import APP, fetch
from notifications.sending.claiming import DELIVERIES
from tests.stack import Stack


def test_every_table_of_due_rows_has_rules(session_stack: Stack) -> None:
    assert Tortoise.apps is not None
    due = {model for model in Tortoise.apps[APP].values() if "due_at" in model._meta.fields_map}
    assert {table.model for table in DUE_TABLES} == due
    assert len(DUE_TABLES) == len(due)


def test_every_kind_ends_its_retries() -> None:
    kinds = {one.kind: one.retry for one in DUE_TABLES}
    endless = [kind for kind, retry in kinds.items() if retry.tries is None and retry.until is None]
    assert endless == []


def test_every_kind_has_a_gauge_and_a_loop_that_is_woken_by_it(session_stack: Stack) -> None:
    kinds = {queue.kind for queue in QUEUES}
    told = {kind.partition(":")[0] for kind in kinds}
    assert told == {table.kind for table in DUE_TABLES}
    assert DELIVERIES.kind not in kinds
    assert kinds == {loop.wakes_on for loop in session_stack.loops if loop.wakes_on}


def test_no_two_loops_have_one_name(session_stack: Stack) -> None:
    names = [loop.name for loop in session_stack.loops]
    assert len(names) == len(set(names))


async def test_due_rows_are_found_by_an_index(session_stack: Stack) -> None:
    rows = await fetch("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'")
    found = {row["tablename"] for row in rows if "(due_at)" in row["indexdef"]}
    assert {table.kind for table in DUE_TABLES if table is not DELIVERIES} <= found
