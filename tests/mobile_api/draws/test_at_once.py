"""Two at once give one result, and what is cut short leaves what was there before."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from typing import Any

import pytest

from mobile_api.draws import queries, service
from mobile_api.draws.models import Draw, DrawEntropy, DrawEvent, DrawSecret, DrawWinner
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.errors import AppError
from tests.mobile_api.draws.acting import (
    CLOSES_IN,
    COMMITTED_ON,
    QIAN,
    SOMEBODY,
    SUN,
    ZHAO,
    committed,
    done,
    enter,
    enter_all,
    faults_of,
    frozen,
    later,
    reference,
    status_of,
)
from tests.mobile_api.draws.sample import ENTRIES, sources

pytestmark = [pytest.mark.usefixtures("stack"), pytest.mark.standing_at(COMMITTED_ON)]


async def outcomes(*acts: Awaitable[Any]) -> Counter[str]:
    """Of each act in a transaction of its own, all at once: "done" or the code of its refusal."""

    async def one(act: Awaitable[Any]) -> str:
        try:
            await done(act)
        except AppError as refusal:
            return refusal.code
        return "done"

    return Counter(await asyncio.gather(*map(one, acts)))


async def test_many_draws_at_once() -> None:
    draw = await frozen()
    with later():
        await enter_all(draw)
        found = await outcomes(*(service.draw(draw.id) for _ in range(8)))
    assert found == {"done": 8}
    assert await DrawWinner.all().count() == 3
    assert await DrawEvent.filter(kind="draw").count() == 1
    assert await faults_of(draw.id) == set()


async def test_many_commitments_at_once_are_one() -> None:
    announced = sources(clock.now() + CLOSES_IN)
    found = await outcomes(*(service.commit(reference(), announced, 3) for _ in range(6)))
    assert found == {"done": 6}
    assert await Draw.all().count() == await DrawSecret.all().count() == 1


async def test_two_lists_at_once() -> None:
    draw = await committed()
    found = await outcomes(service.freeze(draw.id, ENTRIES), service.freeze(draw.id, ENTRIES[1:]))
    assert found == {"done": 1, "draw_move_not_allowed": 1}


async def test_two_staff_at_once_enter_the_last_number() -> None:
    draw = await frozen()
    with later():
        for name, values in (("ssq", ["01", "02", "03", "04", "05", "06"]), ("ssq-blue", ["08"])):
            for staff in (ZHAO, QIAN):
                await enter(draw, staff, name, values)
        price = "sse-000001-close"
        both = (enter(draw, staff, price, ["3912.47"]) for staff in (ZHAO, QIAN, SUN))
        await asyncio.gather(*both)
        assert await status_of(draw) == "entropy_entered"
        assert await DrawEntropy.filter(name=price).count() == 3
        drawn = await done(service.draw(draw.id))
        assert await faults_of(drawn.id) == set()


async def test_one_who_taps_twice_has_one_voice() -> None:
    draw = await frozen()
    with later():
        await asyncio.gather(*(enter(draw, ZHAO, "ssq-blue", ["08"]) for _ in range(5)))
        assert await DrawEntropy.all().count() == 1


async def test_a_contest_and_a_draw_at_once() -> None:
    """Either the contest comes first and nothing is drawn, or it is about a drawn one."""
    draw = await frozen()
    with later():
        await enter_all(draw)
        found = await outcomes(
            service.contest(draw.id, SOMEBODY, "公布的号码与公告不一致。"), service.draw(draw.id)
        )
        status = await status_of(draw)
    assert (status, found) in (
        ("contested", {"done": 1, "draw_move_not_allowed": 1}),
        ("drawn", {"done": 2}),
    )


async def test_cut_short_after_any_step_nothing_has_happened() -> None:
    draw = await committed()

    async def cut(act: Awaitable[Any]) -> None:
        with pytest.raises(KeyboardInterrupt):
            async with in_transaction():
                await act
                raise KeyboardInterrupt

    await cut(service.freeze(draw.id, ENTRIES))
    assert await status_of(draw) == "committed"
    await done(service.freeze(draw.id, ENTRIES))
    with later():
        await enter_all(draw)
        before = (await queries.record_of(await Draw.get(id=draw.id))).model_dump()
        await cut(service.draw(draw.id))
        assert (await queries.record_of(await Draw.get(id=draw.id))).model_dump() == before
        assert await DrawSecret.exists() and not await DrawWinner.exists()
        await done(service.draw(draw.id))
    assert await status_of(draw) == "drawn"
