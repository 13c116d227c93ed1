"""Starts what HTTP benchmarks measure: the whole application, and a bare Sanic handler."""

import base64
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from mobile_api.embedded import temporary_servers
from mobile_api.embedded.home import free_port
from mobile_api.shared.settings.settings import PREFIX, Settings

_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Server:
    """One process that answers on a loopback port."""

    port: int
    pid: int

    def processor_seconds(self) -> float:
        """Processor time of its main thread so far; 0 where the system does not tell."""
        try:
            told = Path(f"/proc/{self.pid}/schedstat").read_text(encoding="ascii")
        except OSError:
            return 0.0
        return int(told.split()[0]) / 1e9


@dataclass(frozen=True)
class Application(Server):
    """The API on a database of its own; `others`: further processes of it, for as many cores."""

    settings: Settings
    others: tuple[Server, ...] = ()


@contextmanager
def application(folder: Path, processes: int = 1) -> Iterator[Application]:
    """The API with the demo city, on empty servers that end with the block."""
    with temporary_servers(say=lambda line: None) as servers:
        port = free_port()
        values = {
            "environment": "local",
            "database_url": servers.database_url,
            "redis_url": servers.redis_url,
            "secret_key": base64.b64encode(os.urandom(32)).decode(),
            "data_dir": str(folder),
            "port": str(port),
            "public_url": f"http://127.0.0.1:{port}",
            "log_level": "WARNING",
        }
        environment = os.environ | {PREFIX + name.upper(): text for name, text in values.items()}
        command = [sys.executable, "-m", "mobile_api.cli"]
        for step in (["migrate"], ["load-catalogue", "--demo"]):
            subprocess.run(command + step, env=environment, check=True, capture_output=True)
        with ExitStack() as open_processes:
            found = []
            for one in (port, *(free_port() for _ in range(processes - 1))):
                own = environment | {PREFIX + "PORT": str(one)}
                url = f"http://127.0.0.1:{one}/api/v1/guides"
                pid = open_processes.enter_context(running([*command, "api"], url, own))
                found.append(Server(one, pid))
            settings = Settings.model_validate(values)
            yield Application(port, found[0].pid, settings, tuple(found[1:]))


@contextmanager
def bare(file: Path, body: bytes) -> Iterator[Server]:
    """A bare Sanic process that returns `body` at `/`."""
    file.write_bytes(body)
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.bare_sanic", str(port), str(file)]
    with running(command, f"http://127.0.0.1:{port}/", dict(os.environ)) as pid:
        yield Server(port, pid)


@contextmanager
def running(command: list[str], url: str, environment: dict[str, str]) -> Iterator[int]:
    """The command as a child that answers at `url`; its process id. Raises RuntimeError."""
    child = subprocess.Popen(command, env=environment)
    try:
        _wait_for(url, child)
        yield child.pid
    finally:
        child.terminate()
        child.wait()


def _wait_for(url: str, child: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{child.args!r} does not answer")


def fetched(port: int, path: str) -> tuple[bytes, str]:
    """Bytes and ETag of one answer."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        return answer.read(), str(answer.headers["etag"])
