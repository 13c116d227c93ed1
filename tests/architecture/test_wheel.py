"""What a city installs is the product alone, and says so where the checkout is missed."""

import subprocess
import sys
from os import environ
from pathlib import Path
from shutil import copyfile
from zipfile import ZipFile

import pytest

from mobile_api.embedded.home import free_port
from tests.architecture.sources import PRODUCT, ROOT

BUILD = "from setuptools import build_meta; print(build_meta.build_wheel('dist'))"


def tracked() -> list[str]:
    """Every file that git would commit, but those of tests and of docs."""
    names = ["pyproject.toml", "README.md", "LICENSE", "benchmarks", "tests/__init__.py", *PRODUCT]
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *names]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in found.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel holds, built by setuptools without any network."""
    source = tmp_path_factory.mktemp("source")
    for name in tracked():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        copyfile(ROOT / name, source / name)
    command = [sys.executable, "-c", BUILD]
    built = subprocess.run(command, cwd=source, capture_output=True, text=True, check=True)
    folder = tmp_path_factory.mktemp("installed")
    ZipFile(source / "dist" / built.stdout.splitlines()[-1]).extractall(folder)
    return folder


def yiwang(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as it runs from the wheel, in a folder that holds no package.

    Not measured by coverage, which would count every file of the wheel as one without a test.
    """
    bare = {name: value for name, value in environ.items() if not name.startswith("COVERAGE_")}
    return subprocess.run(
        [sys.executable, "-m", "mobile_api.cli", *arguments],
        cwd=folder,
        env=bare | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_holds_the_product_and_nothing_else(installed: Path) -> None:
    packages = {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")}
    assert packages == set(PRODUCT)
    held = {str(path.relative_to(installed)) for path in installed.rglob("*") if path.is_file()}
    wanted = {name for name in tracked() if name.partition("/")[0] in PRODUCT}
    sent_to_wechat = {name for name in wanted if name.startswith("wechat/miniprogram/")}
    assert wanted - held == sent_to_wechat != set()


def test_the_command_explains_itself(installed: Path, tmp_path: Path) -> None:
    shown = yiwang(installed, tmp_path, "--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "government services on the phone" in shown.stdout


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("up", "belong to the checkout and are not in this installation: run `yiwang api`"),
        ("demo", "belong to the checkout and are not in this installation: run `yiwang api`"),
        ("bench", "The benchmarks belong to the checkout"),
    ],
)
def test_what_belongs_to_the_checkout_is_missed_in_words(
    installed: Path, tmp_path: Path, command: str, sentence: str
) -> None:
    # Who has this machine's usual port must not matter.
    port = ["--port", str(free_port())] if command == "up" else []
    refused = yiwang(installed, tmp_path, command, *port)
    assert refused.returncode == 1
    assert sentence in " ".join(refused.stderr.split())
    assert "Traceback" not in refused.stderr
