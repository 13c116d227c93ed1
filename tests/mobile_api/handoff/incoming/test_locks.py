"""Who works on a handoff in the home city takes its locks in one order, or two wait for ever."""

import asyncio

from mobile_api.cases.transfer.service import locked_for_nobody
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.outgoing.scope import locked_by_itself, relocked
from mobile_api.shared.database import fetch, in_transaction
from tests.mobile_api.handoff.incoming.neighbour import Neighbour

_WAITING = """
SELECT count(*) AS number FROM pg_locks AS waiting WHERE NOT waiting.granted AND waiting.pid IN (
    SELECT pid FROM pg_locks WHERE database = (
        SELECT oid FROM pg_database WHERE datname = current_database()))
"""


async def _somebody_waits() -> None:
    while True:
        [row] = await fetch(_WAITING)
        if row["number"]:
            return
        await asyncio.sleep(0.01)


async def _answered(handoff: Handoff, may_begin: asyncio.Event) -> None:
    """As the worker does that has the answer to an event."""
    await may_begin.wait()
    async with in_transaction():
        await locked_by_itself(handoff)


async def test_an_answer_comes_while_a_withdrawal_arrives(neighbour: Neighbour) -> None:
    handoff = await neighbour.row(await neighbour.taken())
    assert handoff.case_id is not None
    may_begin = asyncio.Event()
    answered = asyncio.create_task(_answered(handoff, may_begin))
    async with in_transaction():
        await relocked(handoff)
        may_begin.set()
        await _somebody_waits()
        await locked_for_nobody(handoff.case_id)
    await answered
