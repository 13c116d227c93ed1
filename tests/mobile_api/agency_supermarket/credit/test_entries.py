"""Points are entered once, explained to the agency, objected to in time, and answered."""

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx

from mobile_api.agency_supermarket.agencies.history import AGENCY_LOG
from mobile_api.agency_supermarket.credit.models import CreditEntry
from mobile_api.agency_supermarket.credit.queries import scores_of
from mobile_api.agency_supermarket.credit.states import CreditKind
from mobile_api.shared import clock
from mobile_api.shared.history.anchoring import anchor_heads
from mobile_api.shared.history.comparing import Tally
from mobile_api.shared.history.verifying import verify
from tests.mobile_api.agency_supermarket.credit.entries import (
    answered,
    entered,
    lose,
    own_credit,
    score,
)
from tests.mobile_api.agency_supermarket.market import OWN, Applicant, Desk, fault_codes
from tests.mobile_api.agency_supermarket.needing import Bidder

OBJECTION = {"text": "材料是真实的,请核实。"}


async def test_an_entry_is_public_with_its_reason_and_the_agency_is_told(
    client: httpx.AsyncClient, applicant: Applicant, agency: str, desk: Desk
) -> None:
    assert await score(client, agency) == 100
    entry = await entered(desk, agency, "contract_lapsed")
    public = (await client.get(f"/api/v1/market/agencies/{agency}/credit")).json()
    assert (public["score"], public["grade_name"]) == (90, "良好")
    shown = public["entries"][0]
    assert (shown["id"], shown["points"], shown["counts_now"]) == (entry, -10, True)
    assert shown["counts_until"] == str(clock.today() + timedelta(days=365))
    assert not {"reference", "objection", "can"} & set(shown)
    own = (await own_credit(applicant))["entries"][0]
    assert (own["reference"], own["can"]) == ("paper:监〔1〕号", ["object"])
    assert "信用记分通知" in await applicant.told()
    profile = (await client.get(f"/api/v1/market/agencies/{agency}")).json()
    assert "信用记分-10,现为90分" in profile["history"][-1]["text"]


async def test_the_same_paper_counts_once(
    client: httpx.AsyncClient, agency: str, desk: Desk
) -> None:
    for _ in range(2):
        await entered(desk, agency, "result_late")
    await asyncio.gather(*(lose(agency, CreditKind.result_late) for _ in range(3)))
    assert await CreditEntry.all().count() == 2
    assert await score(client, agency) == 90


async def test_what_comes_of_something_else_is_not_entered_by_hand(agency: str, desk: Desk) -> None:
    body = {"kind": "sanction_warning", "reason": "直接记入。", "reference": "监〔2〕号"}
    answer = await desk.act(agency, "credit-entries", body)
    assert fault_codes(answer) == {"/kind": "not_by_desk"}


async def test_points_count_in_full_until_their_last_day(agency: str) -> None:
    await lose(agency, CreditKind.result_late)
    known, today = UUID(agency), clock.today()
    for days, points in ((-1, 100), (0, 95), (365, 95), (366, 100)):
        assert (await scores_of([known], today + timedelta(days=days)))[known] == points


async def test_points_end_at_nothing_and_at_the_ceiling(agency: str) -> None:
    known = UUID(agency)
    for number in range(5):
        await lose(agency, CreditKind.false_material, f"paper-{number}")
    assert (await scores_of([known], clock.today()))[known] == 0
    await CreditEntry.all().update(points=30)
    assert (await scores_of([known], clock.today()))[known] == 120
    assert await scores_of([], clock.today()) == {}


async def test_an_objection_that_is_right_means_that_it_never_counted(
    client: httpx.AsyncClient, applicant: Applicant, agency: str, desk: Desk, supervisor: Desk
) -> None:
    entry = await entered(desk, agency, "result_late")
    answer = {"upheld": True, "answer": "经复核,按期提交。"}
    early = await answered(supervisor, f"credit-entries/{entry}/answer", answer)
    assert early.json()["code"] == "credit_objection_answered"
    for _ in range(2):
        made = await applicant.call("POST", f"/credit-entries/{entry}/object", OBJECTION)
        assert made.is_success, made.text
    queue = await supervisor.ok("GET", "/staff/v1/market/credit-queue?what=objections")
    assert [one["text"] for one in queue["tasks"]] == [OBJECTION["text"]]
    assert queue["tasks"][0]["answer_by"] > str(clock.today() + timedelta(days=10))
    own_work = await answered(desk, f"credit-entries/{entry}/answer", answer)
    assert own_work.json()["code"] == "own_credit_entry"
    both = await asyncio.gather(
        *(answered(supervisor, f"credit-entries/{entry}/answer", answer) for _ in range(2))
    )
    assert sorted(one.status_code for one in both) == [200, 409]
    assert await score(client, agency) == 100
    shown = (await own_credit(applicant))["entries"][0]
    assert (shown["lifted_name"], shown["counts_now"]) == ("异议成立,不予记分", False)
    assert "信用记分异议答复" in await applicant.told()
    queue = await supervisor.ok("GET", "/staff/v1/market/credit-queue?what=objections")
    assert queue["tasks"] == []


async def test_an_objection_that_is_wrong_changes_no_points(
    client: httpx.AsyncClient, applicant: Applicant, agency: str, desk: Desk, supervisor: Desk
) -> None:
    entry = await entered(desk, agency, "result_late")
    await applicant.call("POST", f"/credit-entries/{entry}/object", OBJECTION)
    answer = {"upheld": False, "answer": "提交记录显示晚了三天。"}
    assert (await answered(supervisor, f"credit-entries/{entry}/answer", answer)).is_success
    assert await score(client, agency) == 95


async def test_an_objection_after_its_day_is_too_late(
    applicant: Applicant, agency: str, desk: Desk
) -> None:
    entry = await entered(desk, agency, "result_late")
    await CreditEntry.filter(id=entry).update(object_by=clock.today() - timedelta(days=1))
    late = await applicant.call("POST", f"/credit-entries/{entry}/object", OBJECTION)
    assert late.json()["code"] == "credit_objection_too_late"
    assert (await own_credit(applicant))["entries"][0]["can"] == []


async def test_nobody_objects_to_what_others_did(agency: str, bidders: list[Bidder]) -> None:
    await lose(agency, CreditKind.result_late)
    entry = await CreditEntry.get()
    stranger = bidders[0]
    path = f"{OWN}/credit-entries/{entry.id}/object"
    answer = await stranger.call("POST", path, OBJECTION)
    assert answer.json()["code"] == "credit_entry_not_found"


async def test_the_history_of_the_agency_holds_every_change(
    applicant: Applicant, agency: str, desk: Desk, tmp_path: Path
) -> None:
    await entered(desk, agency, "result_late")
    texts = [one["text"] for one in (await applicant.see())["history"]]
    assert any(text.startswith("信用记分-5") for text in texts)
    tally, heads = Tally(), tmp_path / "heads"
    await anchor_heads(heads, [AGENCY_LOG])
    faults = [one async for one in verify([AGENCY_LOG], heads, tally)]
    assert (faults, tally.rows) == ([], 1)
