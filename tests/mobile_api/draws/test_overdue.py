"""A draw whose time runs out ends by the rule that was announced; what people argue about waits."""

from datetime import timedelta

import pytest

from mobile_api.draws import service
from mobile_api.draws.models import Draw
from mobile_api.draws.states import ContestOutcome
from tests.mobile_api.draws.acting import (
    BOSS,
    COMMITTED_ON,
    QIAN,
    SOMEBODY,
    ZHAO,
    committed,
    done,
    enter,
    faults_of,
    frozen,
    later,
    status_of,
)
from tests.stack import Stack

pytestmark = [pytest.mark.usefixtures("stack"), pytest.mark.standing_at(COMMITTED_ON)]
WHY = "公布的红球号码与福彩中心的公告不一致。"


async def test_a_list_that_was_not_frozen_in_time(stack: Stack) -> None:
    draw = await committed()
    with later(timedelta(days=1)):
        await stack.settle()
        assert await status_of(draw) == "committed"
    with later(timedelta(days=2, minutes=1)):
        await stack.settle()
    found = await Draw.get(id=draw.id)
    assert (found.status, found.failure, found.due_at) == ("failed", "not_frozen", None)


async def test_numbers_that_were_not_entered_in_time(stack: Stack) -> None:
    draw = await frozen()
    with later():
        await enter(draw, ZHAO, "ssq-blue", ["08"])
    with later(timedelta(days=9, minutes=-1)):
        await stack.settle()
        assert await status_of(draw) == "frozen"
    with later(timedelta(days=9, minutes=1)):
        await stack.settle()
    found = await Draw.get(id=draw.id)
    assert (found.status, found.failure) == ("failed", "entropy_missing")
    assert found.revealed_secret is not None
    assert await faults_of(draw.id) == set()


async def test_what_is_in_dispute_or_contested_waits_for_people(stack: Stack) -> None:
    draw = await frozen()
    with later():
        await enter(draw, ZHAO, "ssq-blue", ["08"])
        await enter(draw, QIAN, "ssq-blue", ["09"])
    with later(timedelta(days=30)):
        await stack.settle()
        assert await status_of(draw) == "disputed"
        contest = await done(service.contest(draw.id, SOMEBODY, WHY))
        await stack.settle()
        assert await status_of(draw) == "contested"
        answer = service.resolve(contest.id, BOSS, ContestOutcome.numbers_void, "重新登记")
        await done(answer)
        await stack.settle()
        assert await status_of(draw) == "frozen"
