"""Plants every mutant of the rules of law, one at a time, and says which of them no test notices.

`.ci/mutants.toml` names the files, the tests of each, and the mutants that change nothing. Each one
runs in a fork of a process that has loaded everything but our own code; the file on disk is never
touched. The tests run without conftest.py (no application is started), on one PostgreSQL whose
template holds the schema. A timeout counts as noticed.
"""

import contextlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / ".ci")]
from mutating import Mutant, mutants  # noqa: E402

OURS = {"mobile_api", "wechat", "uploads", "notifications", "tests"}
ARGUMENTS = [
    *("-x", "-q", "--noconftest", "--import-mode=importlib", "-p", "no:cacheprovider"),
    *("-p", "pytest_asyncio.plugin", "-p", "tests.servers"),
    *("-o", "addopts=", "-o", "filterwarnings=ignore"),
]
NOTICED, UNNOTICED, LATE = {1, 2}, 0, -9
PATIENCE = 300.0


@dataclass(frozen=True)
class Target:
    """A file of rules and the tests that must notice a wrong in it."""

    file: str
    tests: list[str]

    @property
    def module(self) -> str:
        return self.file.removesuffix(".py").replace("/", ".")


class Planted(SourceFileLoader):
    """Loads the mutant where the file would have been loaded."""

    def __init__(self, target: Target, code: CodeType) -> None:
        super().__init__(target.module, str(ROOT / target.file))
        self.code = code

    def get_code(self, fullname: str) -> CodeType:
        return self.code

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)


def fork(target: Target, code: CodeType | None, output: Path) -> int:
    """Run the tests of `target` in a process of their own; answers its id."""
    process = os.fork()
    if process:
        return process
    try:
        os.setpgid(0, 0)
        with output.open("w") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
            del sys.modules[name]
        if code is not None:
            sys.meta_path.insert(0, Planted(target, code))
        import pytest

        code_of_exit = int(pytest.main([*ARGUMENTS, *target.tests]))
        sys.stdout.flush()
        os._exit(code_of_exit)
    finally:
        os._exit(70)


def outcomes(
    target: Target, wanted: list[Mutant | None], folder: Path
) -> Iterator[tuple[Mutant | None, int, str]]:
    """Each mutant with the exit code of its tests and what they printed; a few at a time."""
    waiting, running = list(enumerate(wanted)), dict[int, tuple[Mutant | None, float, Path]]()
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            number, mutant = waiting.pop(0)
            output = folder / f"{number}.txt"
            process = fork(target, mutant.code if mutant else None, output)
            running[process] = mutant, time.monotonic(), output
        for process, (mutant, began, output) in list(running.items()):
            ended, status = os.waitpid(process, os.WNOHANG)
            if not ended and time.monotonic() - began > PATIENCE:
                os.killpg(process, 9)
                ended, status = os.waitpid(process, 0)
            if ended:
                del running[process]
                yield mutant, os.waitstatus_to_exitcode(status), output.read_text()
        time.sleep(0.02)


def load_others() -> None:
    """Import what the tests import of others: most of the time of a short run."""
    names = (
        "pytest pytest_asyncio asyncpg aiohttp httpx hypothesis.strategies minio orjson pydantic"
        " pydantic_settings redis.asyncio tortoise.migrations.executor tortoise.cli.cli"
        " cryptography.fernet"
    )
    for name in names.split():
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


@contextlib.contextmanager
def servers() -> Iterator[None]:
    """One PostgreSQL and one Valkey for all; a child fills the template, so that we stay empty."""
    program = (
        "import sys\nfrom mobile_api.embedded import temporary_servers\n"
        "with temporary_servers() as found:\n"
        "    print(found.database_url, found.redis_url, flush=True)\n    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as keeper:
        assert keeper.stdin and keeper.stdout
        lines = iter(keeper.stdout.readline, "")
        database, redis = next(line for line in lines if line.startswith("postgres")).split()
        os.environ |= {"YIWANG_TEST_DATABASE_URL": database, "YIWANG_TEST_REDIS_URL": redis}
        template = urlsplit(database)._replace(path="/template1").geturl()
        migrate = [str(Path(sys.executable).with_name("tortoise")), "-c"]
        migrate += ["mobile_api.shared.database.TORTOISE_ORM", "migrate"]
        settings = os.environ | {"YIWANG_DATABASE_URL": template}
        subprocess.run(migrate, cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)
        yield
        keeper.stdin.close()


def survivors(target: Target, folder: Path) -> list[str]:
    """Names of the mutants that the tests of `target` pass by."""
    [(_, code, output)] = outcomes(target, [None], folder)
    if code != UNNOTICED:
        sys.exit(f"The tests of {target.file} do not pass as they are:\n{output}")
    every = list(mutants((ROOT / target.file).read_text(), str(ROOT / target.file)))
    found = []
    for mutant, code, output in outcomes(target, list(every), folder):
        if code not in NOTICED | {UNNOTICED, LATE}:
            sys.exit(f"{mutant and mutant.name}: the run itself failed ({code})\n{output}")
        if code == UNNOTICED and mutant:
            found.append(mutant.name)
    print(f"{target.file}: {len(every)} mutants, {len(found)} not noticed", flush=True)
    return found


def main() -> int:
    plan = tomllib.loads((ROOT / ".ci" / "mutants.toml").read_text())
    targets = [Target(one["file"], one["tests"]) for one in plan["target"]]
    chosen = [
        one for one in targets if not sys.argv[1:] or any(w in one.file for w in sys.argv[1:])
    ]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    folder = Path(tempfile.mkdtemp(prefix="mutants-"))
    unanswered = 0
    with servers():
        load_others()
        for target in chosen:
            known = [one for one in plan.get("equivalent", []) if one["file"] == target.file]
            for name in survivors(target, folder):
                if not any(re.search(one["pattern"], name) for one in known):
                    unanswered += 1
                    print(f"  SURVIVES  {name}", flush=True)
    shutil.rmtree(folder)
    print(f"{unanswered} mutants without an answer")
    return 1 if unanswered else 0


if __name__ == "__main__":
    sys.exit(main())
