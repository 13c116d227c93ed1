"""The figures as anybody reads them: JSON, and a table that no spreadsheet computes."""

import csv
import io

import httpx
import pytest

from mobile_api.agency_supermarket.figures.models import FiguresRun
from mobile_api.agency_supermarket.figures.table import HEADING, safe
from mobile_api.enterprises.models import Enterprise
from mobile_api.shared import clock
from tests.mobile_api.agency_supermarket.contracting import PRICE, Deal
from tests.mobile_api.agency_supermarket.figures.told import Store, ToldNeed
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer
from tests.stack import Stack

PATH, TABLE = "/api/v1/market/figures", "/api/v1/market/figures.csv"


async def counted(stack: Stack) -> None:
    await stack.sweep("begin_figures")
    await FiguresRun.all().update(due_at=clock.now())
    await stack.settle()


def lines(answer: httpx.Response) -> list[list[str]]:
    assert answer.is_success and answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_a_need_from_its_publication_to_its_rating(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    deal = await Deal.strike(stack, buyer, bidders[0])
    await deal.finish()
    scores = {"speed": 5, "quality": 4, "attitude": 5, "price": 3}
    await deal.done(deal.owner, "rate", {"scores": scores})
    await buyer.publish()
    await counted(stack)
    trades = {one["trade"]: one for one in (await client.get(PATH)).json()["trades"]}
    assert trades["all"] | {"trade": "appraisal", "trade_name": "资产评估"} == trades[
        "appraisal"
    ] | {"computed_at": trades["all"]["computed_at"]}
    found = trades["appraisal"]
    needs = found["needs"]
    assert [needs[key] for key in ("published", "awarded", "open", "opened", "one_bid")] == [
        2,
        1,
        1,
        1,
        1,
    ]
    assert found["prices"]["median_fen"] == PRICE
    assert found["prices"]["saved_fen"] == 5_000_000 - PRICE
    assert found["contracts"]["on_time_bp"] == 10_000
    assert found["concentration"]["herfindahl_bp"] == 10_000
    spread = {one["dimension_name"]: one["counts"] for one in found["ratings"]}
    assert spread["质量"] == [0, 0, 0, 1, 0]
    assert trades["fire"]["needs"]["published"] == 0
    assert trades["fire"]["prices"]["median_fen"] is None


async def test_what_is_not_a_year_is_refused(client: httpx.AsyncClient) -> None:
    for path in (PATH, TABLE):
        for year in ("1999", "99999", "heuer", "2026.5"):
            answer = await client.get(f"{path}?year={year}")
            assert answer.status_code == 422, (path, year)
            assert year not in answer.text.replace(str(clock.today().year), "")
        assert (await client.get(f"{path}?yaer=2026")).status_code == 422


async def test_an_empty_year_is_no_error(client: httpx.AsyncClient) -> None:
    found = (await client.get(f"{PATH}?year=2005")).json()
    assert (found["trades"], found["computed_at"], found["is_final"]) == ([], None, False)
    assert lines(await client.get(f"{TABLE}?year=2005")) == [list(HEADING)]


async def test_names_are_no_formulas_in_the_table(stack: Stack, client: httpx.AsyncClient) -> None:
    store = await Store.open()
    odd = ['=HYPERLINK("http://evil.example","点我")评估事务所', "己,“评估”\n事务所"]
    for agency, name in zip(store.agencies, odd, strict=False):
        await Enterprise.filter(id=agency.enterprise_id).update(name=name)
    for _ in range(3):
        need = ToldNeed(clock.now(), "fire-test", "awarded", {0: False, 1: False})
        need.winner, need.price = 0, 500
        await store.keep(need)
    await counted(stack)
    answer = await client.get(TABLE)
    year = clock.today().year
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="market-figures-{year}.csv"'
    )
    found = lines(answer)
    assert found[0] == list(HEADING)
    assert {len(line) for line in found} == {len(HEADING)}
    pair = [line for line in found if line[1:3] == ["消防技术服务", "一同报价"]]
    assert pair == [
        [str(year), "消防技术服务", "一同报价", f"'{odd[0]} 中选,{odd[1]} 未中选", "3", "次"]
    ]
    assert not [cell for line in found for cell in line if cell[:1] in "=+-@\t\r" and cell]
    assert ["采购需求", "发布", "3", "项"] in [line[2:] for line in found]


async def test_the_table_seen_before_costs_nothing(stack: Stack, client: httpx.AsyncClient) -> None:
    await counted(stack)
    for path in (PATH, TABLE):
        first = await client.get(path)
        known = {"if-none-match": first.headers["etag"]}
        again = await client.get(path, headers=known)
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "name", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u3000=1", "＝1", "＠SUM"]
)
def test_text_that_begins_a_formula_gets_an_apostrophe(name: str) -> None:
    assert safe(name) == f"'{name}"


@pytest.mark.parametrize("name", ["甲评估事务所", "A-1公司", "", "1=1"])
def test_other_text_stays_as_it_is(name: str) -> None:
    assert safe(name) == name
