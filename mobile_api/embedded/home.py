"""The data folder of the local stack: lock, secret, remembered ports, address card."""

import base64
import fcntl
import hashlib
import json
import os
import secrets
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypedDict

from mobile_api.embedded.errors import EmbeddedFault
from mobile_api.shared.process.command_line import LOCAL_SETTINGS
from mobile_api.shared.settings.settings import PREFIX

LOOPBACK = "127.0.0.1"
_FIRST_PORT, _PORTS = 20_000, 12_000


class Stack(TypedDict):
    """What `stack.json` says about a running stack; URLs have no trailing slash.

    `simulators`: name -> URL. `partner`: the city beside it, empty where there is none.
    """

    pid: int
    api: str
    simulators: dict[str, str]
    partner: str


class Home:
    """One folder, one stack: everything that outlives a start of `yiwang up`."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError when the folder cannot be made."""
        # 711: root lends the database inside to another user, who must be able to pass.
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        self.folder = folder.resolve()
        (self.folder / "logs").mkdir(mode=0o700, exist_ok=True)

    def log(self, name: str) -> Path:
        return self.folder / "logs" / f"{name}.log"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Held while the stack runs; the system frees it even after kill -9.

        Raises EmbeddedFault when another process holds it.
        """
        with (self.folder / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise EmbeddedFault(self._held()) from None
            try:
                yield
            finally:
                for name in ("stack.json", LOCAL_SETTINGS.name):
                    (self.folder / name).unlink(missing_ok=True)

    def _held(self) -> str:
        stack = self._read("stack.json")
        where = f" at {stack['api']} (process {stack['pid']})" if stack else ", just starting"
        return (
            f"A stack already runs on {self.folder}{where}. Use that one, or stop it with Ctrl-C"
            " in its terminal, or start a second one with --data-dir and --port."
        )

    def running(self) -> Stack | None:
        """The address card of the stack that runs on this folder now, if one does."""
        stack = self._read("stack.json")
        if stack is None:
            return None
        with (self.folder / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return Stack(
                    pid=stack["pid"],
                    api=stack["api"],
                    simulators=stack["simulators"],
                    partner=stack.get("partner", ""),
                )
        return None

    def announce(self, stack: Stack) -> None:
        self._write("stack.json", stack)

    def lend_settings(self, environment: Mapping[str, str]) -> None:
        """To the commands that its owner runs beside the stack, and to nobody else."""
        told = {name: value for name, value in environment.items() if name.startswith(PREFIX)}
        (self.folder / f"{LOCAL_SETTINGS.name}.unfinished").touch(mode=0o600)
        self._write(LOCAL_SETTINGS.name, told)

    def secret(self) -> str:
        """Base64 of 32 random bytes, made once and readable by its owner alone.

        Raises EmbeddedFault when it is gone though a database is there that was written with it.
        """
        path = self.folder / "secret"
        with suppress(FileNotFoundError):
            return path.read_text().strip()
        if (self.folder / "postgres").exists():
            raise EmbeddedFault(
                f"{path} is gone, and without it nobody can read the data in {self.folder}. Put it"
                " back, or move the folder away to start afresh."
            )
        secret = base64.b64encode(secrets.token_bytes(32)).decode()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secret + "\n")
        return secret

    def database_password(self) -> str:
        return hashlib.sha256(f"database {self.secret()}".encode()).hexdigest()[:32]

    def port(self, name: str) -> int:
        """The port that `name` had the last time, or a free one if that one is taken."""
        ports = self._read("ports.json") or {}
        port = ports.get(name)
        if not isinstance(port, int) or port in _others(ports, name) or not is_free(port):
            port = free_port()
            self._write("ports.json", ports | {name: port})
        return port

    def _read(self, name: str) -> dict[str, Any] | None:
        """None when it is missing or was cut short."""
        with suppress(FileNotFoundError, json.JSONDecodeError):
            content = json.loads((self.folder / name).read_text())
            return content if isinstance(content, dict) else None
        return None

    def _write(self, name: str, content: object) -> None:
        unfinished = self.folder / f"{name}.unfinished"
        unfinished.write_text(json.dumps(content, indent=1) + "\n")
        unfinished.replace(self.folder / name)


def _others(ports: dict[str, int], name: str) -> set[int]:
    return {port for other, port in ports.items() if other != name}


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: a port in TIME_WAIT counts as free, a listening one does not.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """A port of this machine where nobody listens now.

    It lies below the range that systems take for outgoing connections (Linux from 32768, macOS from
    49152): there one of those may get the port before the server that it was chosen for.
    """
    while True:
        port = _FIRST_PORT + secrets.randbelow(_PORTS)
        if is_free(port):
            return port
