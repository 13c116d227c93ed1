"""What the whole application costs over a bare Sanic handler that returns the same bytes."""

import base64
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, at_least, observed, report
from mobile_api.embedded import temporary_servers
from mobile_api.embedded.home import free_port

BENCH = "guides"
ROUNDS = 7
SECONDS = 1.5
CONNECTIONS = 32
TARGET_SHARE = 0.9
GUIDE, LIST = "/api/v1/guides/passport", "/api/v1/guides?audience=natural_person"


@dataclass(frozen=True)
class Reading:
    """One kind of request to one server."""

    name: str
    port: int
    request: str

    def per_second(self) -> float:
        """Answers per second, by a load generator in a process of its own."""
        asked = {
            "port": self.port, "request": self.request, "connections": CONNECTIONS,
            "seconds": SECONDS,
        }  # fmt: skip
        command = [sys.executable, "-m", "benchmarks.http_load", json.dumps(asked)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return float(done.stdout)


def request(path: str, etag: str | None = None) -> str:
    condition = f"If-None-Match: {etag}\r\n" if etag else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{condition}\r\n"


def run() -> list[Figure]:
    """Start the application and two bare servers, measure them turn by turn."""
    with ExitStack() as parts:
        folder = Path(parts.enter_context(tempfile.TemporaryDirectory()))
        port = parts.enter_context(application(folder))
        guide, etag = fetched(port, GUIDE)
        listed, _ = fetched(port, LIST)
        bare_guide = parts.enter_context(bare(folder / "guide.json", guide))
        bare_list = parts.enter_context(bare(folder / "list.json", listed))
        readings = [
            Reading("bare handler, guide bytes", bare_guide, request("/")),
            Reading("guide", port, request(GUIDE)),
            Reading("bare handler, list bytes", bare_list, request("/")),
            Reading("list", port, request(LIST)),
            Reading("guide, 304", port, request(GUIDE, etag)),
        ]
        return figures(measured(readings))


def measured(readings: list[Reading]) -> dict[str, list[float]]:
    """Requests per second of each reading in each round."""
    found: dict[str, list[float]] = {reading.name: [] for reading in readings}
    for turn in range(1, ROUNDS + 1):
        print(f"guides: round {turn} of {ROUNDS}", file=sys.stderr)  # noqa: T201  progress
        # Turning the order round evens out what a round's first and last reading meet.
        for reading in readings if turn % 2 else reversed(readings):
            found[reading.name].append(reading.per_second())
    return found


def figures(found: dict[str, list[float]]) -> list[Figure]:
    """Medians, and the median of the ratios of each round."""
    rates = [
        observed(BENCH, name, round(statistics.median(values)), "requests/s")
        for name, values in found.items()
    ]
    shares = [
        at_least(
            BENCH, f"{name} / {base}", statistics.median(ratios(found[name], found[base])),
            "share", TARGET_SHARE,
        )
        for name, base in (
            ("guide", "bare handler, guide bytes"), ("list", "bare handler, list bytes"),
        )
    ]  # fmt: skip
    return rates + shares


def ratios(values: list[float], bases: list[float]) -> list[float]:
    return [value / base for value, base in zip(values, bases, strict=True)]


@contextmanager
def application(folder: Path) -> Iterator[int]:
    """The API as one process on empty servers of its own, with the demo city; its port."""
    with temporary_servers(say=lambda line: None) as servers:
        port = free_port()
        environment = os.environ | {
            "YIWANG_ENVIRONMENT": "local",
            "YIWANG_DATABASE_URL": servers.database_url,
            "YIWANG_REDIS_URL": servers.redis_url,
            "YIWANG_SECRET_KEY": base64.b64encode(os.urandom(32)).decode(),
            "YIWANG_DATA_DIR": str(folder),
            "YIWANG_PORT": str(port),
            "YIWANG_LOG_LEVEL": "WARNING",
        }
        command = [sys.executable, "-m", "mobile_api.cli"]
        for step in (["migrate"], ["load-catalogue", "--demo"]):
            subprocess.run(command + step, env=environment, check=True, capture_output=True)
        with running([*command, "api"], f"http://127.0.0.1:{port}{GUIDE}", environment):
            yield port


@contextmanager
def bare(file: Path, body: bytes) -> Iterator[int]:
    """A bare Sanic process that returns `body`; its port."""
    file.write_bytes(body)
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.bare_sanic", str(port), str(file)]
    with running(command, f"http://127.0.0.1:{port}/", dict(os.environ)):
        yield port


@contextmanager
def running(command: list[str], url: str, environment: dict[str, str]) -> Iterator[None]:
    """The command as a child that answers at `url`. Raises RuntimeError when it does not."""
    child = subprocess.Popen(command, env=environment)
    try:
        wait_for(url, child)
        yield
    finally:
        child.terminate()
        child.wait()


def wait_for(url: str, child: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
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


if __name__ == "__main__":
    print(report(run()))  # noqa: T201  a program for the terminal
