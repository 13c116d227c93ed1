"""A migration that is no transaction and was cut in the middle is whole after the next try."""

from importlib import import_module

import asyncpg
import pytest

AFTER_AWARDS = import_module("mobile_api.migrations.0018_after_awards")
# What its statements touch, as it stood before.
BEFORE = """
CREATE SCHEMA cut; SET search_path TO cut;
CREATE TABLE "expert" ("person_id" UUID);
CREATE TABLE "market_contract" ("id" UUID);
CREATE TABLE "credit_effect" ("id" UUID);
INSERT INTO "expert" SELECT one FROM gen_random_uuid() AS one, generate_series(1, 2);
"""
INVALID = """
SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE relnamespace = 'cut'::regnamespace AND NOT indisvalid
"""
UNIQUE = """
SELECT indisvalid AND indisunique FROM pg_index WHERE indexrelid = 'cut.uid_expert_person'::regclass
"""


async def test_one_that_failed_over_doubles_leaves_no_dead_index(postgres_url: str) -> None:
    """PostgreSQL keeps the name of a concurrent index that failed: IF NOT EXISTS passes it by."""
    connection = await asyncpg.connect(postgres_url)
    try:
        await connection.execute("DROP SCHEMA IF EXISTS cut CASCADE")
        await connection.execute(BEFORE)
        with pytest.raises(asyncpg.UniqueViolationError):
            await _run(connection)
        assert await connection.fetch(INVALID)
        await connection.execute('DELETE FROM "expert" WHERE ctid = (SELECT min(ctid) FROM expert)')
        for _ in range(2):
            await _run(connection)
            assert await connection.fetch(INVALID) == []
            assert await connection.fetchval(UNIQUE) is True
    finally:
        await connection.execute("DROP SCHEMA IF EXISTS cut CASCADE")
        await connection.close()


async def _run(connection: asyncpg.Connection) -> None:
    for statement in AFTER_AWARDS.STATEMENTS:
        await connection.execute(statement)
