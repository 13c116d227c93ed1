"""Search over HTTP: found, nothing, danger, blank; what found nothing is counted, not who asked."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from mobile_api.guides.publishing.models import UnansweredQuery
from mobile_api.guides.publishing.queries import unanswered
from tests.mobile_api.neighbours import calling_from
from tests.stack import Stack


async def search(client: httpx.AsyncClient, text: str) -> dict[str, Any]:
    answer = await client.get("/api/v1/search", params={"q": text})
    assert answer.status_code == 200
    return dict(answer.json())


async def test_own_words_find_the_guide(client: httpx.AsyncClient) -> None:
    found = await search(client, "护照丢了")
    assert found["outcome"] == "found"
    assert found["hits"][0]["key"] == "passport"
    assert found["hits"][0]["guide"]["department_name"] == "市公安局出入境管理支队"
    assert (found["help_line"], found["emergency"], found["popular"]) == (None, None, [])


async def test_a_weak_find_is_a_question(client: httpx.AsyncClient) -> None:
    asked, sure = await search(client, "公积金贷款"), await search(client, "护照丢了")
    assert (asked["perhaps"], sure["perhaps"]) == (True, False)
    assert asked["hits"]


async def test_danger_shows_whom_to_call_and_what_to_do(client: httpx.AsyncClient) -> None:
    found = await search(client, "家里着火了")
    assert found["outcome"] == "emergency"
    told = found["emergency"]
    assert told["numbers"] == ["119"]
    assert told["calls"] == [{"number": "119", "purpose": "火警和救援"}]
    assert "湿毛巾" in told["first_step"] and told["source"]
    assert await UnansweredQuery.all().count() == 0
    assert (found["hits"], found["popular"], found["help_line"]) == ([], [], None)


async def test_below_the_numbers_stands_the_ordinary_result(client: httpx.AsyncClient) -> None:
    text = "老公打我,离开家要办护照"
    found = await search(client, text)
    assert found["emergency"]["numbers"][:2] == ["110", "12338"]
    assert found["hits"][0]["key"] == "passport"
    answer = (await client.get("/api/v1/answers", params={"q": text})).json()
    assert answer["outcome"] == "emergency"
    assert answer["lines"][0] == "110 报警"
    assert answer["ordinary"]["source"]["key"] == "passport"


async def test_another_city_is_named_with_its_hotline(client: httpx.AsyncClient) -> None:
    found = await search(client, "上海办护照")
    assert found["elsewhere"]["phone"] == "021-12345"
    assert found["hits"][0]["key"] == "passport"
    answer = (await client.get("/api/v1/answers", params={"q": "上海办护照的电话"})).json()
    assert (answer["outcome"], answer["phone"]) == ("elsewhere", "021-12345")
    assert answer["elsewhere"]["city"] == "上海"
    assert (await search(client, "示范市办护照"))["elsewhere"] is None


@pytest.mark.parametrize("text", ["今天天气怎么样", "' OR 1=1 --", "帮我开个假的无犯罪证明"])
async def test_nothing_found_offers_12345_and_no_random_item(
    client: httpx.AsyncClient, text: str
) -> None:
    found = await search(client, text)
    assert found["outcome"] == "nothing"
    assert found["hits"] == []
    assert found["help_line"]["phone"] == "12345"


async def test_blank_shows_what_many_look_for(client: httpx.AsyncClient) -> None:
    found = await search(client, "   ")
    assert found["outcome"] == "blank"
    assert all(one["is_popular"] for one in found["popular"])
    assert found["popular"]
    assert await UnansweredQuery.all().count() == 0


async def test_unanswered_queries_are_counted_without_numbers(stack: Stack) -> None:
    text = "火星一日游13800138000"
    async with AsyncExitStack() as open_until:
        asking = [calling_from(stack, 2 + number) for number in range(5)]
        people = [await open_until.enter_async_context(one) for one in asking]
        await asyncio.gather(*(search(one, text) for one in people))
    (row,) = await unanswered()
    assert row.times == 5
    assert "火星一日游" in row.text
    assert not any(character.isdigit() for character in row.text)


async def test_a_flood_is_answered_but_not_counted(client: httpx.AsyncClient) -> None:
    for turn in range(30):
        assert (await search(client, f"外星{chr(0x4E00 + 37 * turn)}"))["outcome"] != "emergency"
    assert await UnansweredQuery.all().count() <= 20


async def test_suggestions_while_typing(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/suggestions", params={"q": "公积"})
    keys = [one["key"] for one in answer.json()["suggestions"]]
    assert set(keys) >= {"hf-withdraw", "hf-transfer"}


@pytest.mark.parametrize("path", ["/search?limit=0", "/search?q=" + "长" * 801, "/suggestions?x=1"])
async def test_bad_queries_are_refused_without_echo(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get("/api/v1" + path)
    assert answer.status_code == 422
    assert "长长" not in answer.text


@pytest.mark.parametrize(
    ("question", "item", "words"),
    [
        ("护照多少钱", None, "120"),
        ("多久能办好", "passport", "7"),
        ("周六上班吗", "passport", "16:00"),
        ("办护照要带什么", None, ""),
    ],
)
async def test_questions_are_answered_with_their_source(
    client: httpx.AsyncClient, question: str, item: str | None, words: str
) -> None:
    params = {"q": question} | ({"item": item} if item else {})
    answer = (await client.get("/api/v1/answers", params=params)).json()
    assert answer["outcome"] == "answered"
    assert answer["source"]["key"] == "passport"
    assert words in answer["text"] + "".join(answer["lines"])


async def test_what_is_not_known_is_said_and_counted(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/api/v1/answers", params={"q": "今天天气怎么样"})).json()
    assert (answer["outcome"], answer["phone"], answer["source"]) == ("unknown", "12345", None)
    (row,) = await unanswered()
    assert row.times == 1


async def test_several_topics_and_a_chosen_item_over_http(client: httpx.AsyncClient) -> None:
    several = await ask(client, "护照多少钱,几天能拿到")
    assert (several["topic"], several["topics"]) == ("fee", ["fee", "limit"])
    assert [(one["topic"], "7个工作日" in one["text"]) for one in several["more"]] == [
        ("limit", True)
    ]
    asked = await ask(client, "营业执照多少钱")
    assert (asked["outcome"], asked["topics"]) == ("which_item", ["fee"])
    chosen = asked["choices"][1]["key"]
    given = await ask(client, "营业执照多少钱", item=chosen)
    assert (given["outcome"], given["source"]["key"], given["choices"]) == ("answered", chosen, [])


async def ask(client: httpx.AsyncClient, question: str, **known: str) -> dict[str, Any]:
    answer = await client.get("/api/v1/answers", params={"q": question} | known)
    assert answer.status_code == 200
    return dict(answer.json())
