"""A city that runs the release before this one keeps every row when it upgrades."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson
from tortoise.cli.cli import tortoise_cli_context
from tortoise.connection import get_connection
from tortoise.migrations.executor import MigrationTarget

from mobile_api.cases.history import CASE_LOG
from mobile_api.migrating import Executor
from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring
from mobile_api.shared.database import APP, tortoise_config
from mobile_api.shared.history.chain import first_fault
from tests.stack import Stack

BEFORE = "0001_initial"
PERSON, PARCEL = uuid4(), uuid4()
ROWS = (
    (
        "INSERT INTO person (id, assurance_level, created_at) VALUES ($1, 1, $2)",
        lambda now: (PERSON, now),
    ),
    (
        "INSERT INTO delivery (id, person_id, event, channel, subject, dedupe_key, content, state,"
        " created_at, due_at) VALUES ($1, $2, 'accepted', 'mini_program', 'case:1', 'one', '\\x00',"
        " 'pending', $3, $3)",
        lambda now: (uuid4(), PERSON, now),
    ),
    (
        "INSERT INTO parcel (id, reference, order_number, direction, sender, receiver, contents,"
        " state, created_at, ordering_since) VALUES ($1, 'one', 'YW1', 'to_person', '\\x00',"
        " '\\x00', '证件', 'ordered', $2, $2)",
        lambda now: (PARCEL, now),
    ),
    (
        "INSERT INTO parcel_event (id, parcel_id, op_code, at, description, received_at)"
        " VALUES ($1, $2, '203', $3, '\\x00', $3)",
        lambda now: (uuid4(), PARCEL, now),
    ),
)


CASE = (
    "INSERT INTO case_file (id, number, region_code, item_key, item_name, guide_version,"
    " department_key, applicant_id, status, situation, event_count, head_hash, created_at,"
    " touched_at) VALUES ($1, $2, '999900', 'passport', '护照', 1, 'crj', $3, 'accepted', '{}', $4,"
    " $5, $6, $6)"
)
EVENT = (
    "INSERT INTO case_event (id, case_id, sequence, kind, status_before, status_after, actor_kind,"
    " actor_key, at, public_text, payload, previous_hash, hash)"
    " VALUES ($1, $2, $3, $4, $5, $6, 'staff', 'staff:1', $7, '公开的文字', $8, $9, $10)"
)
STEPS = (("submit", "draft", "submitted"), ("accept", "submitted", "accepted"))


def said_before(case_id: UUID, number: int, at: int, payload: Any) -> bytes:
    """What the release before hashed of an event."""
    kind, before, after = STEPS[number - 1]
    facts = {
        "case_id": str(case_id),
        "sequence": number,
        "kind": kind,
        "before": before,
        "after": after,
        "actor_kind": "staff",
        "actor_key": "staff:1",
        "at": at,
        "public_text": "公开的文字",
        "payload": payload,
    }
    return orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)


async def written_before(door: Any, number: str, *, count: int = 2, forged: bool = False) -> UUID:
    """A case with two events, as the release before wrote them; `count`: what its row says."""
    case_id, hashes, now = uuid4(), [bytes(32)], clock.now()
    at = int(now.timestamp()) * 1_000_000 + now.microsecond
    for place in (1, 2):
        said = said_before(case_id, place, at, {"reason": "理由"} if place == 2 else None)
        hashes.append(hashlib.sha256(hashes[-1] + said).digest())
    await door.execute(CASE, case_id, number, PERSON, count, hashes[count], now)
    for place, (kind, before, after) in enumerate(STEPS, 1):
        text = orjson.dumps({"reason": "理由"})
        payload = keyring().seal(text, "case_event.payload") if place == 2 else None
        moved = now + timedelta(seconds=1) if forged else now
        values = uuid4(), case_id, place, kind, before, after, moved, payload, *hashes[place - 1 :]
        await door.execute(EVENT, *values[:10])
    return case_id


async def fault_of(door: Any, case_id: UUID) -> str | None:
    row = await door.fetchrow("SELECT * FROM case_file WHERE id = $1", case_id)
    rows = await door.fetch(
        "SELECT * FROM case_event WHERE case_id = $1 ORDER BY sequence", case_id
    )
    events = [dict(one) for one in rows]
    for event in events:
        if event["payload"] is not None:
            opened = keyring().open(event["payload"], "case_event.payload")
            event["payload"] = orjson.loads(opened)
    links = [CASE_LOG.link(case_id, event) for event in events]
    found = first_fault(CASE_LOG.head(row["status"], row["event_count"], row["head_hash"]), links)
    return str(found[0]) if found else None


async def test_histories_of_the_release_before_are_bound_anew(
    stack: Stack, empty_database: str
) -> None:
    config = tortoise_config(empty_database, pool_size=2)
    async with tortoise_cli_context(config):
        executor = Executor(get_connection("default"), config["apps"])
        await executor.migrate([MigrationTarget(APP, BEFORE)])
        door = await asyncpg.connect(empty_database)
        await door.execute(ROWS[0][0], *ROWS[0][1](clock.now()))
        whole = [await written_before(door, f"N{number}") for number in range(3)]
        forged = await written_before(door, "N8", forged=True)
        cut_off = await written_before(door, "N9", count=1)
        await executor.migrate()
        found = [await fault_of(door, case_id) for case_id in (*whole, forged, cut_off)]
        await door.close()
    assert found == [None, None, None, "altered", "altered"]


async def test_the_table_of_sessions_is_empty_and_takes_one(empty_database: str) -> None:
    """Nobody's session of the release before is known: whoever has one signs in again."""
    config = tortoise_config(empty_database, pool_size=2)
    async with tortoise_cli_context(config):
        executor = Executor(get_connection("default"), config["apps"])
        await executor.migrate([MigrationTarget(APP, "0006_keyed_history")])
        door = await asyncpg.connect(empty_database)
        await door.execute(ROWS[0][0], *ROWS[0][1](clock.now()))
        await executor.migrate([MigrationTarget(APP, "0007_sessions")])
        assert await door.fetchval("SELECT count(*) FROM session") == 0
        opened = (
            "INSERT INTO session (id, kind, account_id, via, seed, opened_at,"
            " renewed_at, expires_at)"
            " VALUES ($1, 'citizen', $2, 'phone', '\\x00', $3, $3, $3)"
            " RETURNING generation, ended_at"
        )
        row = await door.fetchrow(opened, uuid4(), PERSON, clock.now())
        await door.close()
    assert tuple(row or ()) == (0, None)


async def test_rows_of_the_release_before_survive(empty_database: str) -> None:
    config = tortoise_config(empty_database, pool_size=2)
    async with tortoise_cli_context(config):
        executor = Executor(get_connection("default"), config["apps"])
        await executor.migrate([MigrationTarget(APP, BEFORE)])
        door = await asyncpg.connect(empty_database)
        for statement, values in ROWS:
            await door.execute(statement, *values(clock.now()))
        await executor.migrate()
        kept = await door.fetchrow(
            "SELECT d.state, d.channel, d.priority, e.source, p.carrier, p.owner_kind, o.closed_at"
            " FROM delivery d, parcel p, parcel_event e, person o"
        )
        await door.close()
    assert tuple(kept or ()) == ("pending", "mini_program", 0, "ems", "ems", "case", None)
