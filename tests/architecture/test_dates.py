"""Time is asked in one place, and what a test puts on a fixed day stands on a set clock."""

import ast

import pytest

from tests.architecture.asked_times import asked_in
from tests.architecture.literal_dates import beside_the_running_clock
from tests.architecture.sources import ROOT, sources, tree_of

_MAY_ASK = {
    "mobile_api/shared/clock.py": "our clock",
    "tests/simulators/clock.py": "the simulators' clock, which shares no code with the product",
    "tests/moved/sitecustomize.py": "moves our clock in a process before anything asks it",
    ".ci/install.py": "tells how long an installation took, on a Python that knows nothing of ours",
    "tests/architecture/test_dates.py": "shows what is found",
    "benchmarks/notifications.py": "measures on the database's clock what the database does",
}
_MAY_MIX = {
    "tests.simulators_tests.test_clock": "each test makes the clock that it is about",
}


def test_time_is_asked_in_one_place() -> None:
    asking = {str(path.relative_to(ROOT)): list(asked_in(path.read_text())) for path in sources()}
    assert {name: found for name, found in asking.items() if found and name not in _MAY_ASK} == {}
    assert [name for name in _MAY_ASK if not asking[name]] == []


def test_simulators_of_tests_follow_our_clock() -> None:
    """A clock that is made without a start or our time would show the machine's."""
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        if path.is_relative_to(ROOT / "tests")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "Clock"
        and not node.args
        and not {one.arg for one in node.keywords} & {"start", "ahead"}
    ]
    assert bare == []


def test_no_written_date_stands_beside_the_running_clock() -> None:
    found = [one for one in beside_the_running_clock(_suite()) if one.split(":")[0] not in _MAY_MIX]
    assert found == []


_HELPER = """
from datetime import datetime
FRIDAY = datetime(2026, 11, 20)
async def submitted():
    with clock.standing_at(FRIDAY):
        await submit()
def event(): return {"opTime": f"{FRIDAY}"}
@pytest.fixture
async def sent(): await send("2026-11-20 10:00")
"""


@pytest.mark.parametrize(
    ("test", "is_found"),
    [
        ("async def test_it():\n    await submitted()", False),
        ("async def test_it():\n    with clock.standing_at(FRIDAY):\n        await act()", False),
        ("async def test_it():\n    with standing_at(FRIDAY):\n        ...\n    await act()", True),
        ("async def test_it():\n    await push(event())", True),
        ("async def test_it(sent):\n    await act()", True),
        ("@mark.standing_at(FRIDAY)\nasync def test_it(sent):\n    await act()", False),
        ("pytestmark = mark.standing_at(FRIDAY)\nasync def test_it(sent):\n    await act()", False),
        ("def test_it():\n    assert FRIDAY.day == 20", False),
        ("def test_it():\n    assert FRIDAY < clock.now()", True),
        ("async def test_it():\n    await act('1999-01-01', '2099-01-01')", False),
    ],
)
def test_what_counts_as_beside_the_running_clock(test: str, is_found: bool) -> None:
    head = (
        "from mobile_api.shared import clock\nfrom helper import FRIDAY, event, sent, submitted\n"
    )
    found = beside_the_running_clock({"helper": _HELPER, "case": head + test})
    assert found == (["case:test_it"] if is_found else [])


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\nx = datetime.now(UTC)",
        "import time\nf = time.time",
        "import datetime as dt\nx = dt.date.today()",
        "from time import time as t\nx = t()",
        "x = 'UPDATE a SET at = now()'",
        "x = 'SELECT CURRENT_DATE'",
    ],
)
def test_every_way_of_asking_is_seen(text: str) -> None:
    assert len(list(asked_in(text))) == 1


def _suite() -> dict[str, str]:
    paths = (path for path in sources() if path.is_relative_to(ROOT / "tests"))
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): path.read_text() for path in paths
    }
