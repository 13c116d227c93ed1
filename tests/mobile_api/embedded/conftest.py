"""Real servers in short-lived folders; nothing here is replaced by a stand-in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mobile_api.embedded import EmbeddedPostgres, EmbeddedValkey
from mobile_api.embedded.home import free_port
from mobile_api.embedded.temporary import temporary_folder
from tests.mobile_api.embedded.said import Said


@pytest.fixture
def folder() -> Iterator[Path]:
    with temporary_folder() as path:
        yield path


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def make_postgres(folder: Path, said: Said) -> Iterator[Callable[..., EmbeddedPostgres]]:
    """Each call is another life of the server on the same folder."""
    port, made = free_port(), []

    def make(*, durable: bool = False) -> EmbeddedPostgres:
        log = folder / "database.log"
        made.append(EmbeddedPostgres(folder / "postgres", port, "a password", log, said, durable))
        return made[-1]

    yield make
    for server in made:
        server.stop()


@pytest.fixture
def make_valkey(folder: Path, said: Said) -> Iterator[Callable[[], EmbeddedValkey]]:
    """Each call is another life of the server on the same folder."""
    made: list[EmbeddedValkey] = []

    def make() -> EmbeddedValkey:
        made.append(EmbeddedValkey(folder / "valkey", folder / "cache.log", said))
        return made[-1]

    yield make
    for server in made:
        server.stop()
