"""The embedded database keeps what was committed, whoever kills what."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from mobile_api.embedded import EmbeddedFault, EmbeddedPostgres
from mobile_api.embedded.child import Child
from mobile_api.embedded.ground import account_for
from tests.mobile_api.embedded.said import Said, is_alive, until

Make = Callable[..., EmbeddedPostgres]


def pid_of(server: EmbeddedPostgres) -> int:
    assert server.child is not None
    assert server.child.process is not None
    return server.child.process.pid


async def execute(url: str, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(url)
    try:
        return list(await connection.fetch(statement))
    finally:
        await connection.close()


async def test_a_killed_server_keeps_its_rows(make_postgres: Make) -> None:
    server = make_postgres(durable=True)
    server.start()
    await execute(server.url, "CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(pid_of(server), signal.SIGKILL)
    until(lambda: server.exit_code() == -signal.SIGKILL)

    server.start()

    rows = await execute(server.url, "SELECT number FROM kept")
    assert [row["number"] for row in rows] == [7]


async def test_the_server_of_an_earlier_run_is_stopped_first(
    make_postgres: Make, said: Said
) -> None:
    first, second = make_postgres(), make_postgres()
    first.start()
    left_over = pid_of(first)

    second.start()

    until(lambda: not is_alive(left_over))
    assert said.about(f"earlier run (process {left_over})")
    assert await execute(second.url, "SELECT 1")


@pytest.fixture
def stranger(folder: Path) -> Iterator[int]:
    """A process that is no server, of the user who owns the database."""
    account = account_for(folder / "postgres")
    child = Child("stranger", ["/bin/sleep", "60"], folder / "stranger.log", {}, account=account)
    child.start()
    assert child.process is not None
    name = Path(f"/proc/{child.process.pid}/comm")
    until(lambda: name.read_text() == "sleep\n")
    yield child.process.pid
    child.stop()


async def test_a_pid_that_means_another_process_now_is_forgotten(
    make_postgres: Make, stranger: int
) -> None:
    server = make_postgres()
    server.start()
    pid_file = server.folder.resolve() / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    os.kill(pid_of(server), signal.SIGKILL)
    until(lambda: server.exit_code() is not None)
    # PostgreSQL would take a process of its own user for a server, and refuse to start.
    pid_file.write_text("\n".join([str(stranger), *lines[1:]]))

    server.start()

    assert is_alive(stranger)
    assert await execute(server.url, "SELECT 1")


async def test_a_wrong_password_is_refused(make_postgres: Make) -> None:
    server = make_postgres()
    server.start()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await execute(server.url.replace("a password", "another one"), "SELECT 1")


def test_it_does_not_run_as_root(make_postgres: Make) -> None:
    server = make_postgres()
    server.start()
    assert Path(f"/proc/{pid_of(server)}").stat().st_uid != 0


def test_a_making_that_was_cut_short_is_begun_again(make_postgres: Make, folder: Path) -> None:
    ruin = folder / "postgres" / "data.unfinished"
    ruin.mkdir(parents=True)
    (ruin / "PG_VERSION").write_text("18\n")
    server = make_postgres()
    server.start()
    assert server.exit_code() is None
    assert not ruin.exists()


def test_data_of_another_version_is_explained(make_postgres: Make, folder: Path) -> None:
    (folder / "postgres" / "data").mkdir(parents=True)
    (folder / "postgres" / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedFault, match="was made by PostgreSQL 9, which is not on this"):
        make_postgres().start()


async def test_a_value_in_a_failed_statement_stays_out_of_the_log(make_postgres: Make) -> None:
    server = make_postgres()
    server.start()
    await execute(server.url, "CREATE TABLE t (word text UNIQUE)")
    for _ in range(2):
        try:
            await execute(server.url, "INSERT INTO t VALUES ('a typed word')")
        except asyncpg.UniqueViolationError as fault:
            assert fault.constraint_name == "t_word_key"
    server.stop()
    assert "duplicate key" in server.log.read_text()
    assert "a typed word" not in server.log.read_text()
