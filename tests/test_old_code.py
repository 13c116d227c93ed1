"""While a city upgrades, the code of before goes on for minutes on the tables of after."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from tortoise.cli.cli import tortoise_cli_context
from tortoise.connection import get_connection

from mobile_api.embedded import temporary_servers
from mobile_api.embedded.local_settings import Servers
from mobile_api.migrating import Executor
from mobile_api.shared.database import tortoise_config
from tests.architecture.sources import ROOT
from tests.architecture.test_migration_locks import NAMES
from tests.servers import DATABASE_SETTING, REDIS_SETTING, S3_SETTING

# Migration -> why the code before it must be stopped first; docs/upgrading.md says it to operators.

pytestmark = pytest.mark.thorough
NEEDS_A_STOP = {
    "0006_keyed_history": "the code before it writes links of histories that are no longer taken",
}
JOURNEY = "test_journey.py"


def git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True).stdout


def commit_before(migration: str) -> str | None:
    """The code that knew nothing of it; None: this clone is too shallow to hold that."""
    path = f"mobile_api/migrations/{migration}.py"
    added = git("log", "--diff-filter=A", "--format=%H", "--", path).decode().split()
    if not added:
        return "HEAD"
    parents = git("rev-list", "--parents", "--max-count=1", added[-1]).decode().split()
    return parents[1] if len(parents) > 1 else None


@pytest.fixture
def old_servers() -> Iterator[Servers]:
    """Of its own, because the old tests make their databases from the template of the server."""
    with temporary_servers() as servers:
        yield servers


async def migrate_template(database_url: str) -> None:
    template = urlsplit(database_url)._replace(path="/template1").geturl()
    config = tortoise_config(template, pool_size=1)
    async with tortoise_cli_context(config):
        await Executor(get_connection("default"), config["apps"]).migrate()


def walk(folder: Path, servers: Servers) -> subprocess.CompletedProcess[str]:
    """The old journey through the old code: sign-in, case, review, parcel, messages, worker."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    for name in (S3_SETTING, "PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS"):
        inherited.pop(name, None)
    own = {DATABASE_SETTING: servers.database_url, REDIS_SETTING: servers.redis_url}
    tests = [str(path) for path in (folder / "tests").rglob(JOURNEY)]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests],
        cwd=folder,
        env=inherited | own | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


async def test_the_code_before_the_newest_migration_runs_on_after_it(
    old_servers: Servers, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    newest = NAMES[-1]
    commit = commit_before(newest)
    if commit is None:
        tell(f"not run: this clone does not reach back to the code before {newest}")
        return
    with ZipFile(BytesIO(git("archive", "--format=zip", "-0", commit))) as archive:
        archive.extractall(tmp_path)
    await migrate_template(old_servers.database_url)
    done = walk(tmp_path, old_servers)
    assert "passed" in done.stdout or "failed" in done.stdout, done.stdout + done.stderr
    assert (done.returncode == 0) is (newest not in NEEDS_A_STOP), done.stdout
