"""Runs a Python command with branch coverage, then says the total and where it is weakest.

`.ci/covered.py -m pytest ...` or `.ci/covered.py .ci/test_production.py ...`. Two runs count as one
where the first begins with `--begin`, which asks for no floor, and the last with `--end`. The floor
and what is measured stand in pyproject.toml. Every Python that the command starts is measured too,
unless it is given a bare environment (the sandbox of uploads) or is killed before it can write
(crash tests).
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
BEGIN, END = "--begin", "--end"


def run(command: list[str], *, adds: bool) -> int:
    """Coverage brings a .pth file: each Python that finds these settings measures itself."""
    if not adds:
        shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir(parents=True, exist_ok=True)
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
    part, command = sys.argv[1], sys.argv[1:]
    if part in (BEGIN, END):
        command = sys.argv[2:]
    code = run(command, adds=part == END)
    if code == 0 and part != BEGIN and not report():
        code = BELOW_THE_FLOOR
    return code


if __name__ == "__main__":
    sys.exit(main())
