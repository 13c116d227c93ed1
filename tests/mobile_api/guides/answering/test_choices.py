"""What people open after an unsure search is counted, and nobody is known by it."""

import base64
from datetime import timedelta
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis

from mobile_api.guides.answering import choices, most_missed
from mobile_api.guides.publishing.models import UnansweredChoice, UnansweredQuery
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.process.cache import REDIS
from tests.actors import Colleague
from tests.mobile_api.guides.answering.test_search_routes import search
from tests.stack import Stack

NOTHING, PERHAPS, SURE = "火星一日游", "公积金贷款", "护照丢了"


async def choose(client: httpx.AsyncClient, token: str, item: str = "passport") -> httpx.Response:
    asked = {"choice_token": token, "item": item}
    return await client.post("/api/v1/search/choices", params=asked)


async def counted() -> list[tuple[str, str, int]]:
    rows = await UnansweredChoice.all().order_by("item_key")
    return [(row.text, row.item_key, row.times) for row in rows]


async def test_only_an_unsure_answer_asks_what_is_opened_next(client: httpx.AsyncClient) -> None:
    asked = {text: (await search(client, text))["choice_token"] for text in (NOTHING, PERHAPS)}
    assert all(asked.values())
    for text in (SURE, "", "家里着火了"):
        assert (await search(client, text))["choice_token"] is None


@pytest.mark.parametrize(
    ("text", "kept"), [(NOTHING + "13800138000", NOTHING + "###########"), (PERHAPS, PERHAPS)]
)
async def test_a_choice_is_counted_with_the_masked_words(
    client: httpx.AsyncClient, text: str, kept: str
) -> None:
    token = (await search(client, text))["choice_token"]
    assert (await choose(client, token)).status_code == 204
    assert await counted() == [(kept, "passport", 1)]


async def test_the_same_choice_again_counts_once_and_another_one_too(
    client: httpx.AsyncClient,
) -> None:
    for _ in range(3):
        token = (await search(client, NOTHING))["choice_token"]
        assert (await choose(client, token)).status_code == 204
        assert (await choose(client, token, "marriage")).status_code == 204
    assert await counted() == [(NOTHING, "marriage", 1), (NOTHING, "passport", 1)]


async def test_after_its_time_and_for_a_made_up_token_nothing_is_counted(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = (await search(client, NOTHING))["choice_token"]
    forged = base64.urlsafe_b64encode(base64.urlsafe_b64decode(good)[:-3] + b"abc").decode()
    monkeypatch.setattr(choices, "LIFETIME", -600)
    over = (await search(client, NOTHING))["choice_token"]
    for token in (over, forged, "x", "长", ""):
        refused = await choose(client, token)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["code"] == "choice_token_over"
    assert await counted() == []


async def test_an_unknown_item_is_refused(client: httpx.AsyncClient) -> None:
    token = (await search(client, NOTHING))["choice_token"]
    assert (await choose(client, token, "nothing-like-it")).status_code == 404
    assert await counted() == []


async def test_without_redis_nobody_is_held_up_and_nothing_is_counted(
    client: httpx.AsyncClient, stack: Stack
) -> None:
    token = (await search(client, NOTHING))["choice_token"]
    with stack.having(REDIS, Redis.from_url("redis://127.0.0.1:1")):
        assert (await choose(client, token)).status_code == 204
    assert await counted() == []


async def publisher(stack: Stack, client: httpx.AsyncClient, *roles: StaffRole) -> Colleague:
    one = Colleague(stack, client, "editor", department="gaj", roles=roles)
    await one.sign_in()
    return one


async def missed(text: str, times: int, days_ago: int = 0) -> None:
    on = clock.today() - timedelta(days=days_ago)
    await UnansweredQuery.create(text=text, times=times, on=on)


async def opened(text: str, item: str, times: int, days_ago: int = 0) -> None:
    on = clock.today() - timedelta(days=days_ago)
    await UnansweredChoice.create(text=text, item_key=item, times=times, on=on)


async def test_an_editor_sees_what_is_missed_beside_what_is_opened(
    client: httpx.AsyncClient, stack: Stack
) -> None:
    least = most_missed.LEAST_TIMES
    await missed("火星", least - 1)
    await missed("火星", 1, days_ago=3)
    await opened("火星", "passport", least, days_ago=1)
    await opened("火星", "marriage", 3)
    await opened("火星", "marriage", least, days_ago=2)
    await opened("火星", "gone-by-now", 99)
    await opened("公积金贷款", "id-card", least)
    editor = await publisher(stack, client, StaffRole.publisher)
    told: dict[str, Any] = await editor.ok("GET", "/staff/v1/missed-searches")
    assert told["least_times"] == least
    first, second = told["searches"]
    assert (first["text"], first["found_nothing"]) == ("火星", least)
    assert first["last_on"] == clock.today().isoformat()
    assert [(one["key"], one["times"]) for one in first["chosen"]] == [
        ("marriage", least + 3),
        ("passport", least),
    ]
    assert first["chosen"][1]["name"] == "普通护照签发(首次、换发、补发)"
    assert (second["text"], second["found_nothing"], len(second["chosen"])) == (
        "公积金贷款",
        None,
        1,
    )


async def test_what_few_people_typed_or_long_ago_is_not_told(
    client: httpx.AsyncClient, stack: Stack
) -> None:
    least, long_ago = most_missed.LEAST_TIMES, most_missed.PERIOD.days + 1
    await missed("张三的低保", least - 1)
    await opened("张三的低保", "passport", least - 1)
    await missed("旧事", least, days_ago=long_ago)
    await opened("旧事", "passport", least, days_ago=long_ago)
    editor = await publisher(stack, client, StaffRole.publisher)
    assert (await editor.ok("GET", "/staff/v1/missed-searches"))["searches"] == []
    await missed("常有的事", least)
    await missed("更多的事", least + 1)
    told = await editor.ok("GET", "/staff/v1/missed-searches?limit=1")
    assert [one["text"] for one in told["searches"]] == ["更多的事"]


async def test_only_editors_see_it(client: httpx.AsyncClient, stack: Stack) -> None:
    others = set(StaffRole) - {StaffRole.publisher}
    colleague = await publisher(stack, client, *others)
    assert (await colleague.call("GET", "/staff/v1/missed-searches")).status_code == 403
    assert (await client.get("/staff/v1/missed-searches")).status_code == 401
