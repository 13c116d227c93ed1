"""Contests, entries that are struck out, issues that never came, and draws whose time runs out."""

from datetime import timedelta

import pytest

from mobile_api.draws import queries, service
from mobile_api.draws.errors import (
    ContestOpen,
    DrawFourEyes,
    DrawMoveNotAllowed,
    TooManyContests,
)
from mobile_api.draws.models import Draw, DrawContest, DrawEntropy, DrawSecret
from mobile_api.draws.proof.verifying import verify
from mobile_api.draws.states import ContestOutcome
from mobile_api.shared.callers import Citizen, Staff, StaffRole
from mobile_api.shared.database import fetch
from mobile_api.shared.errors import NotAllowed
from mobile_api.shared.ids import new_id
from tests.mobile_api.draws.acting import (
    AFTER,
    BOSS,
    COMMITTED_ON,
    QIAN,
    SOMEBODY,
    ZHAO,
    committed,
    done,
    enter,
    enter_all,
    faults_of,
    frozen,
    later,
    status_of,
)
from tests.mobile_api.draws.sample import VALUES

pytestmark = [pytest.mark.usefixtures("stack"), pytest.mark.standing_at(COMMITTED_ON)]
WHY, ANSWER = "公布的红球号码与福彩中心的公告不一致。", "经核对,登记与公告一致。"
NEXT_ISSUE = {"ssq": "2026141", "ssq-blue": "2026141", "sse-000001-close": "2026-12-04"}


async def contested(by: Citizen = SOMEBODY) -> DrawContest:
    """Of a draw whose numbers are all there; to be called inside of `later`."""
    draw = await Draw.first()
    assert draw is not None
    return await done(service.contest(draw.id, by, WHY))


async def answered(
    contest: DrawContest, outcome: str = "dismissed", by: Staff = BOSS, answer: str = ANSWER
) -> Draw:
    return await done(service.resolve(contest.id, by, ContestOutcome(outcome), answer))


async def test_a_contest_holds_the_draw_until_the_last_is_answered() -> None:
    draw = await frozen()
    with later():
        await enter_all(draw)
        first = await contested()
        second = await contested(Citizen(new_id(), new_id()))
        with pytest.raises(DrawMoveNotAllowed):
            await done(service.draw(draw.id))
        with pytest.raises(DrawMoveNotAllowed):
            await enter(draw, ZHAO, "ssq-blue", ["09"])
        assert (await answered(first)).status == "contested"
        assert (await answered(second)).status == "entropy_entered"
        await done(service.draw(draw.id))
    assert await faults_of(draw.id) == set()


async def test_the_reason_is_sealed_and_only_the_answer_is_public() -> None:
    draw = await frozen()
    with later():
        contest = await contested()
        await answered(contest)
        record = (await queries.record_of(draw)).model_dump_json()
    assert ANSWER in record and WHY not in record and str(SOMEBODY.person_id) not in record
    rows = await fetch("SELECT reason FROM draw_contest")
    assert WHY.encode() not in bytes(rows[0]["reason"])
    events = await fetch("SELECT actor_key, public_text FROM draw_event")
    assert all(str(SOMEBODY.person_id) not in one["actor_key"] for one in events)


async def test_numbers_found_wrong_are_entered_anew() -> None:
    draw = await frozen()
    with later():
        await enter_all(draw)
        await answered(await contested(), "numbers_void")
        assert await status_of(draw) == "frozen"
        assert (await Draw.get(id=draw.id)).due_at is not None
        await enter_all(draw)
        await done(service.draw(draw.id))
        assert await faults_of(draw.id) == set()
    assert await DrawEntropy.filter(void=None).count() == 6
    assert len((await queries.record_of(draw)).entries) == 12


async def test_a_draw_found_void_ends_and_its_secret_is_public() -> None:
    draw = await frozen()
    with later():
        await enter_all(draw)
        await answered(await contested(), "draw_void")
    found = await Draw.get(id=draw.id)
    assert (found.status, found.failure) == ("failed", "contest_upheld")
    assert found.revealed_secret and not await DrawSecret.exists()
    assert await faults_of(draw.id) == set()


async def test_a_drawn_one_keeps_its_result() -> None:
    draw = await frozen()
    with later():
        await enter_all(draw)
        await done(service.draw(draw.id))
        winners = await queries.winners_of(draw)
        for outcome in ContestOutcome:
            await answered(await contested(), outcome)
        assert await status_of(draw) == "drawn"
        assert await queries.winners_of(draw) == winners
        assert await faults_of(draw.id) == set()


async def test_who_may_answer() -> None:
    draw = await frozen()
    both = Staff(new_id(), new_id(), "crj", frozenset(StaffRole))
    with later():
        await enter_all(draw, ZHAO, both)
        contest = await contested()
        with pytest.raises(NotAllowed):
            await answered(contest, by=ZHAO)
        with pytest.raises(DrawFourEyes):
            await answered(contest, by=both)
        await answered(contest)
        with pytest.raises(DrawMoveNotAllowed):
            await answered(contest, "draw_void")


async def test_contests_have_a_limit() -> None:
    await frozen()
    with later():
        await contested()
        with pytest.raises(ContestOpen):
            await contested()
        for _ in range(19):
            await contested(Citizen(new_id(), new_id()))
        with pytest.raises(TooManyContests):
            await contested(Citizen(new_id(), new_id()))


async def test_there_is_nothing_to_contest_before_the_list() -> None:
    await committed()
    with pytest.raises(DrawMoveNotAllowed):
        await contested()


async def test_a_supervisor_strikes_out_what_holds_the_draw() -> None:
    draw = await frozen()
    with later():
        await enter_all(draw, ZHAO, QIAN)
        stubborn = Staff(new_id(), new_id(), "crj", frozenset({StaffRole.decider}))
        await enter(draw, stubborn, "ssq-blue", ["16"])
        assert await status_of(draw) == "disputed"
        wrong = await DrawEntropy.get(entered_by=stubborn.staff_id)
        with pytest.raises(NotAllowed):
            await done(service.strike_out(wrong.id, ZHAO, "与公告不一致"))
        for _ in range(2):
            await done(service.strike_out(wrong.id, BOSS, "与公告不一致"))
        assert await status_of(draw) == "entropy_entered"
        await done(service.draw(draw.id))
    assert await faults_of(draw.id) == set()
    said = [one.void for one in (await queries.record_of(draw)).entries if one.void]
    assert said == ["与公告不一致"]


async def test_an_issue_that_never_came_gives_way_to_the_one_named_with_it() -> None:
    draw = await frozen()
    with later(AFTER + timedelta(days=3)):
        for staff in (ZHAO, QIAN):
            await enter(draw, staff, "sse-000001-close", None)
        for staff in (ZHAO, QIAN):
            for name, values in VALUES.items():
                issue = NEXT_ISSUE[name] if name.startswith("sse") else ""
                await enter(draw, staff, name, values, issue)
        await done(service.draw(draw.id))
        assert await faults_of(draw.id) == set()
        record = (await queries.record_of(draw)).model_dump(mode="json")
    record["seed"] = (await Draw.get(id=draw.id)).seed
    fallback = [one for one in verify(record) if one.code == "fallback"]
    assert len(fallback) == 1 and "2026-12-03" in fallback[0].text


async def test_one_voice_does_not_pass_an_issue_over_and_a_third_can_object() -> None:
    draw = await frozen()
    with later(AFTER + timedelta(days=3)):
        await enter(draw, ZHAO, "ssq-blue", None)
        with pytest.raises(Exception, match="invalid_input"):
            await enter(draw, QIAN, "ssq-blue", ["08"], "2026141")
        await enter(draw, QIAN, "ssq-blue", None)
        other = Staff(new_id(), new_id(), "crj", frozenset({StaffRole.publisher}))
        await enter(draw, other, "ssq-blue", ["08"])
        assert await status_of(draw) == "disputed"


async def test_neither_issue_came() -> None:
    draw = await frozen()
    with later(AFTER + timedelta(days=3)):
        for issue in ("2026140", "2026141"):
            for staff in (ZHAO, QIAN):
                await enter(draw, staff, "ssq-blue", None, issue)
    found = await Draw.get(id=draw.id)
    assert (found.status, found.failure) == ("failed", "never_published")
