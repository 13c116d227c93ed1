"""PostgreSQL as a child process: made on first use, never run as root, never orphaned."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from mobile_api.embedded.binaries import PostgresBinaries, postgres_for
from mobile_api.embedded.child import Child, bare_environment
from mobile_api.embedded.errors import EmbeddedFault, no_room
from mobile_api.embedded.ground import Say, account_for, home_for

ROLE = DATABASE = "yiwang"
_START_PATIENCE = 60.0
# Losing the last second of a throw-away database is fine; of a kept one it is not.
_THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # One door is enough, and the path of a socket may not be longer than 107 bytes.
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",  # a failed statement would bring its values into the log
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",  # nor "Key (...)=(...) already exists"
}


@dataclass
class EmbeddedPostgres:
    """`folder` holds the data (or a link to where root may lend it); loopback and password only."""

    folder: Path
    port: int
    password: str
    log: Path
    say: Say
    durable: bool = True
    binaries: PostgresBinaries | None = None
    name: str = "database"
    child: Child | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}:{self.password}@127.0.0.1:{self.port}/{DATABASE}"

    def start(self) -> None:
        """Start it and wait until it takes connections.

        Raises EmbeddedFault when it cannot be made or started, OSError when the disk is full.
        """
        account = account_for(self.folder)
        home = home_for(self.folder, account, self.say)
        data = home / "data"
        server = (self.binaries or postgres_for(data)).reached_by(account, home)
        stop_previous(data, self.say)
        if not data.exists():
            _Maker(self, server, home).make()
        settings = _SETTINGS | {"port": str(self.port)} | ({} if self.durable else _THROW_AWAY)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.child = Child(
            self.name,
            [str(server.postgres), "-D", str(data), *options],
            self.log,
            environment=bare_environment(),
            folder=data,
            account=account,
            stop_signal=signal.SIGINT,  # "fast": does not wait for clients, loses nothing
        )
        _start_until_ready(self.child, data)

    def exit_code(self) -> int | None:
        return self.child.exit_code() if self.child else None

    def stop(self) -> None:
        if self.child:
            self.child.stop()


@dataclass
class _Maker:
    """Makes the cluster beside its place and moves it there whole: a kill leaves no ruin."""

    postgres: EmbeddedPostgres
    server: PostgresBinaries
    home: Path

    def make(self) -> None:
        self.postgres.say("making the database (the first time only)")
        unfinished = self.home / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        with self._password_file() as password:
            options = ["--auth=scram-sha-256", "--encoding=UTF8", "--no-locale"]
            options += ["--no-instructions"] if self.postgres.durable else ["--no-sync"]
            options += ["--username", ROLE, "--pwfile", str(password)]
            self._run([str(self.server.initdb), "-D", str(unfinished), *options])
        # In single-user mode, so that nothing listens before the database is complete.
        single = [str(self.server.postgres), "--single", "-D", str(unfinished), "postgres"]
        self._run(single, f"CREATE DATABASE {DATABASE};\n")
        unfinished.replace(self.home / "data")

    @contextmanager
    def _password_file(self) -> Iterator[Path]:
        """Closed to all but the user who makes the database, and gone afterwards."""
        path, account = self.home / "password", account_for(self.home)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        try:
            path.write_text(self.postgres.password)
            if account:
                os.chown(path, account.uid, account.gid)
            yield path
        finally:
            path.unlink(missing_ok=True)

    def _run(self, command: list[str], text: str = "") -> None:
        account = account_for(self.home)
        uid, gid = (account.uid, account.gid) if account else (None, None)
        done = subprocess.run(
            command,
            input=text,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.home,
            env=bare_environment(),
            user=uid,
            group=gid,
            extra_groups=[] if account else None,
        )
        # --single ends with 0 though a statement failed.
        if done.returncode or "ERROR:" in done.stderr or "FATAL:" in done.stderr:
            raise _explained(done.stdout + done.stderr, self.home, "could not be made")


def _start_until_ready(child: Child, data: Path) -> None:
    deadline = time.monotonic() + _START_PATIENCE
    child.start()
    while not _ready(data, child):
        if child.exit_code() is not None:
            # Processes of a killed server may hold its memory for a moment longer.
            if "shared memory block" not in child.tail() or time.monotonic() > deadline:
                raise _explained(child.tail(), data, "does not start")
            child.start()
        if time.monotonic() > deadline:
            child.stop()
            raise _explained(child.tail(), data, "does not answer")
        time.sleep(0.02)


def _ready(data: Path, child: Child) -> bool:
    """The postmaster writes its state into the eighth line of its own pid file."""
    lines = _pid_file(data)
    ours = child.process is not None and lines[:1] == [str(child.process.pid)]
    return ours and len(lines) >= 8 and lines[7].strip() == "ready"


def _pid_file(data: Path) -> list[str]:
    with suppress(FileNotFoundError):
        return (data / "postmaster.pid").read_text().splitlines()
    return []


def stop_previous(data: Path, say: Say) -> None:
    """End a server that a killed run left on `data`; forget a pid that means another one now."""
    lines = _pid_file(data)
    if not lines:
        return
    pid = int(lines[0])
    if not _serves(pid, data):
        # After a restart of the machine the number may belong to anybody; PostgreSQL would give up.
        (data / "postmaster.pid").unlink(missing_ok=True)
        return
    say(f"stopping the database server of an earlier run (process {pid})")
    for number, patience in ((signal.SIGINT, 10.0), (signal.SIGQUIT, 10.0)):
        os.kill(pid, number)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not _serves(pid, data):
                return
            time.sleep(0.05)
    raise EmbeddedFault(f"Process {pid} still holds {data}. End it, then start again.")


def _serves(pid: int, data: Path) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cwd").readlink() == data.resolve()
    return False


def _explained(output: str, place: Path, what: str) -> EmbeddedFault:
    if "No space left on device" in output:
        return no_room(place)
    last = "\n  ".join(output.strip().splitlines()[-5:])
    return EmbeddedFault(f"The database {what}. PostgreSQL says:\n  {last}")
