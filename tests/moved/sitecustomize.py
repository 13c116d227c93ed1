"""Moves the product's clock in processes that tests start: Python imports this by its name.

The folder stands on the import path of those processes only; no setting of the product moves time.
"""

import os
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

AHEAD = "TESTS_AHEAD"
# Kept, for whoever forgets a block that is open ends it.
_open = ExitStack()


def _move() -> None:
    # Only where it is wanted: this is imported by every Python, also for a minute's small work.
    from mobile_api.shared import clock

    ahead = timedelta(seconds=float(os.environ[AHEAD]))
    _open.enter_context(clock.standing_at(datetime.now(UTC) + ahead))


if AHEAD in os.environ:
    _move()
