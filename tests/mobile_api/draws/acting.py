"""Draws in the database at any stage, and the members of staff who bring them there."""

from collections.abc import Awaitable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from mobile_api.draws import queries, service
from mobile_api.draws.models import Draw
from mobile_api.draws.proof.algorithm import ListEntry
from mobile_api.draws.proof.verifying import verify
from mobile_api.draws.schemas import EntropyEntry, Reference
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen, Staff, StaffRole
from mobile_api.shared.database import in_transaction
from mobile_api.shared.ids import new_id
from tests.mobile_api.draws.sample import COMMITTED, ENTRIES, VALUES, sources

T = TypeVar("T")

ZHAO, QIAN, SUN = (
    Staff(new_id(), new_id(), "crj", frozenset({StaffRole.reviewer})) for _ in range(3)
)
BOSS = Staff(new_id(), new_id(), "crj", frozenset({StaffRole.supervisor}))
SOMEBODY = Citizen(new_id(), new_id())
# When the tests of draws in the database begin.
COMMITTED_ON = COMMITTED.isoformat()
PAGE = "https://www.cwl.gov.cn/"
CLOSES_IN = timedelta(days=2)
AFTER = CLOSES_IN + timedelta(hours=3)


async def done(act: Awaitable[T]) -> T:
    """In a transaction of its own."""
    async with in_transaction():
        return await act


def reference(number: str = "N999900-000001-7") -> Reference:
    return Reference(kind="need", number=number)


async def committed(number: str = "N999900-000001-7", picks: int = 3) -> Draw:
    """Its sources close in two days."""
    announced = sources(clock.now() + CLOSES_IN)
    return await done(service.commit(reference(number), announced, picks))


async def frozen(entries: Sequence[ListEntry] = ENTRIES, number: str = "N999900-000001-7") -> Draw:
    made = await committed(number)
    return await done(service.freeze(made.id, entries))


async def enter(
    draw: Draw, staff: Staff, name: str, values: list[str] | None, issue: str = ""
) -> Draw:
    named = {one.name: one.issue for one in draw.sources}
    said = EntropyEntry(name=name, issue=issue or named[name], values=values, evidence=PAGE)
    return await done(service.enter_entropy(draw.id, staff, said))


async def enter_all(draw: Draw, *staff: Staff) -> Draw:
    for one in staff or (ZHAO, QIAN):
        for name, values in VALUES.items():
            draw = await enter(draw, one, name, values)
    return draw


def later(by: timedelta = AFTER) -> AbstractContextManager[None]:
    """Stand on the clock when the sources have closed."""
    return clock.standing_at(clock.now() + by)


async def faults_of(draw_id: UUID) -> set[str]:
    """What the offline check finds in the public record."""
    record = await queries.record_of(await Draw.get(id=draw_id))
    steps = verify(record.model_dump(mode="json"))
    return {one.code for one in steps if one.holds is False}


async def status_of(draw: Draw) -> str:
    return str((await Draw.get(id=draw.id)).status)
