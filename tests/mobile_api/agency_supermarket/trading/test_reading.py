"""The board as a stranger reads it: lists, one project, weeks, and the feed."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import httpx
import pytest

from mobile_api.agency_supermarket.trading.models import TradingNotice
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from tests.mobile_api.agency_supermarket.trading.trading import (
    BOARD,
    Board,
    usual_result,
    usual_tender,
)

_ATOM = "{http://www.w3.org/2005/Atom}"
_ODD = "教学楼 <b>&amp; \"一期\" ]]> 🏫 '工程'"


async def test_lists_with_filters(client: httpx.AsyncClient, board: Board) -> None:
    school = await board.announce()
    land = await board.announce(trading_class="land", title="河东一号地块使用权出让")

    async def ids(query: str) -> list[str]:
        answer = await client.get(f"{BOARD}/projects?{query}")
        assert answer.is_success, answer.text
        return [one["id"] for one in answer.json()["projects"]]

    assert await ids("") == [land, school]
    assert await ids("trading_class=land") == [land]
    assert await ids("status=closed") == []
    assert await ids("words=教学楼") == [school]
    assert await ids("words=%25%25") == []
    first = (await client.get(f"{BOARD}/projects?limit=1")).json()
    assert await ids(f"limit=1&cursor={first['next_cursor']}") == [school]
    notices = (await client.get(f"{BOARD}/notices?kind=tender&trading_class=land")).json()
    assert [one["project_id"] for one in notices["notices"]] == [land]
    assert notices["notices"][0]["class_name"] == "土地使用权"
    assert (await client.get(f"{BOARD}/notices?kind=result")).json()["notices"] == []


@pytest.mark.parametrize(
    "query",
    ["projects?trading_class=x", "projects?words=a", "projects?limit=101", "notices?kind=gossip"],
)
async def test_what_is_no_filter(client: httpx.AsyncClient, query: str) -> None:
    assert (await client.get(f"{BOARD}/{query}")).status_code == 422


@pytest.mark.parametrize("week", ["2026-W54", "2026-W00", "2026-48", "1999-W01", "2026-W48x", "0"])
async def test_what_is_no_week(client: httpx.AsyncClient, week: str) -> None:
    answer = await client.get(f"{BOARD}/week?week={week}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == "/week"


async def test_a_week_adds_up(client: httpx.AsyncClient, board: Board) -> None:
    """What a deal saves and what it gains stand with its class and in the sum of all."""
    tender = usual_tender()
    school = await board.announce(tender)
    land = await board.announce(tender, trading_class="land", title="河东一号地块使用权出让")
    announced = f"{clock.today():%G-W%V}"
    with board.after_its_deadline(tender):
        await board.writer.sign_in()
        await board.publisher.sign_in()
        await board.tell(school, usual_result())
        await board.tell(land, usual_result(amount_fen=310_000_000))
        found = (await client.get(f"{BOARD}/week")).json()
        assert found["week"] == f"{clock.today():%G-W%V}"
    assert (found["results"], found["deal_fen"], found["saved_fen"]) == (2, 580_000_000, 40_000_000)
    by_class = {one["trading_class"]: one for one in found["classes"]}
    assert [one["saved_fen"] for one in found["classes"]] == [0, 30_000_000, 0, 10_000_000]
    assert by_class["land"]["tenders"] == 0
    assert [one["kind"] for one in found["notices"]] == ["result", "result"]
    before = (await client.get(f"{BOARD}/week?week={announced}")).json()
    assert [one["tenders"] for one in before["classes"]] == [0, 1, 0, 1]
    assert (before["results"], before["more"]) == (0, False)


async def test_a_week_begins_on_monday_in_china(client: httpx.AsyncClient, board: Board) -> None:
    project_id = await board.announce()
    monday = clock.today() - timedelta(days=clock.today().weekday())
    notice = await TradingNotice.get(project_id=project_id)
    for hours, week in ((-1, monday - timedelta(days=7)), (1, monday)):
        at = f"{monday}T00:00:00+08:00"
        async with in_transaction():
            moved = datetime.fromisoformat(at) + timedelta(hours=hours)
            await TradingNotice.filter(id=notice.id).update(published_at=moved)
        found = (await client.get(f"{BOARD}/week?week={week:%G-W%V}")).json()
        assert found["first_day"] == str(week)
        assert [one["id"] for one in found["notices"]] == [str(notice.id)], hours


async def test_the_feed_holds_whatever_a_title_holds(
    client: httpx.AsyncClient, board: Board
) -> None:
    project_id = await board.announce(usual_tender(title=_ODD, text="第一行\n第二行 <script>"))
    answer = await client.get(f"{BOARD}/feed")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    entry = feed.find(f"{_ATOM}entry")
    assert entry is not None
    assert (entry.findtext(f"{_ATOM}title") or "").endswith(_ODD)
    assert (entry.findtext(f"{_ATOM}summary") or "").endswith("<script>")
    link = entry.find(f"{_ATOM}link")
    assert link is not None and link.attrib["href"].endswith(f"/projects/{project_id}")
    assert feed.findtext(f"{_ATOM}updated") == entry.findtext(f"{_ATOM}updated")


async def test_what_xml_cannot_hold_does_not_break_the_feed(
    client: httpx.AsyncClient, board: Board
) -> None:
    project_id = await board.announce()
    await TradingNotice.filter(project_id=project_id).update(title="教学\x0b楼\ufffe\x1f公告")
    feed = ElementTree.fromstring((await client.get(f"{BOARD}/feed")).content)
    assert feed.findtext(f"{_ATOM}entry/{_ATOM}title") == "【交易公告】教学楼公告"


async def test_the_feed_is_sent_again_only_when_it_changed(
    client: httpx.AsyncClient, board: Board
) -> None:
    empty = await client.get(f"{BOARD}/feed")
    assert ElementTree.fromstring(empty.content).find(f"{_ATOM}entry") is None
    known = {"If-None-Match": empty.headers["etag"]}
    assert (await client.get(f"{BOARD}/feed", headers=known)).status_code == 304
    await board.announce()
    again = await client.get(f"{BOARD}/feed", headers=known)
    assert again.status_code == 200
    other = await client.get(f"{BOARD}/feed?trading_class=land")
    assert ElementTree.fromstring(other.content).find(f"{_ATOM}entry") is None
    assert (await client.get(f"{BOARD}/feed?trading_class=x")).status_code == 422
