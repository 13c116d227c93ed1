"""The servers that the tests talk to: those of the wheels, or the ones that YIWANG_TEST_* names.

A server that is named is somebody else's: the tests make a database and a bucket of their own there
and remove them; the Redis database that is named is emptied first, so give them one of their own.
"""

import asyncio
import os
import re
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from typing import NamedTuple
from urllib.parse import urlsplit

import asyncpg
import pytest
import redis
from minio import Minio

from mobile_api.embedded import temporary_servers
from mobile_api.embedded.local_settings import Servers

DATABASE_SETTING = "YIWANG_TEST_DATABASE_URL"
REDIS_SETTING = "YIWANG_TEST_REDIS_URL"
S3_SETTING = "YIWANG_TEST_S3_URL"


class ObjectStore(NamedTuple):
    """`settings` are fields of mobile_api.shared.settings.settings.Settings."""

    name: str
    settings: dict[str, str]


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """One PostgreSQL database and one Redis database for the session, both empty."""
    database_url, redis_url = os.environ.get(DATABASE_SETTING), os.environ.get(REDIS_SETTING)
    with ExitStack() as stack:
        own = Servers("", "")
        if not (database_url and redis_url):
            own = stack.enter_context(temporary_servers())
        if database_url:
            database_url = stack.enter_context(_database_of_our_own(database_url))
        if redis_url:
            redis_url = _numbered(redis_url)
            redis.Redis.from_url(redis_url).flushdb()
        yield Servers(database_url or own.database_url, redis_url or own.redis_url)


@pytest.fixture(scope="session")
def postgres_url(servers: Servers) -> str:
    return servers.database_url


@pytest.fixture
async def empty_database(postgres_url: str) -> AsyncIterator[str]:
    async with database_beside(postgres_url) as url:
        yield url


@pytest.fixture(scope="session")
def redis_url(servers: Servers) -> str:
    return servers.redis_url


@pytest.fixture(scope="session")
def object_store() -> Iterator[ObjectStore]:
    """The directory store, or a fresh bucket at YIWANG_TEST_S3_URL (https://key:secret@host:port)."""
    url = os.environ.get(S3_SETTING)
    if not url:
        yield ObjectStore("directory", {"storage": "directory"})
        return
    with _bucket_of_our_own(url) as bucket:
        yield ObjectStore("s3", {"storage": "s3", "s3_url": f"{url.rstrip('/')}/{bucket}"})


@asynccontextmanager
async def database_beside(postgres_url: str, template: str = "template1") -> AsyncIterator[str]:
    """Another database on that server, empty or a copy, for as long as the block runs."""
    name = f"beside_{secrets.token_hex(4)}"
    door = await asyncpg.connect(postgres_url)
    await door.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
    finally:
        await door.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await door.close()


def _numbered(redis_url: str) -> str:
    """The Redis database of this process, of the sixteen that a server has."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        return redis_url
    address = re.sub(r"[?&]db=\d+$", "", redis_url)
    return f"{address}{'&' if '?' in address else '?'}db={worker.removeprefix('gw')}"


@contextmanager
def _database_of_our_own(url: str) -> Iterator[str]:
    name = f"yiwang_test_{secrets.token_hex(4)}"
    _execute(url, f"CREATE DATABASE {name}")
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        _execute(url, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(url: str, statement: str) -> None:
    async def connect_and_execute() -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    # Not asyncio.run: it would take away the loop that pytest-asyncio keeps for the session.
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(connect_and_execute())
    finally:
        loop.close()


@contextmanager
def _bucket_of_our_own(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    client = Minio(
        parts.netloc.rpartition("@")[2],
        access_key=parts.username,
        secret_key=parts.password,
        secure=parts.scheme == "https",
        region="us-east-1",
    )
    bucket = f"yiwang-test-{secrets.token_hex(4)}"
    client.make_bucket(bucket)
    try:
        yield bucket
    finally:
        for item in client.list_objects(bucket, recursive=True):
            client.remove_object(bucket, str(item.object_name))
        client.remove_bucket(bucket)
