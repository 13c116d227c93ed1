"""Reads docs/openapi.json with programs of others, as whoever writes a client does.

Redocly finds no fault in it; openapi-typescript makes types that `tsc --strict` takes;
openapi-python-client makes a function of every operation, and Python compiles them. The programs
are pinned, kept in .yiwang/tools and no part of the product. Says aloud where they cannot be had.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
GIVEN = Path(__file__).with_name("clients")
PYTHON_CLIENT = "openapi-python-client==0.29.1"
TOOLS = ROOT / ".yiwang" / "tools"
# Without a network they say so soon.
NPM_INSTALL = (
    *("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"),
    *("--prefer-offline", "--fetch-timeout", "60000"),
    *("--fetch-retry-mintimeout", "1000", "--fetch-retry-maxtimeout", "2000"),
)
PIP_INSTALL = (sys.executable, "-m", "pip", "install", "-q", "--retries", "1", "--target")
# They tell their makers nothing, and look for no newer version of themselves.
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}
PATIENCE = 240
MAKING = threading.Lock()
NOT_MADE: dict[Path, str] = {}
SHOWN = 40
# Rule and place of what the linter says and is meant: the browser of who proves who they are is
# always sent on (302).
MEANT = {("operation-2xx-response", "#/paths/~1api~1v1~1identity~1callback/get/responses")}


class Missing(Exception):
    """A program of others cannot be had here; says why."""


class Fault(Exception):
    """What one of them says against the document."""


def run(*command: str | Path, cwd: Path | None = None, finds_faults: bool = False) -> str:
    """What it prints. Raises Fault with its last lines where it does not end well, which a program
    that `finds_faults` may do."""
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=os.environ | QUIET,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise Fault(f"{Path(command[0]).name} did not end within {PATIENCE} seconds") from None
    if done.returncode and not (finds_faults and done.stdout):
        raise Fault("\n".join((done.stdout + done.stderr).splitlines()[-SHOWN:]))
    return done.stdout


def kept(name: str, pins: str, make: Callable[[Path], None]) -> Path:
    """The folder of these very versions, made once. Raises Missing."""
    folder = TOOLS / f"{name}-{hashlib.sha256(pins.encode()).hexdigest()[:12]}"
    with MAKING:
        if folder in NOT_MADE:
            raise Missing(NOT_MADE[folder])
        if folder.exists():
            return folder
        TOOLS.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=TOOLS) as making:
            unfinished = Path(making) / name
            try:
                make(unfinished)
            except Fault as fault:
                NOT_MADE[folder] = f"{name}: not to be installed here\n{fault}"
                raise Missing(NOT_MADE[folder]) from None
            unfinished.rename(folder)
    return folder


def node_programs() -> Path:
    """Where the programs for Node stand. Raises Missing."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise Missing("no Node here (https://nodejs.org, 20 or newer)")

    def make(folder: Path) -> None:
        folder.mkdir()
        shutil.copy(GIVEN / "package.json", folder)
        run(*NPM_INSTALL, cwd=folder)

    pins = (GIVEN / "package.json").read_text()
    return kept("openapi-node", pins, make) / "node_modules" / ".bin"


def python_program() -> Path:
    """The Python that has the generator. Raises Missing."""

    def make(folder: Path) -> None:
        run(*PIP_INSTALL, folder, PYTHON_CLIENT)

    return kept("openapi-python", f"{PYTHON_CLIENT} {sys.version}", make)


def lint(document: Path, folder: Path) -> str:
    """Redocly's recommended rules: nothing but what is meant, and all of that."""
    command = (node_programs() / "redocly", "lint", "--format", "json", document)
    told = json.loads(run(*command, cwd=folder, finds_faults=True))
    found = {(one["ruleId"], one["location"][0]["pointer"]): one for one in told["problems"]}
    lines = [f"{' at '.join(one)}: {found[one]['message']}" for one in found.keys() - MEANT]
    lines += [f"{' at '.join(one)}: is said no more" for one in MEANT - found.keys()]
    if lines:
        raise Fault("\n".join(sorted(lines)[:SHOWN]))
    return f"nothing but {len(MEANT)} that is meant"


def typescript(document: Path, folder: Path) -> str:
    """Types of all operations, and the strictest reading of them."""
    programs = node_programs()
    run(programs / "openapi-typescript", document, "--output", "api.ts", cwd=folder)
    run(programs / "tsc", "--strict", "--noEmit", "api.ts", cwd=folder)
    return f"{len((folder / 'api.ts').read_text().splitlines())} lines"


def python(document: Path, folder: Path) -> str:
    """A package with a module for every operation; a warning is one that it skips."""
    made = folder / "yiwang_client"
    generate = f"import sys; sys.path.insert(0, {str(python_program())!r})"
    generate += "; from openapi_python_client.cli import app; app()"
    options = ("--config", GIVEN / "python.yaml", "--meta", "none", "--fail-on-warning")
    run(
        *(sys.executable, "-c", generate, "generate", "--path", document),
        *("--output-path", made, *options),
        cwd=folder,
    )
    run(sys.executable, "-m", "compileall", "-q", made)
    modules = [one for one in (made / "api").glob("*/*.py") if one.name != "__init__.py"]
    count = sum(len(methods) for methods in json.loads(document.read_text())["paths"].values())
    if len(modules) != count:
        raise Fault(f"{len(modules)} of {count} operations have a module")
    return f"{count} operations"


def outcome(check: Callable[[Path, Path], str], document: Path) -> tuple[str, str]:
    """A word for it, and what there is to say."""
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        try:
            told = check(document, Path(folder))
        except Missing as missing:
            return "NOT RUN", str(missing)
        except Fault as fault:
            return "RED", str(fault)
    return "green", f"{told}, {time.monotonic() - began:.0f} s"


def main(arguments: list[str]) -> int:
    """Of the document that is named, or the committed one."""
    document = Path(arguments[0] if arguments else ROOT / "docs" / "openapi.json").resolve()
    checks: dict[str, Any] = {"lint": lint, "TypeScript": typescript, "Python": python}
    with ThreadPoolExecutor() as pool:
        found = pool.map(lambda check: outcome(check, document), checks.values())
    results = dict(zip(checks, found, strict=True))
    for name, (word, told) in results.items():
        print(f"{word:8} clients of the OpenAPI document, {name}: {told}", flush=True)
    return int(any(word == "RED" for word, _ in results.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
