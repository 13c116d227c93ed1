"""The centre over HTTP: boards, halls, counters, hours, phones, articles."""

import httpx
import pytest

pytestmark = pytest.mark.standing_at("2026-11-25T10:00+08:00")


async def get(client: httpx.AsyncClient, path: str) -> httpx.Response:
    return await client.get(f"/api/v1/centre{path}")


async def test_three_boards_with_thirteen_functions(client: httpx.AsyncClient) -> None:
    answer = (await get(client, "/boards")).json()
    assert [one["name"] for one in answer["boards"]] == ["办事服务", "中心概况", "互动交流"]
    assert sum(len(one["functions"]) for one in answer["boards"]) == 13
    assert "虚构" in answer["provenance"]


async def test_the_phone_book_names_halls_counters_and_departments(
    client: httpx.AsyncClient,
) -> None:
    entries = (await get(client, "/phones")).json()["entries"]
    owners = {one["owner"]: one for one in entries}
    assert owners["出入境窗口"]["phones"][0]["number"].startswith("0999-")
    assert owners["出入境窗口"]["place"] == "示范市政务服务中心一楼B区"
    assert {one["purpose"] for one in owners["市公安局"]["phones"]} == {"业务咨询", "投诉"}


async def test_halls_and_counters_of_a_region(client: httpx.AsyncClient) -> None:
    halls = (await get(client, "/halls?region=999902")).json()["halls"]
    assert [one["key"] for one in halls] == ["town-hall"]
    counters = (await get(client, "/counters?region=999902")).json()["counters"]
    assert [one["key"] for one in counters] == ["town-general"]
    assert len((await get(client, "/counters")).json()["counters"]) == 15


async def test_saturday_at_the_exit_entry_counter(client: httpx.AsyncClient) -> None:
    path = "/counters/exit-entry/hours?first=2026-11-28&days=1"
    (day,) = (await get(client, path)).json()["days"]
    assert day["periods"] == [{"opens": "09:00", "closes": "16:00"}]
    tax = (await get(client, path.replace("exit-entry", "tax"))).json()["days"][0]
    assert tax["periods"] == []


async def test_new_year_is_closed_and_says_so(client: httpx.AsyncClient) -> None:
    answer = await get(client, "/counters/tax/hours?first=2026-12-31&days=2")
    before, new_year = answer.json()["days"]
    assert len(before["periods"]) == 2
    assert (new_year["periods"], new_year["reason"]) == ([], "元旦放假")


async def test_articles_come_newest_first(client: httpx.AsyncClient) -> None:
    articles = (await get(client, "/articles")).json()["articles"]
    dates = [one["published_on"] for one in articles]
    assert dates == sorted(dates, reverse=True)
    (bulletin,) = (await get(client, "/articles?kind=bulletin")).json()["articles"]
    assert bulletin["issue"] == "2026年第10期"
    one = (await get(client, f"/articles/{bulletin['key']}")).json()
    assert one == bulletin


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/articles/moon", 404),
        ("/counters/moon/hours", 404),
        ("/counters/tax/hours?days=0", 422),
        ("/counters/tax/hours?first=0001-01-01", 422),
        ("/counters/tax/hours?first=9999-12-31&days=31", 422),
        ("/articles?kind=moon", 422),
        ("/halls?region=moon", 422),
    ],
)
async def test_bad_requests(client: httpx.AsyncClient, path: str, status: int) -> None:
    answer = await get(client, path)
    assert answer.status_code == status
    assert "moon" not in answer.text
