"""Servers for as long as a block runs: tests and benchmarks take them, the demo borrows a stack."""

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from mobile_api.embedded.binaries import PostgresBinaries
from mobile_api.embedded.errors import EmbeddedFault
from mobile_api.embedded.ground import Say, discard
from mobile_api.embedded.home import Home, Stack, free_port, is_free
from mobile_api.embedded.local_settings import Servers
from mobile_api.embedded.postgres import EmbeddedPostgres
from mobile_api.embedded.program import ROOT
from mobile_api.embedded.valkey import EmbeddedValkey

_START_PATIENCE = 300.0


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Another user may pass through it: root lends a database inside to one who is not root."""
    folder = Path(tempfile.mkdtemp(prefix="yiwang-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        discard(folder / "postgres")
        discard(folder)


@contextmanager
def temporary_servers(
    *, postgres: PostgresBinaries | None = None, redis: Path | None = None, say: Say = click.echo
) -> Iterator[Servers]:
    """An empty PostgreSQL and an empty Valkey, fast and forgetful; gone when the block ends.

    Raises EmbeddedFault when one cannot be had.
    """
    with temporary_folder() as folder, ExitStack() as stack:
        database = EmbeddedPostgres(
            folder / "postgres",
            free_port(),
            "temporary",
            folder / "database.log",
            say,
            durable=False,
            binaries=postgres,
        )
        cache = EmbeddedValkey(
            folder / "valkey", folder / "cache.log", say, durable=False, server=redis
        )
        for service in (database, cache):
            stack.callback(service.stop)
            service.start()
        yield Servers(database.url, cache.url)


@contextmanager
def borrowed_stack(data_dir: Path = Path(".yiwang"), port: int = 8080) -> Iterator[Stack]:
    """The stack that runs on `data_dir`, or one that is started and stopped with the block.

    Raises EmbeddedFault when it does not come up; what it printed went to the terminal.
    """
    home = Home(data_dir)
    running = home.running()
    if running:
        yield running
        return
    chosen = port if is_free(port) else free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "mobile_api.cli",
            "up",
            "--port",
            str(chosen),
            "--data-dir",
            str(home.folder),
        ],
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
    )
    try:
        yield _announced(home, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _announced(home: Home, process: subprocess.Popen[bytes]) -> Stack:
    deadline = time.monotonic() + _START_PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        stack = home.running()
        if stack:
            return stack
        time.sleep(0.05)
    raise EmbeddedFault("The stack did not come up; the lines above say why.")
