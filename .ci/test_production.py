"""Runs the whole suite on the servers of production, and says loudly which of them it did not have.

Each is taken from YIWANG_TEST_DATABASE_URL, _REDIS_URL, _S3_URL if set, else from this machine.
MinIO is published as source only, so it is built once with Go (some minutes) and kept.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from mobile_api.embedded import EmbeddedFault, temporary_servers
from mobile_api.embedded.binaries import PostgresBinaries, system_postgres
from mobile_api.embedded.child import bare_environment
from mobile_api.embedded.home import free_port
from mobile_api.embedded.program import Server, answers
from mobile_api.embedded.temporary import temporary_folder

ROOT = Path(__file__).resolve().parents[1]
MINIO = "v0.0.0-20260212201848-7aac2a2c5b7c"
BUILD_PATIENCE = 1800
DATABASE, REDIS, S3 = (f"YIWANG_TEST_{part}_URL" for part in ("DATABASE", "REDIS", "S3"))
NOTHING_REAL = 3


@dataclass
class Report:
    """What the suite runs on, and what it has to do without."""

    real: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def show(self) -> None:
        bar = "=" * 78
        print(bar)
        for line in self.real:
            print(f"  REAL     {line}")
        for line in self.missing:
            print(f"  NOT RUN  {line}")
        print(bar, flush=True)


def find_postgres(report: Report) -> PostgresBinaries | None:
    found = next(system_postgres(), None)
    if found:
        report.real.append(f"PostgreSQL {found.major} in {found.root}")
    else:
        report.missing.append(
            "system PostgreSQL: none here (apt install postgresql); bundled one used"
        )
    return found


def find_redis(report: Report) -> Path | None:
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found:
        report.real.append(f"{Path(found).name} at {found}")
        return Path(found)
    report.missing.append("system Redis: none here (apt install redis-server); bundled one used")
    return None


def find_minio(report: Report) -> Path | None:
    on_path = shutil.which("minio")
    kept = ROOT / ".yiwang" / "tools" / f"minio-{MINIO}"
    if not on_path and not kept.exists() and not build_minio(kept, report):
        return None
    found = Path(on_path) if on_path else kept
    report.real.append(f"MinIO at {found}")
    return found


def build_minio(target: Path, report: Report) -> bool:
    """Build the pinned MinIO as a program of its own; nothing of it enters our process."""
    go = shutil.which("go")
    if not go:
        report.missing.append(
            "MinIO: not on PATH, and no Go here to build it (go.dev, 1.24 or newer)"
        )
        return False
    print("Building MinIO from source, once (about 4 minutes on 2 cores)", flush=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    with temporary_folder() as folder:
        environment = os.environ | {"GOBIN": str(folder), "CGO_ENABLED": "0", "GOFLAGS": ""}
        command = [go, "install", "-v", "-ldflags=-s -w", f"github.com/minio/minio@{MINIO}"]
        if not watched(command, environment):
            report.missing.append("MinIO: the build failed (its last lines are above)")
            return False
        shutil.copy2(folder / "minio", target.with_suffix(".unfinished"))
    target.with_suffix(".unfinished").replace(target)
    return True


def watched(command: list[str], environment: dict[str, str]) -> bool:
    """Run `command`, show that it goes on, and its last lines if it fails."""
    lines: list[str] = []
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if len(lines) % 200 == 0:
                print(f"  {len(lines)} steps", flush=True)
    if process.returncode:
        print("".join(lines[-10:]), flush=True)
    return process.returncode == 0


@contextmanager
def running_minio(program: Path) -> Iterator[str]:
    """A MinIO in a folder of its own; yields http://key:secret@host:port."""
    with temporary_folder() as folder:
        port = free_port()
        command = [str(program), "server", "--quiet", "--address", f"127.0.0.1:{port}"]
        environment = bare_environment() | {
            "HOME": str(folder),
            "MINIO_ROOT_USER": "yiwang-test",
            "MINIO_BROWSER": "off",
            "MINIO_ROOT_PASSWORD": "not-a-secret",
            "MINIO_UPDATE": "off",
        }
        server = Server(
            "minio",
            [*command, str(folder / "objects")],
            folder / "minio.log",
            environment,
            answers(port, "/minio/health/live"),
        )
        try:
            server.start()
            yield f"http://yiwang-test:not-a-secret@127.0.0.1:{port}"
        finally:
            server.stop()


def open_servers(stack: ExitStack, report: Report) -> dict[str, str]:
    """Start what no setting names; returns the settings of the test run."""
    given = {name: os.environ[name] for name in (DATABASE, REDIS, S3) if os.environ.get(name)}
    report.real.extend(f"named by {name}" for name in given)
    found = dict(given)
    postgres = find_postgres(report) if DATABASE not in given else None
    redis = find_redis(report) if REDIS not in given else None
    minio = find_minio(report) if S3 not in given else None
    if postgres or redis:
        servers = stack.enter_context(temporary_servers(postgres=postgres, redis=redis))
        found.setdefault(DATABASE, servers.database_url)
        found.setdefault(REDIS, servers.redis_url)
    if minio:
        found[S3] = stack.enter_context(running_minio(minio))
    return found


def main() -> int:
    report = Report()
    with ExitStack() as stack:
        try:
            settings = open_servers(stack, report)
        except EmbeddedFault as fault:
            print(fault)
            return NOTHING_REAL
        report.show()
        if not report.real:
            print(
                "None of production's servers is here, so nothing was run. `make test` needs none."
            )
            return NOTHING_REAL
        command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
        code = subprocess.run(command, env=os.environ | settings, cwd=ROOT, check=False).returncode
    report.show()
    return code


if __name__ == "__main__":
    sys.exit(main())
