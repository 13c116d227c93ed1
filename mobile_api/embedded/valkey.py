"""Valkey (the Redis protocol) as a child process on a unix socket, with its append-only file on."""

import hashlib
import os
import socket
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from mobile_api.embedded.binaries import valkey_server
from mobile_api.embedded.child import Child, bare_environment
from mobile_api.embedded.errors import EmbeddedFault, no_room
from mobile_api.embedded.ground import Say

_LONGEST_SOCKET = 100  # bytes; the system's limit is 107, and nobody explains it when it is passed
_START_PATIENCE = 30.0


@dataclass
class EmbeddedValkey:
    """`folder` holds the data; whoever may enter the socket's folder may connect."""

    folder: Path
    log: Path
    say: Say
    durable: bool = True
    server: Path | None = None
    name: str = "cache"
    child: Child | None = field(default=None, init=False)

    @property
    def socket(self) -> Path:
        path = self.folder.resolve() / "valkey.sock"
        if len(os.fsencode(path)) <= _LONGEST_SOCKET:
            return path
        short = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"yiwang-{os.getuid()}-{short}" / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises EmbeddedFault when it cannot be started, OSError when a file cannot be written.
        """
        for folder in (self.folder, self.socket.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.socket.parent.stat().st_uid != os.getuid():
            raise EmbeddedFault(f"{self.socket.parent} belongs to another user. Remove it first.")
        self._stop_previous()
        command = [str(self.server or valkey_server()), "--port", "0", "--daemonize", "no"]
        command += ["--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        command += ["--dir", str(self.folder.resolve()), "--save", ""]
        command += ["--appendonly", "yes" if self.durable else "no"]
        self.child = Child(self.name, command, self.log, bare_environment(), folder=self.folder)
        self.child.start()
        self._wait(self.child)

    def exit_code(self) -> int | None:
        return self.child.exit_code() if self.child else None

    def stop(self) -> None:
        if self.child:
            self.child.stop()

    def _wait(self, child: Child) -> None:
        deadline = time.monotonic() + _START_PATIENCE
        while self._ask(b"PING") != b"+PONG\r\n":
            if child.exit_code() is not None or time.monotonic() > deadline:
                child.stop()
                if "No space left on device" in child.tail():
                    raise no_room(self.folder)
                raise EmbeddedFault(f"The cache does not start:\n{child.last_words()}")
            time.sleep(0.01)

    def _stop_previous(self) -> None:
        if not self._ask(b"PING"):
            return
        self.say("stopping the cache server of an earlier run")
        self._ask(b"SHUTDOWN")
        deadline = time.monotonic() + _START_PATIENCE
        while self._ask(b"PING"):
            if time.monotonic() > deadline:
                raise EmbeddedFault(f"A server still answers on {self.socket}. End it first.")
            time.sleep(0.05)

    def _ask(self, command: bytes) -> bytes:
        """The answer to an inline command; empty when nobody answers."""
        with suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(str(self.socket))
            connection.sendall(command + b"\r\n")
            return connection.recv(100)
        return b""
