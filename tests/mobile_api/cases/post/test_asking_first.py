"""EMS is asked before the transaction of a pick-up, so that nobody else waits for its answer."""

import asyncio

import httpx
import pytest

from tests.actors import ADDRESS, Citizen
from tests.mobile_api.cases.posting import PostedCase, ems_fails
from tests.stack import Stack

_COVERAGE = "030005"


async def pick_up(elder: PostedCase, key: str) -> httpx.Response:
    path, headers = f"{elder.path}/originals/pick-up", {"Idempotency-Key": key}
    return await elder.citizen.call("POST", path, {"address": ADDRESS}, headers=headers)


async def times_asked(elder: PostedCase) -> int:
    seen = await elder.client.get(f"{elder.stack.ems}/_simulator/requests")
    return sum(f"apiCode={_COVERAGE}" in one["body"] for one in seen.json()["requests"])


@pytest.fixture
async def stranger(stack: Stack, client: httpx.AsyncClient) -> Citizen:
    person = Citizen(stack, client, "somebody-else")
    await person.sign_in()
    return person


async def test_more_slow_answers_than_connections_stop_nobody(
    stack: Stack, elder: PostedCase, stranger: Citizen
) -> None:
    many = stack.settings.database_pool_size + 1
    before = await times_asked(elder)
    await ems_fails(stack, elder.client, _COVERAGE, kind="slow", times=many, seconds=60)
    asking = [asyncio.create_task(pick_up(elder, f"pick-up-{one:04}")) for one in range(many)]
    try:
        async with asyncio.timeout(30):
            while await times_asked(elder) < before + many:
                pass  # each look is a round trip, in which the others get on
        assert (await stranger.call("GET", "/api/v1/me")).is_success
        assert not any(task.done() for task in asking)
    finally:
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)


async def test_who_has_an_answer_is_given_it_before_ems_is_asked(elder: PostedCase) -> None:
    first = await pick_up(elder, "pick-up-0001")
    assert first.status_code == 201, first.text
    asked = await times_asked(elder)
    again = await pick_up(elder, "pick-up-0001")
    assert (again.status_code, again.json()) == (201, first.json())
    assert await times_asked(elder) == asked
    assert len(await elder.parcels()) == 1


async def test_two_taps_at_once_are_one_pick_up(elder: PostedCase) -> None:
    answers = await asyncio.gather(*(pick_up(elder, "pick-up-0001") for _ in range(2)))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert len(await elder.parcels()) == 1
