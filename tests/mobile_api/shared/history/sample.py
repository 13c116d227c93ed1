"""Cases with a short history, and what the check says of them and of a file of heads."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from mobile_api.cases.history import CASE_LOG, SYSTEM, note
from mobile_api.cases.models import Case
from mobile_api.cases.numbers import next_case_number
from mobile_api.cases.states import CaseStatus
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.history.anchoring import anchor_heads
from mobile_api.shared.history.comparing import Tally
from mobile_api.shared.history.verifying import verify
from mobile_api.shared.history.writing import append
from tests.actors import Citizen

CUT_OFF = """
WITH gone AS (DELETE FROM case_event WHERE case_id = $1 AND sequence = 3)
UPDATE case_file SET event_count = 2, head_hash = (
    SELECT hash FROM case_event WHERE case_id = $1 AND sequence = 2) WHERE id = $1
"""


async def draft(citizen: Citizen) -> Case:
    started = await citizen.ok("POST", "/api/v1/cases", {"item_key": "passport"})
    return await Case.get(id=started["id"])


async def numbered(citizen: Citizen, notes: int = 2) -> Case:
    """A submitted case with that many notes after its first event."""
    case = await draft(citizen)
    async with in_transaction():
        number = await next_case_number(case.region_code, clock.today())
        await append(
            CASE_LOG,
            case,
            "set_up",
            SYSTEM,
            public_text="测试从这里开始。",
            status=CaseStatus.submitted,
            number=number,
        )
        for place in range(notes):
            await note(case, SYSTEM, "noted", f"第{place}次登记。")
    return case


async def noted(case: Case) -> None:
    async with in_transaction():
        await note(case, SYSTEM, "noted", "又一次登记。")


async def anchored(path: Path) -> int:
    return await anchor_heads(path, [CASE_LOG])


async def anchored_later(path: Path) -> int:
    """On the day after."""
    with clock.standing_at(clock.now() + timedelta(days=1)):
        return await anchored(path)


async def findings(path: Path) -> list[dict[str, Any]]:
    """Every fault, without its log."""
    found = [one.said() async for one in verify([CASE_LOG], path, Tally())]
    return [{name: value for name, value in one.items() if name != "log"} for one in found]


def content(path: Path) -> bytes:
    return path.read_bytes()


def write(path: Path, changed: bytes) -> None:
    path.write_bytes(changed)
