"""Commands as services of the local stack, and the steps that run once before them."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mobile_api.embedded.child import Child
from mobile_api.embedded.errors import EmbeddedFault, no_room
from mobile_api.embedded.home import LOOPBACK

# Where the packages stand: a folder of the caller's choice might hold other ones of these names.
ROOT = Path(__file__).resolve().parents[2]
_START_PATIENCE = 60.0


@dataclass
class Server:
    """A command that counts as started once `is_ready` says so."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    is_ready: Callable[[], bool] = lambda: True
    child: Child | None = field(default=None, init=False)

    def start(self) -> None:
        """Raises EmbeddedFault when it ends or says nothing for a minute, OSError without room."""
        self.launch()
        self.wait()

    def launch(self) -> None:
        self.child = Child(self.name, self.command, self.log, self.environment, folder=ROOT)
        self.child.start()

    def wait(self) -> None:
        """Until it is ready."""
        child = self.child
        if child is None:
            return
        deadline = time.monotonic() + _START_PATIENCE
        while not self.is_ready():
            if child.exit_code() is not None:
                raise _failed(f"{self.name} does not start", child.tail(), self.log)
            if time.monotonic() > deadline:
                child.stop()
                raise _failed(f"{self.name} does not answer", child.tail(), self.log)
            time.sleep(0.05)

    def exit_code(self) -> int | None:
        return self.child.exit_code() if self.child else None

    def stop(self) -> None:
        if self.child:
            self.child.stop()


def python(*arguments: str) -> list[str]:
    """The command that runs one of our modules with this very Python."""
    return [sys.executable, "-m", *arguments]


def run_step(name: str, arguments: Sequence[str], log: Path, environment: Mapping[str, str]) -> str:
    """Run `python -m ARGUMENTS` to its end and return what it printed.

    Raises EmbeddedFault with its last lines when it fails.
    """
    done = subprocess.run(
        python(*arguments),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=dict(environment),
        cwd=ROOT,
        check=False,
    )
    # Not what it printed for the person: that may be a password.
    with log.open("a") as file:
        file.write(done.stderr)
    if done.returncode:
        raise _failed(f"{name} failed", done.stdout + done.stderr, log)
    return done.stdout


def _failed(what: str, output: str, log: Path) -> EmbeddedFault:
    if "No space left on device" in output or os.statvfs(log.parent).f_bavail == 0:
        return no_room(log.parent)
    last = "\n  ".join(output.strip().splitlines()[-5:])
    return EmbeddedFault(f"{what}. Its log is {log}; it ends with:\n  {last}")


def answers(port: int, path: str) -> Callable[[], bool]:
    """A check that GET `path` on the loopback `port` says 200."""

    def check() -> bool:
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return check


def listens(*ports: int) -> Callable[[], bool]:
    """A check that something takes connections on every one of the loopback `ports`."""

    def check() -> bool:
        try:
            for port in ports:
                socket.create_connection((LOOPBACK, port), timeout=5).close()
        except OSError:
            return False
        return True

    return check
