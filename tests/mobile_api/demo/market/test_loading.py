"""The demo market brought in: states by their real ways, twice without a change, and if cut."""

from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.credit.models import CreditEntry
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.models import Award
from mobile_api.demo.market.board import bring_in_experts, stories
from mobile_api.demo.market.checking import open_again, verify_record
from mobile_api.demo.market.loading import Loaded, Market, NotLocal, open_market
from mobile_api.demo.market.people import AccountMissing
from mobile_api.demo.market.schemas import told_needs
from mobile_api.draws.models import Draw
from mobile_api.log_followers import LOGS
from mobile_api.shared.database import fetch
from mobile_api.shared.history.comparing import Tally
from mobile_api.shared.history.verifying import verify
from mobile_api.shared.process.parts import SETTINGS
from tests.stack import Stack

pytestmark = pytest.mark.thorough
MARKET = "/api/v1/market"


async def everything() -> dict[str, Any]:
    """A digest of each table."""
    names = await fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    sql = "SELECT md5(string_agg(one::text, '|' ORDER BY one::text)) AS digest FROM {} AS one"
    return {
        name["tablename"]: (await fetch(sql.format(f'"{name["tablename"]}"')))[0]["digest"]
        for name in names
    }


async def test_what_is_told_is_there_and_stays_as_it_is(
    market: Market, keys: dict[str, str], tmp_path: Path
) -> None:
    assert await market.load(keys) == Loaded(issues=459, agencies=60, needs=13, projects=12)
    standing = {need.title: need.status for need in await Need.all()}
    told = {one.title: "published" if one.state == "closed" else one.state for one in told_needs()}
    assert standing == told
    contracts = [str(one.status) for one in await Contract.all()]
    assert sorted(contracts)[-2:] == ["finished", "in_force"] and len(contracts) == 4
    # The heads of a database that no worker has looked at yet are kept nowhere.
    faults = [one.fault async for one in verify(LOGS, tmp_path / "heads", Tally())]
    assert faults == ["heads_missing"]
    before = await everything()
    assert await market.load(keys) == Loaded(issues=0, agencies=0, needs=0, projects=0)
    assert await everything() == before


async def test_a_stranger_sees_it_alive_and_checks_it(
    market: Market, keys: dict[str, str], client: httpx.AsyncClient
) -> None:
    await market.load(keys)

    async def get(path: str) -> Any:
        return (await client.get(path)).raise_for_status().json()

    page = await get(f"{MARKET}/agencies?limit=100")
    statuses = Counter(one["status"] for one in page["agencies"])
    assert statuses == {"listed": 56, "warned": 2, "suspended": 1, "blacklisted": 1}
    (struck,) = [one for one in page["agencies"] if one["status"] == "blacklisted"]
    profile = await get(f"{MARKET}/agencies/{struck['id']}")
    texts = " ".join(fact["text"] for fact in profile["history"])
    assert "伪造" in texts and "提出了异议" in texts and "异议不成立" in texts
    awarded = (await get(f"{MARKET}/needs?status=awarded"))["needs"]
    assert len(awarded) == await Award.all().count() == 4
    for need in awarded:
        assert open_again(await get(f"{MARKET}/needs/{need['id']}/opening")) >= 4
        await verify_record(await get(f"{MARKET}/needs/{need['id']}/bid-log"))
    assert await Draw.filter(status="drawn").count() == 4
    for draw in await Draw.filter(status="drawn"):
        assert await verify_record(await get(f"/api/v1/draws/{draw.number}")) > 5


async def test_credit_and_an_objection_are_there_to_be_read(
    market: Market, keys: dict[str, str], client: httpx.AsyncClient
) -> None:
    await market.load(keys)
    (late,) = await CreditEntry.filter(kind="result_late")
    credit = (await client.get(f"{MARKET}/agencies/{late.agency_id}/credit")).json()
    shown = [(one["points"], one["lifted_name"]) for one in credit["entries"]]
    assert (credit["score"], shown) == (100, [(-5, "已完成信用修复")])
    # Every sanction that was not lifted costs points.
    kinds = Counter(one.kind for one in await CreditEntry.filter(kind__startswith="sanction"))
    assert kinds == {"sanction_warning": 2, "sanction_suspension": 1, "sanction_blacklisting": 1}
    dispute = await Dispute.get()
    public = (await client.get(f"{MARKET}/needs/{dispute.need_id}/disputes")).json()
    assert [one["status"] for one in public["disputes"]] == ["lapsed"]


async def test_certificates_end_in_its_history(
    market: Market, keys: dict[str, str], client: httpx.AsyncClient
) -> None:
    await market.load(keys)
    standings = []
    for agency in await Agency.all():
        profile = (await client.get(f"{MARKET}/agencies/{agency.id}")).json()
        standings += [(one["standing"], profile) for one in profile["qualifications"]]
    ((_, ended),) = [one for one in standings if one[0] == "expired"]
    assert ended["history"][-1]["text"].startswith("“测绘资质证书”已于")
    assert not any(one["is_open"] for one in ended["services"])
    told = await fetch("SELECT event, count(*) AS count FROM delivery GROUP BY event")
    counts = {one["event"]: one["count"] for one in told}
    # Of the one that has ended 30 and 7 days before, of the one that ends soon once so far.
    assert (counts["qualification_expiring"], counts["qualification_expired"]) == (3, 1)


async def test_the_board_is_alive(
    market: Market, keys: dict[str, str], client: httpx.AsyncClient
) -> None:
    """Every state but that of a draft is seen; the panel's names came with the result."""
    await market.load(keys)

    async def get(path: str) -> Any:
        return (await client.get(f"{MARKET}/trading/{path}")).raise_for_status().json()

    page = await get("projects?limit=50")
    statuses = Counter(one["status"] for one in page["projects"])
    assert statuses == {"result": 6, "announced": 2, "changed": 1, "closed": 1, "terminated": 1}
    school = next(one for one in page["projects"] if "教学楼" in one["title"])
    (panel,) = (await get(f"projects/{school['id']}/panels"))["panels"]
    works = Counter(one["state"] for one in panel["groups"][0]["drawn"])
    assert (panel["status"], works["seated"], works["replaced"]) == ("named", 3, 1)
    assert {one["employer_name"] for one in panel["groups"][1]["drawn"]} - {None}


async def test_a_panel_that_was_cut_goes_on(market: Market, keys: dict[str, str]) -> None:
    """Its list was frozen when the process ended."""
    await market.gather()
    await bring_in_experts(market.staff, market.today)
    (story,) = [one for one in stories(market.staff, market.today) if one.told.panel]
    await story.begin()
    assert (await market.load(keys)).projects == 11
    project = await story.found()
    assert project is not None and project.status == "result"


@pytest.mark.parametrize("title", ["会议中心修缮工程预算审核", "喷漆车间安全现状评价"])
async def test_what_was_cut_goes_on(market: Market, keys: dict[str, str], title: str) -> None:
    """It was published and bid for when the process ended."""
    (told,) = [one for one in told_needs() if one.title == title]
    await market.gather()
    await market.story(told, keys[title]).publish()
    assert (await Need.get()).status == "published"
    assert (await market.load(keys)).needs == 12
    assert (await Need.get(title=title)).status == told.state


async def test_it_is_for_a_local_stack_with_its_accounts_alone(stack: Stack) -> None:
    with pytest.raises(AccountMissing):
        await open_market(stack.loops)
    elsewhere = stack.settings.model_copy(update={"environment": "production"})
    with stack.having(SETTINGS, elsewhere), pytest.raises(NotLocal):
        await open_market(stack.loops)
