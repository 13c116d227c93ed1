"""Agencies are found by words, price, days and distance, and compared side by side."""

import base64
import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from mobile_api.agency_supermarket.agencies.models import Agency, AgencyService
from mobile_api.agency_supermarket.finding.orders import LAST
from mobile_api.agency_supermarket.finding.schemas import AgencySort, NearbyRequest
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from tests.mobile_api.agency_supermarket.market import fault_codes
from tests.mobile_api.agency_supermarket.needing import APPRAISAL, Bidder

MARKET = "/api/v1/market"
OFFERS = f"{MARKET}/services/{APPRAISAL}/agencies"
A, B, C = "甲评估事务所", "乙评估事务所", "丙评估事务所"


async def ok(client: httpx.AsyncClient, path: str) -> dict[str, Any]:
    answer = await client.get(path)
    assert answer.is_success, (answer.status_code, answer.text)
    return dict(answer.json())


async def offers_at(bidder: Bidder, low: int, high: int, days: int = 5, unit: str = "份") -> None:
    await AgencyService.filter(agency_id=bidder.agency_id).update(
        price_from_fen=low, price_to_fen=high, promised_days=days, price_unit=unit
    )


def names(page: dict[str, Any]) -> list[str]:
    return [one["name"] for one in page["offers"]]


@pytest.fixture
async def priced(bidders: list[Bidder]) -> list[Bidder]:
    """甲 4,000, 乙 10,000 and 丙 12,000 yuan on average; 丙 is the fastest."""
    asked = ((300_000, 500_000, 9), (800_000, 1_200_000, 7), (1_200_000, 1_200_000, 2))
    for bidder, (low, high, days) in zip(bidders, asked, strict=True):
        await offers_at(bidder, low, high, days)
    return bidders


async def test_each_order_and_each_price_against_the_average(
    client: httpx.AsyncClient, priced: list[Bidder]
) -> None:
    assert names(await ok(client, OFFERS)) == [C, B, A]
    assert names(await ok(client, f"{OFFERS}?sort=days")) == [C, B, A]
    page = await ok(client, f"{OFFERS}?sort=price")
    assert names(page) == [A, B, C]
    assert page["levels"] == [
        {"price_unit": "份", "agencies": 3, "average_fen": 1_000_000, "low_fen": 400_000}
    ]
    against = [one["against_average"] for one in page["offers"]]
    assert [one["percent"] for one in against] == [40, 100, 120]
    assert [one["is_below_half"] for one in against] == [True, False, False]
    assert [one["is_lowest_fifth"] for one in against] == [True, False, False]
    assert [one["text"] for one in against] == [
        "比3家平均价低60%",
        "与3家平均价相同",
        "比3家平均价高20%",
    ]
    assert (page["service"]["agencies"], page["service"]["is_scarce"]) == (3, False)


@pytest.mark.parametrize("sort", list(AgencySort))
async def test_pages_follow_each_other_without_gap_or_double(
    client: httpx.AsyncClient, bidders: list[Bidder], sort: str
) -> None:
    """All ask the same price and promise the same days: the id decides."""
    await Agency.all().update(listed_at=clock.now())
    seen, cursor = [], ""
    for _ in range(3):
        page = await ok(client, f"{OFFERS}?sort={sort}&limit=1{cursor}")
        seen += names(page)
        cursor = f"&cursor={page['next_cursor']}"
    assert (sorted(seen), page["next_cursor"]) == (sorted([A, B, C]), None)


async def test_a_cursor_of_another_order_is_refused(
    client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    cursor = (await ok(client, f"{OFFERS}?sort=price&limit=1"))["next_cursor"]
    for path in (f"{OFFERS}?sort=days&cursor={cursor}", f"{OFFERS}?cursor=zzz"):
        answer = await client.get(path)
        assert fault_codes(answer) == {"/cursor": "cursor_invalid"}
    assert fault_codes(await client.get(f"{OFFERS}?sort=luck")).keys() == {"/sort"}
    nothing = await client.get(f"{MARKET}/services/no-such/agencies")
    assert nothing.json()["code"] == "service_type_not_found"


def cursor_of(**said: Any) -> str:
    text = json.dumps(said | {"id": str(uuid4())})
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


async def test_a_cursor_beyond_every_row_is_refused(
    client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    """Its number is one that the calendar, a column or the earth does not reach."""
    refused = {"/cursor": "cursor_invalid"}
    for sort, value in (("newest", 2**62), ("newest", 253_402_300_800_000_000), ("days", 2**31)):
        cursor = cursor_of(by=sort, value=value)
        answer = await client.get(f"{OFFERS}?sort={sort}&cursor={cursor}")
        assert fault_codes(answer) == refused, (sort, answer.text)
    for sort, value in (("price", 2**63 - 1), ("days", 2**31 - 1)):
        page = await ok(client, f"{OFFERS}?sort={sort}&cursor={cursor_of(by=sort, value=value)}")
        assert page["offers"] == []
    here = {"longitude": 119.22, "latitude": 34.59}
    far = here | {"cursor": cursor_of(by="distance", value=LAST + 1)}
    assert fault_codes(await client.post(f"{OFFERS}/nearby", json=far)) == refused
    for at in ("9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"):
        answer = await client.get(f"{MARKET}/agencies?cursor={cursor_of(at=at)}")
        assert fault_codes(answer) == refused, (at, answer.text)


async def test_other_units_are_not_compared_and_who_may_not_serve_is_not_there(
    client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    await offers_at(bidders[0], 10, 10, unit="平方米")
    page = await ok(client, f"{OFFERS}?sort=price")
    assert [one["agencies"] for one in page["levels"]] == [2, 1]
    assert [one["against_average"] for one in page["offers"]] == [None] * 3
    await fetch("UPDATE agency SET status = 'suspended' WHERE id = $1", bidders[0].agency_id)
    page = await ok(client, f"{OFFERS}?sort=price")
    assert A not in names(page)
    assert page["service"]["is_scarce"]


async def test_the_nearest_first(client: httpx.AsyncClient, bidders: list[Bidder]) -> None:
    """丙 does not say where it is."""
    for bidder, latitude in zip(bidders[:2], (34.70, 34.60), strict=True):
        office = {"address": "示范市河西区长江路18号", "longitude": 119.22, "latitude": latitude}
        for _ in range(2):
            await bidder.ok("PUT", f"{MARKET}/agency/office", office)
    here = {"longitude": 119.220004, "latitude": 34.590004, "limit": 1}
    page = (await client.post(f"{OFFERS}/nearby", json=here)).json()
    assert names(page) == [B]
    # A hundredth of a degree of latitude is 1.11 km.
    assert 1_050 < page["offers"][0]["distance_m"] < 1_170
    assert page["offers"][0]["office"]["address"] == "示范市河西区长江路18号"
    rest = here | {"cursor": page["next_cursor"]}
    page = (await client.post(f"{OFFERS}/nearby", json=rest)).json()
    assert names(page) == [A]
    last = (
        await client.post(f"{OFFERS}/nearby", json=here | {"cursor": page["next_cursor"]})
    ).json()
    assert (names(last), last["next_cursor"]) == ([C], None)
    assert (last["offers"][0]["distance_m"], last["offers"][0]["distance"]) == (
        None,
        "没有填写办公地点",
    )
    history = (await ok(client, f"{MARKET}/agencies/{bidders[0].agency_id}"))["history"]
    assert [one["text"] for one in history] == ["办公地点:示范市河西区长江路18号。"]


async def test_where_somebody_is_stands_in_no_log(
    client: httpx.AsyncClient, bidders: list[Bidder], caplog: pytest.LogCaptureFixture
) -> None:
    for latitude in (34.5678, 94.5678):
        here = {"longitude": 119.2187, "latitude": latitude}
        answer = await client.post(f"{OFFERS}/nearby", json=here)
        assert "4.5678" not in answer.text
    assert list(fault_codes(answer)) == ["/latitude"]
    assert "4.5678" not in caplog.text


async def test_side_by_side(client: httpx.AsyncClient, priced: list[Bidder]) -> None:
    first, second = priced[1].agency_id, priced[0].agency_id
    await fetch("UPDATE agency SET status = 'blacklisted' WHERE id = $1", second)
    path = f"{MARKET}/services/{APPRAISAL}/compare?agency={first}&agency={second}"
    found = await ok(client, path)
    columns = found["agencies"]
    assert [one["name"] for one in columns] == [B, A]
    assert [one["is_open"] for one in columns] == [True, False]
    assert [one["status_name"] for one in columns] == ["已入驻", "黑名单"]
    assert columns[0]["covered_until"] is None
    assert found["service"]["working_days"] >= columns[0]["promised_days"]


async def test_what_cannot_be_compared(client: httpx.AsyncClient, priced: list[Bidder]) -> None:
    path = f"{MARKET}/services/{APPRAISAL}/compare?agency="
    known, stranger = str(priced[0].agency_id), str(uuid4())
    await fetch("UPDATE agency SET status = 'left' WHERE id = $1", priced[1].agency_id)
    asked = "&agency=".join([known, known, stranger, str(priced[1].agency_id)])
    assert fault_codes(await client.get(path + asked)) == {
        "/agency/1": "twice",
        "/agency/2": "not_here",
        "/agency/3": "not_here",
    }
    many = "&agency=".join(str(uuid4()) for _ in range(6))
    assert list(fault_codes(await client.get(path + many))) == ["/agency"]
    other = f"{MARKET}/services/land-appraisal/compare?agency={known}"
    assert fault_codes(await client.get(other)) == {"/agency/0": "not_here"}


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("消防检测", "fire-test"),
        ("消防檢測", "fire-test"),
        ("xiaofang jiance", "fire-test"),
        ("CEHUI", "real-estate-survey"),
        ("环评报告找谁做", "eia-report"),
        ("量房子", "real-estate-survey"),
        ("注册资本验资", "capital-check"),
        ("审图", "drawing-review"),
    ],
)
async def test_a_service_in_ones_own_words(
    client: httpx.AsyncClient, words: str, first: str
) -> None:
    found = await ok(client, f"{MARKET}/search?q={words}")
    assert found["services"][0]["key"] == first


async def test_agencies_by_name_and_nothing_at_random(
    client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    found = await ok(client, f"{MARKET}/search?q=乙評估")
    assert [one["name"] for one in found["agencies"]] == [B]
    for words in ("qwzzxvk", "%25%25", "__"):
        found = await ok(client, f"{MARKET}/search?q={words}")
        assert (found["services"], found["agencies"]) == ([], [])
        assert "12345" in found["advice"]
    assert "请输入" in (await ok(client, f"{MARKET}/search?q="))["advice"]
    assert "119" in (await ok(client, f"{MARKET}/search?q=着火了"))["emergency_numbers"]
    assert list(fault_codes(await client.get(f"{MARKET}/search?q={'a' * 801}"))) == ["/q"]


async def test_a_guide_joins_the_services_that_it_needs(client: httpx.AsyncClient) -> None:
    found = await ok(client, f"{MARKET}/items/fire-check/services")
    assert [one["service"]["key"] for one in found["services"]] == ["fire-test", "fire-assessment"]
    assert found["services"][0]["service"]["is_scarce"]
    assert (await ok(client, f"{MARKET}/items/passport/services"))["services"] == []
    unknown = await client.get(f"{MARKET}/items/no-such/services")
    assert unknown.json()["code"] == "guide_not_found"


def test_where_somebody_is_is_rounded_on_arrival() -> None:
    here = NearbyRequest.model_validate({"longitude": 119.2205123, "latitude": 34.5904987})
    assert (here.longitude, here.latitude) == (119.221, 34.59)
