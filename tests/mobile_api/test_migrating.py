"""A migration lets the counter pass: it waits for no lock for long, and is there whole or not."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator

import asyncpg
import pytest
from tortoise import migrations
from tortoise.cli.cli import tortoise_cli_context
from tortoise.exceptions import IntegrityError
from tortoise.migrations.executor import MigrationTarget
from tortoise.migrations.operations import RunSQL

from mobile_api.migrating import Executor, MigrationGaveUp, Patience, migrate_database
from mobile_api.shared.database import APP, connection, tortoise_config
from mobile_api.shared.settings.settings import Settings
from tests.servers import database_beside
from tests.settings import environment_of
from tests.stack import Stack

BEFORE, NEXT = "0005_followed_events", "0006_keyed_history"
HURRIED = Patience(lock_seconds=0.05, tries=3, pause_seconds=0)
STEADY = Patience(lock_seconds=0.05, tries=10_000, pause_seconds=0.01)
LONG_REPORT = "LOCK TABLE case_event IN ACCESS SHARE MODE"
_ONE_SLOW_STATEMENT = """
CREATE SEQUENCE statements;
CREATE FUNCTION slow() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN IF nextval('statements') = 1 THEN PERFORM pg_sleep(1.5); END IF; END $$;
CREATE EVENT TRIGGER slow ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION slow();
"""
_WAITING = "SELECT count(DISTINCT virtualtransaction) FROM pg_locks WHERE NOT granted"


@pytest.fixture(scope="module")
async def template(postgres_url: str) -> AsyncIterator[str]:
    """The name of a database with the tables as they were before the newest migration."""
    async with database_beside(postgres_url) as url:
        config = tortoise_config(url, pool_size=2)
        async with tortoise_cli_context(config):
            executor = Executor(connection(), config["apps"])
            await executor.migrate([MigrationTarget(APP, BEFORE)])
        yield url.rpartition("/")[2].partition("?")[0]


@pytest.fixture
async def before(postgres_url: str, template: str) -> AsyncIterator[str]:
    """A copy of it, which is the database of this process."""
    async with (
        database_beside(postgres_url, template) as url,
        tortoise_cli_context(tortoise_config(url, pool_size=2)),
    ):
        yield url


@pytest.fixture
async def other(before: str) -> AsyncIterator[asyncpg.Connection]:
    """Somebody else at the same database."""
    door = await asyncpg.connect(before)
    yield door
    await door.close()


@pytest.fixture
async def citizen(before: str) -> AsyncIterator[asyncpg.Connection]:
    """And somebody who asks for what is locked."""
    door = await asyncpg.connect(before)
    yield door
    await door.close()


async def applied(door: asyncpg.Connection) -> set[str]:
    return {row["name"] for row in await door.fetch("SELECT name FROM tortoise_migrations")}


async def seen(citizen: asyncpg.Connection, question: str) -> None:
    """Returns once the answer to it is not 0."""
    async with asyncio.timeout(20):
        while not await citizen.fetchval(question):
            await citizen.execute("SELECT pg_sleep(0.01)")


@pytest.mark.thorough
async def test_it_gives_up_says_so_and_has_done_nothing(
    before: str, other: asyncpg.Connection
) -> None:
    async with asyncio.timeout(60), other.transaction():
        await other.execute(LONG_REPORT)
        with pytest.raises(MigrationGaveUp, match=r"0006_keyed_history gave up after 3 tries"):
            await migrate_database(before, HURRIED)
    assert NEXT not in await applied(other)
    assert f"{APP}.{NEXT} applied" in await migrate_database(before, HURRIED)
    assert NEXT in await applied(other)


async def test_others_are_served_while_it_waits_for_a_long_report(
    before: str, other: asyncpg.Connection, citizen: asyncpg.Connection
) -> None:
    async with other.transaction():
        await other.execute(LONG_REPORT)
        migrating = asyncio.create_task(migrate_database(before, STEADY))
        await seen(citizen, _WAITING)
        for _ in range(5):
            # Behind the waiting migration, and past it when it steps aside.
            assert await citizen.fetchval("SELECT count(*) FROM case_event", timeout=20) == 0
        assert not migrating.done()
    assert f"{APP}.{NEXT} applied" in await migrating


async def test_a_migration_and_its_record_are_one(before: str, other: asyncpg.Connection) -> None:
    columns = "SELECT count(*) FROM information_schema.table_constraints"
    earlier = await other.fetchval(columns)
    refusal = f"ALTER TABLE tortoise_migrations ADD CONSTRAINT no CHECK (name <> '{NEXT}')"
    await other.execute(refusal)
    with pytest.raises(IntegrityError):
        await migrate_database(before, HURRIED)
    await other.execute("ALTER TABLE tortoise_migrations DROP CONSTRAINT no")
    assert await other.fetchval(columns) == earlier
    assert f"{APP}.{NEXT} applied" in await migrate_database(before, HURRIED)


async def test_what_was_applied_is_never_guessed(before: str, other: asyncpg.Connection) -> None:
    await other.execute("ALTER TABLE tortoise_migrations RENAME COLUMN app TO application")
    with pytest.raises(Exception, match="app"):
        await migrate_database(before, HURRIED)


async def test_an_index_that_is_made_beside_the_counter_is_waited_for(
    before: str, other: asyncpg.Connection, citizen: asyncpg.Connection
) -> None:
    class Beside(migrations.Migration):
        atomic = False
        operations = [RunSQL('CREATE INDEX CONCURRENTLY "beside" ON case_event (at)')]

    executor = Executor(connection(), tortoise_config(before)["apps"])
    await executor.missing()
    async with other.transaction():
        await other.execute("LOCK TABLE case_event IN ROW EXCLUSIVE MODE")
        making = asyncio.create_task(executor.apply(Beside("0099_beside", APP), 0.05))
        await seen(citizen, _WAITING)
        # Longer than a migration that others stand behind would wait.
        await citizen.execute("SELECT pg_sleep(0.3)")
        assert not making.done()
    await making
    valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'beside'::regclass"
    assert await other.fetchval(valid)
    assert "0099_beside" in await applied(other)


async def told_by_the_command(settings: Settings) -> tuple[int | None, str]:
    """How `yiwang migrate` ends, and what it says to the operator."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "mobile_api.cli",
        "migrate",
        env=os.environ | environment_of(settings),
        stderr=asyncio.subprocess.PIPE,
    )
    _, told = await process.communicate()
    return process.returncode, told.decode()


@pytest.mark.thorough
async def test_the_command_ends_with_one_sentence(
    stack: Stack, before: str, other: asyncpg.Connection
) -> None:
    """As patient as it is in a city: a minute and a half."""
    async with other.transaction():
        await other.execute(LONG_REPORT)
        settings = stack.settings.model_copy(update={"database_url": before})
        code, told = await told_by_the_command(settings)
    said = [line for line in told.splitlines() if line.startswith("yiwang: ")]
    assert (code, len(said)) == (1, 1)
    assert said[0].startswith("yiwang: migration 0006_keyed_history gave up after 10 tries")
    assert "Traceback" not in told


@pytest.mark.thorough
async def test_a_command_takes_its_time(stack: Stack, postgres_url: str) -> None:
    """Red before: what a request may wait for one statement ended a migration in its middle."""
    async with database_beside(postgres_url) as url:
        door = await asyncpg.connect(url)
        await door.execute(_ONE_SLOW_STATEMENT)
        await door.close()
        least = {"database_url": url, "database_statement_seconds": 1.0}
        settings = stack.settings.model_copy(update=least)
        ended = await told_by_the_command(settings)
    assert ended == (0, "")
