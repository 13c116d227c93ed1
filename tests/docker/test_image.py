"""The image holds the locked packages of production only, and its door works."""

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from tests.docker.conftest import DOCKER, run

ROOT = DOCKER.parent
PIN = re.compile(r"(?m)^([A-Za-z0-9._-]+)==([^\s;\\]+)")


def pins(text: str) -> dict[str, str]:
    return {name.lower().replace("_", "-"): version for name, version in PIN.findall(text)}


def locked(name: str) -> dict[str, str]:
    return pins((ROOT / name).read_text())


def test_a_linter_accepts_the_dockerfile(tell: Callable[[str], None]) -> None:
    hadolint = shutil.which("hadolint")
    text = (DOCKER / "Dockerfile").read_text()
    if hadolint:
        done = run(hadolint, DOCKER / "Dockerfile")
        tell("Dockerfile: checked by hadolint")
        assert (done.returncode, done.stdout) == (0, "")
    else:
        tell("Dockerfile: no hadolint here, so only our own rules were checked")
    last_stage = text.rpartition("\nFROM ")[2]
    assert "\nUSER 10001:10001\n" in last_stage
    assert 'ENTRYPOINT ["/usr/local/bin/entrypoint.sh"]' in last_stage
    assert all(re.search(r":\d", image) for image in re.findall(r"(?m)^FROM (\S+)", text))


def test_every_copied_path_exists_and_is_let_through() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    text = (DOCKER / "Dockerfile").read_text()
    for line in re.findall(r"(?m)^COPY (?!--from)(?:--\S+ )?(.+) \S+$", text):
        for source in line.split():
            assert (ROOT / source).exists(), source
            assert f"!{source.rstrip('/')}" in ignored


def test_both_locks_name_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    runtime = pins("\n".join(project["dependencies"]))
    extras = pins("\n".join(chain.from_iterable(project["optional-dependencies"].values())))
    full, production = locked("requirements.lock"), locked("requirements-production.lock")
    assert production.items() <= full.items()
    assert runtime.items() <= production.items()
    assert extras.items() <= full.items()
    assert set(extras) & set(production) <= {"httpx", "lxml"}


def test_locks_name_no_registry() -> None:
    for name in ("requirements.lock", "requirements-production.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "index-url" not in text


def enter(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the entrypoint with a `yiwang` on PATH that prints what reached it."""
    program = folder / "yiwang"
    program.write_text('#!/bin/sh\necho "$@"\nenv | grep ^YIWANG_ | sort\n')
    program.chmod(0o755)
    return subprocess.run(
        ["sh", DOCKER / "entrypoint.sh", "api"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": f"{folder}:{os.environ['PATH']}", **settings},
    )


def test_a_secret_in_a_file_becomes_a_setting(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("with $pecial 'signs'\n")
    done = enter(tmp_path, YIWANG_SECRET_KEY_FILE=str(secret), YIWANG_WORKERS="2")
    assert done.stdout.splitlines() == [
        "api",
        "YIWANG_SECRET_KEY=with $pecial 'signs'",
        "YIWANG_WORKERS=2",
    ]


def test_a_missing_secret_is_one_clear_line(tmp_path: Path) -> None:
    done = enter(tmp_path, YIWANG_SECRET_KEY_FILE="/run/secrets/absent")
    assert done.returncode == 2
    assert done.stderr == (
        "YIWANG_SECRET_KEY_FILE: /run/secrets/absent is missing or may not be read\n"
    )
