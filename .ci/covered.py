"""Runs a Python command with branch coverage, then says the total and where it is weakest.

`.ci/covered.py -m pytest ...` or `.ci/covered.py .ci/test_production.py ...`. The floor and what is
measured stand in pyproject.toml. Every Python that the command starts is measured too, unless it is
given a bare environment (the sandbox of uploads) or is killed before it can write (crash tests).
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ROOT / "pyproject.toml"
DATA = ROOT / "build" / "coverage"
WEAKEST = 10
BELOW_THE_FLOOR = 2


def run(command: list[str]) -> int:
    """Coverage brings a .pth file: each Python that finds these settings measures itself."""
    shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir(parents=True)
    settings = {"COVERAGE_PROCESS_START": str(CONFIG), "COVERAGE_FILE": str(DATA / "data")}
    return subprocess.run(
        [sys.executable, *command], env=os.environ | settings, cwd=ROOT, check=False
    ).returncode


def report() -> bool:
    """Print the figures; answers whether the total keeps the floor."""
    measured = Coverage(data_file=str(DATA / "data"), config_file=str(CONFIG))
    measured.combine()
    figures = DATA / "figures.json"
    total = measured.json_report(outfile=str(figures))
    files = json.loads(figures.read_text())["files"]
    by_file = sorted((one["summary"]["percent_covered"], name) for name, one in files.items())
    for percent, name in by_file[:WEAKEST]:
        print(f"  {percent:5.1f} %  {name}")
    floor = float(str(measured.get_option("report:fail_under")))
    print(f"Branch coverage: {total:.2f} %, floor {floor:.2f} %; lines without a test: {figures}")
    return total >= floor


def main() -> int:
    code = run(sys.argv[1:])
    if code == 0 and not report():
        code = BELOW_THE_FLOOR
    return code


if __name__ == "__main__":
    sys.exit(main())
