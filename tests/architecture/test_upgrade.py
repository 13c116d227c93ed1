"""A city that runs the release before this one keeps every row when it upgrades."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest
from tortoise.cli.cli import tortoise_cli_context
from tortoise.connection import get_connection
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget

from mobile_api.shared import clock
from mobile_api.shared.database import APP, tortoise_config

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


@pytest.fixture
async def empty_database(postgres_url: str) -> AsyncIterator[str]:
    name = f"upgrade_{uuid4().hex[:8]}"
    door = await asyncpg.connect(postgres_url)
    await door.execute(f"CREATE DATABASE {name}")
    yield urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
    await door.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await door.close()


async def test_rows_of_the_release_before_survive(empty_database: str) -> None:
    config = tortoise_config(empty_database, pool_size=2)
    async with tortoise_cli_context(config):
        executor = MigrationExecutor(get_connection("default"), config["apps"])
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
