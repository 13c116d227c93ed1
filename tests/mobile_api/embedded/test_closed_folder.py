"""A stack below a folder that is closed to others (root's home) works, and opens nothing."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

from mobile_api.embedded import EmbeddedPostgres
from mobile_api.embedded.binaries import bundled_postgres
from mobile_api.embedded.ground import discard
from mobile_api.embedded.home import free_port
from tests.mobile_api.embedded.said import Said


def test_the_database_starts_and_the_folder_stays_closed(folder: Path, said: Said) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    place = closed / "stack" / "postgres"
    server = EmbeddedPostgres(place, free_port(), "pw", closed / "database.log", said, False)
    try:
        server.start()
        assert server.exit_code() is None
        assert closed.stat().st_mode & 0o777 == 0o700
        # Only root has to lend the folder to somebody else, and then says where it went.
        assert bool(said.about(f"the database is kept in {place.resolve()}")) == (os.getuid() == 0)
    finally:
        server.stop()
        discard(place)


def test_programs_that_its_user_cannot_reach_are_copied(folder: Path, said: Said) -> None:
    bundled = bundled_postgres()
    assert bundled is not None
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    package = shutil.copytree(bundled.root.parent, closed / bundled.root.parent.name)
    libraries = [shutil.copytree(path, closed / path.name) for path in bundled.libraries]
    beside = replace(bundled, root=package / bundled.root.name, libraries=tuple(libraries))
    server = EmbeddedPostgres(
        folder / "postgres", free_port(), "pw", folder / "database.log", said, False, beside
    )
    try:
        server.start()
        assert server.exit_code() is None
        copies = list((folder / "postgres").glob("server-*/*/*/bin/postgres"))
        assert len(copies) == (os.getuid() == 0)
    finally:
        server.stop()
