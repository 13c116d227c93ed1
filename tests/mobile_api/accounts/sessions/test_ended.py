"""Every process refuses sessions that have ended, and looks at their rows when it cannot hear."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest

from mobile_api.accounts.sessions.ended import CHANNEL, ENDED_SESSIONS, EndedSessions
from mobile_api.accounts.sessions.models import Session
from mobile_api.accounts.sessions.service import end
from mobile_api.accounts.sessions.tokens import caller_of
from mobile_api.guides.reading.published import CATALOGUE, PublishedCatalogue
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen as CitizenCaller
from mobile_api.shared.callers import Staff
from mobile_api.shared.database import fetch
from mobile_api.shared.errors import NotSignedIn
from mobile_api.shared.ids import new_id
from tests.actors import Citizen
from tests.committed import committed
from tests.gate import Gate, gate_to
from tests.mobile_api.accounts.later import later
from tests.stack import Stack
from tests.waiting import until


def caller_with(citizen: Citizen) -> CitizenCaller | Staff:
    return caller_of(citizen.tokens["access_token"])


async def end_session(session_id: UUID) -> None:
    await committed(end(Session.filter(id=session_id)))


async def refuses(ended: EndedSessions, caller: CitizenCaller | Staff) -> bool:
    try:
        await ended.refuse_if_ended(caller)
    except NotSignedIn:
        return True
    return False


def has_heard(ended: EndedSessions, caller: CitizenCaller | Staff) -> bool:
    try:
        ended.refuse_if_heard(caller)
    except NotSignedIn:
        return True
    return False


@pytest.fixture
async def gate(stack: Stack) -> AsyncIterator[Gate]:
    async with gate_to(stack.settings.database_url) as gate:
        yield gate


@pytest.fixture
async def ended(gate: Gate) -> AsyncIterator[EndedSessions]:
    """What a further process knows, whose way to the database is the gate."""
    ended = EndedSessions(gate.url, look_seconds=0.2)
    ended.start()
    await until(lambda: ended.is_following)
    yield ended
    await ended.stop()


async def test_whoever_ends_a_session_is_heard_everywhere(stack: Stack, citizen: Citizen) -> None:
    # So rarely does it look by itself that only the call can have brought it.
    other = EndedSessions(stack.settings.database_url, look_seconds=3600)
    other.start()
    await until(lambda: other.is_following)
    caller = caller_with(citizen)
    assert not await refuses(other, caller)
    await end_session(caller.session_id)
    await until(lambda: has_heard(other, caller))
    await other.stop()


async def test_a_process_that_starts_later_knows_who_signed_out(
    stack: Stack, citizen: Citizen
) -> None:
    caller = caller_with(citizen)
    await end_session(caller.session_id)
    late = EndedSessions(stack.settings.database_url)
    # Before it has caught up it asks the row, afterwards it knows.
    assert not has_heard(late, caller) and await refuses(late, caller)
    late.start()
    await until(lambda: late.is_following)
    assert has_heard(late, caller)
    await late.stop()


async def test_a_missed_call_is_made_up_for_by_looking(
    ended: EndedSessions, citizen: Citizen
) -> None:
    caller = caller_with(citizen)
    await Session.filter(id=caller.session_id).update(ended_at=clock.now())
    await until(lambda: has_heard(ended, caller))


async def test_while_the_database_is_silent_the_row_is_asked(
    gate: Gate, ended: EndedSessions, citizen: Citizen
) -> None:
    """The connection stays open and says nothing, as behind a switch that was pulled."""
    gate.stop()
    await until(lambda: not ended.is_following)
    caller = caller_with(citizen)
    assert not await refuses(ended, caller)
    await end_session(caller.session_id)
    assert not has_heard(ended, caller) and await refuses(ended, caller)
    gate.go_on()
    await until(lambda: ended.is_following and has_heard(ended, caller))


async def test_after_a_cut_connection_what_was_missed_is_read(
    ended: EndedSessions, citizen: Citizen
) -> None:
    await fetch(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE $1",
        "%FROM session WHERE ended_at%",
    )
    caller = caller_with(citizen)
    await end_session(caller.session_id)
    await until(lambda: has_heard(ended, caller))
    await until(lambda: ended.is_following)


async def test_a_session_that_no_row_tells_of_is_none(stack: Stack, citizen: Citizen) -> None:
    deaf = EndedSessions(stack.settings.database_url)
    assert await refuses(deaf, CitizenCaller(new_id(), new_id()))
    assert not await refuses(deaf, caller_with(citizen))


async def test_it_forgets_when_every_token_has_run_out(
    stack: Stack, ended: EndedSessions, citizen: Citizen
) -> None:
    caller = caller_with(citizen)
    await end_session(caller.session_id)
    await until(lambda: has_heard(ended, caller))
    with later(stack, minutes=41):
        await until(lambda: not has_heard(ended, caller))


async def test_calls_that_make_no_sense_only_make_it_look(
    ended: EndedSessions, citizen: Citizen
) -> None:
    for nonsense in ("nonsense", "一" * 2000, ""):
        await fetch("SELECT pg_notify($1, $2)", CHANNEL, nonsense)
    caller = caller_with(citizen)
    await end_session(caller.session_id)
    await until(lambda: has_heard(ended, caller))


async def test_whoever_stops_at_once_does_stop(stack: Stack) -> None:
    for turns in range(20):
        ended = EndedSessions(stack.settings.database_url)
        ended.start()
        for _ in range(turns):
            await asyncio.sleep(0)
        await asyncio.wait_for(ended.stop(), timeout=30)


async def test_readiness_shows_who_does_not_follow(stack: Stack, client: httpx.AsyncClient) -> None:
    async def names(is_ready: bool) -> set[str]:
        answer = await client.get("/health/ready")
        assert answer.status_code == 200
        found = answer.json()["dependencies"]
        assert all(bool(part["meaning"]) is not part["is_ready"] for part in found)
        return {part["name"] for part in found if part["is_ready"] is is_ready}

    followers: dict[str, EndedSessions | PublishedCatalogue] = {
        "ended_sessions": ENDED_SESSIONS.of(stack.app),
        "catalogue_news": CATALOGUE.of(stack.app),
    }

    async def all_follow() -> bool:
        return set(followers) <= await names(is_ready=True)

    await until(all_follow)
    for follower in followers.values():
        await follower.stop()
    assert await names(is_ready=False) == set(followers)
    for follower in followers.values():
        result = follower.start()
        if result is not None:
            await result
    await until(all_follow)
