"""The time that the tests stand at: `--standing-at` for a whole run, a marker for one test or file.

It is the product's own clock that is moved (`mobile_api.shared.clock`), in this process and in
those that tests start; the simulators' clocks follow it, also inside of a test's `standing_at`.
"""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mobile_api.shared import clock
from tests.moved.sitecustomize import AHEAD
from tests.simulators.__main__ import AHEAD as SIMULATORS_AHEAD
from tests.simulators.clock import Clock

_MARKER = "standing_at"
_MOVED = Path(__file__).parent / "moved"


def seconds_ahead() -> float:
    """How far our time is ahead of this machine's."""
    return clock.shift().total_seconds()


def simulators_clock() -> Clock:
    """A clock for simulators: it shows our time, wherever a test lets that stand."""
    return Clock(ahead=seconds_ahead)


def instant_of(text: str) -> datetime:
    """`+100d` from now, or an instant with its offset. Raises ValueError."""
    if found := re.fullmatch(r"\+([0-9]+)d", text):
        return clock.now() + timedelta(days=int(found[1]))
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text} lacks its offset, as +08:00")
    return instant


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "let the run begin at another time: +100d, or 2027-02-05T10:00+08:00; it goes on from it"
    parser.addoption("--standing-at", metavar="WHEN", help=told)


def pytest_configure(config: pytest.Config) -> None:
    """Before anything is imported or built that could ask what time it is."""
    told = "the time at which the test begins, its fixtures of function scope included"
    config.addinivalue_line("markers", f"{_MARKER}(instant): {told}")
    when = config.getoption("--standing-at")
    if when is None or AHEAD in os.environ:
        # The processes among which xdist divides a run were moved when they began.
        return
    try:
        instant = instant_of(when)
    except ValueError as error:
        raise pytest.UsageError(f"--standing-at: {error}") from None
    standing = ExitStack()
    standing.enter_context(clock.standing_at(instant))
    config.add_cleanup(standing.close)
    _move_processes_that_tests_start()


def pytest_report_header(config: pytest.Config) -> str | None:
    if config.getoption("--standing-at") is None:
        return None
    return f"time: the run began at {clock.in_beijing(clock.now())}"


@pytest.fixture(autouse=True)
def standing(request: pytest.FixtureRequest) -> Iterator[None]:
    """Set up before every other fixture of the test, so that they stand at its time as well."""
    marker = request.node.get_closest_marker(_MARKER)
    if marker is None:
        yield
        return
    with clock.standing_at(instant_of(marker.args[0])):
        yield


def _move_processes_that_tests_start() -> None:
    os.environ[AHEAD] = os.environ[SIMULATORS_AHEAD] = str(seconds_ahead())
    paths = [str(_MOVED), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
