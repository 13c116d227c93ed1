"""A worker in a process of its own, which the check of the part "killer" kills.

Settings come as one line of JSON on standard input.
"""

import asyncio
import os
import signal
import sys
from datetime import timedelta

from mobile_api.shared.database import DATABASE
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.working import work_off
from mobile_api.shared.process.parts import open_parts
from mobile_api.shared.settings.settings import Settings
from tests.mobile_api.shared.due.rows import table
from wechat.content.models import CheckState, ContentCheck

LEASE = timedelta(seconds=1)
KILLER = "killer"


async def check(held: Held[ContentCheck]) -> str:
    """The killer first, so that it has its neighbours with it when it kills."""
    if held.row.part == KILLER:
        os.kill(os.getpid(), signal.SIGKILL)
    await asyncio.sleep(0)
    await held.record(due_at=None, state=CheckState.passed)
    return "passed"


async def work(settings: Settings) -> None:
    """Until nothing is due at the moment."""
    async with open_parts(settings, DATABASE):
        while await work_off(table(lease=LEASE, at_once=1, claim_size=4), check):
            pass


if __name__ == "__main__":
    asyncio.run(work(Settings.model_validate_json(sys.stdin.readline())))
