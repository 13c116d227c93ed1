"""Runs the tests on other days than today: our clock and the simulators' begin there and go on.

Without arguments it is the whole suite, day by day. `--parts` is what .ci/run has time for, several
days at once: on each what counts days, and a share of what else looks at our clock.
Further arguments go to pytest.
"""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from mobile_api.shared import clock

ROOT = Path(__file__).resolve().parents[1]
# Run on every day: limits, numbers by day, years of appointments, what pages say of days.
CORE = [
    f"tests/mobile_api/{name}.py"
    for name in (
        "cases/test_clocks_of_moves",
        "enterprises/test_appointing",
        "web/test_status_page",
    )
]
# Of all else, the rooms that count hours and days; what takes longest is left to the whole suite,
# and a file that stands on a day of its own learns nothing from another.
SHARED = ("cases", "enterprises", "handoff", "personal_data", "shared", "notifications")
TOO_LONG = (
    "test_kills.py",
    "test_crash.py",
    "test_plans.py",
    "test_bad_cities.py",
    "test_the_product.py",
    "test_deleting.py",
    "test_ending.py",
    "test_merging.py",
    "test_told.py",
    "test_turns.py",
)
OWN_DAY = re.compile(r"^pytestmark = .*standing_at", re.MULTILINE)
LOOKS_AT_THE_CLOCK = ("import clock", "standing_at", "later(")
NOTHING_COLLECTED = 5


class Day(NamedTuple):
    """`when` is what pytest's option --standing-at takes."""

    name: str
    when: str


def days() -> list[Day]:
    """The days that such a product trips over."""
    today = clock.today()
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
    return [
        Day("a hundred days on", "+100d"),
        Day("New Year's Eve, ten minutes to midnight", f"{today.year}-12-31T23:50+08:00"),
        Day("the eve of Spring Festival", "2027-02-05T10:00+08:00"),
        Day("29 February", "2028-02-29T10:00+08:00"),
        Day("a Saturday", f"{saturday}T10:00+08:00"),
        Day("a minute past midnight", f"{today + timedelta(days=1)}T00:01+08:00"),
    ]


def share(number: int, of: int) -> list[str]:
    """Every so manieth of the test files that look at our clock; a file stays with its day."""
    found = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if set(SHARED) & set(path.parts)
        and path.name not in TOO_LONG
        and any(words in path.read_text() for words in LOOKS_AT_THE_CLOCK)
        and not OWN_DAY.search(path.read_text())
    ]
    return [name for name in found[number::of] if name not in CORE]


def run(day: Day, arguments: list[str], *, is_shown: bool) -> tuple[int, float, str]:
    """Exit code, seconds, and what was printed unless it was shown at once."""
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "--standing-at", day.when, *arguments]
    out = None if is_shown else subprocess.PIPE
    done = subprocess.run(
        command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.returncode, time.monotonic() - began, done.stdout or ""


def run_parts(more: list[str]) -> list[int]:
    """Each day is one process; as many at once as there are processors, four at most."""
    chosen = days()
    with ThreadPoolExecutor(min(os.cpu_count() or 1, 4)) as pool:
        parts = [["-q", *CORE, *share(n, len(chosen)), *more] for n in range(len(chosen))]
        results = pool.map(lambda day, part: run(day, part, is_shown=False), chosen, parts)
        return [_told(day, *result) for day, result in zip(chosen, results, strict=True)]


def _told(day: Day, code: int, seconds: float, output: str) -> int:
    lines = output.strip().splitlines()
    is_green = code in (0, NOTHING_COLLECTED)
    print("" if is_green else output)
    last = lines[-1] if lines else ""
    print(f"{'green' if is_green else 'RED'} in {seconds:.0f} s: {day.name} ({day.when}): {last}")
    return 0 if is_green else 1


def main() -> int:
    """0 when every day was green."""
    more = sys.argv[1:]
    if "--parts" in more:
        return max(run_parts([one for one in more if one != "--parts"]))
    return max(_told(day, *run(day, more, is_shown=True)) for day in days())


if __name__ == "__main__":
    sys.exit(main())
