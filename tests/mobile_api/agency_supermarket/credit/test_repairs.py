"""信用修复: after the least time, with a proof, one at a time, decided by somebody else."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.credit.models import CreditEntry, CreditRepair
from mobile_api.shared import clock
from tests.actors import photo
from tests.mobile_api.agency_supermarket.credit.entries import (
    answered,
    entered,
    own_credit,
    score,
)
from tests.mobile_api.agency_supermarket.market import Applicant, Desk

GRANTED = {"granted": True, "reason": "整改到位,材料属实。"}
REFUSED = {"granted": False, "reason": "证明材料与记分无关。"}


@pytest.fixture
async def entry(agency: str, desk: Desk) -> str:
    """Entered so long ago that it may be repaired today."""
    made = await entered(desk, agency, "contract_lapsed")
    shift = timedelta(days=90)
    row = await CreditEntry.get(id=made)
    row.counts_from -= shift
    row.repair_from = clock.today()
    await row.save()
    return made


async def ask(applicant: Applicant, entry: str, shade: int = 7) -> httpx.Response:
    proof = await applicant.member.upload(photo(shade))
    body = {"statement": "已按合同整改,附证明。", "file_id": proof}
    return await applicant.call("POST", f"/credit-entries/{entry}/repair", body)


async def decide(supervisor: Desk, body: dict[str, Any]) -> httpx.Response:
    waiting = await CreditRepair.get(decided_at=None)
    return await answered(supervisor, f"credit-repairs/{waiting.id}/decide", body)


async def test_a_repair_gives_the_points_back_from_that_day(
    client: httpx.AsyncClient, applicant: Applicant, agency: str, entry: str, supervisor: Desk
) -> None:
    assert (await own_credit(applicant))["entries"][0]["can"] == ["object", "repair"]
    made = await ask(applicant, entry)
    assert made.is_success, made.text
    assert (await ask(applicant, entry, 8)).json()["code"] == "credit_repair_waits"
    queue = await supervisor.ok("GET", "/staff/v1/market/credit-queue?what=repairs")
    path = f"credit-repairs/{queue['tasks'][0]['id']}"
    link = await answered(supervisor, f"{path}/link", {})
    assert (await client.get(link.json()["url"])).is_success
    both = await asyncio.gather(
        *(answered(supervisor, f"{path}/decide", GRANTED) for _ in range(2))
    )
    assert sorted(one.status_code for one in both) == [200, 404]
    assert await score(client, agency) == 100
    shown = (await own_credit(applicant))["entries"][0]
    assert shown["counts_until"] == str(clock.today() - timedelta(days=1))
    assert shown["lifted_name"] == "已完成信用修复"
    assert "信用修复结果" in await applicant.told()


async def test_nobody_repairs_before_its_day_or_what_is_never_repaired(
    applicant: Applicant, agency: str, desk: Desk
) -> None:
    early = await entered(desk, agency, "contract_lapsed")
    never = await entered(desk, agency, "false_material", "监〔2〕号")
    for one in (early, never):
        assert (await ask(applicant, one)).json()["code"] == "credit_repair_not_yet"


async def test_refused_ones_are_counted(
    client: httpx.AsyncClient, applicant: Applicant, agency: str, entry: str, supervisor: Desk
) -> None:
    for _ in range(3):
        assert (await ask(applicant, entry)).is_success
        assert (await decide(supervisor, REFUSED)).is_success
    assert (await ask(applicant, entry)).json()["code"] == "too_many_credit_repairs"
    assert await score(client, agency) == 90
    assert (await own_credit(applicant))["entries"][0]["can"] == ["object"]


async def test_whoever_entered_it_does_not_decide(
    applicant: Applicant, entry: str, desk: Desk
) -> None:
    assert (await ask(applicant, entry)).is_success
    assert (await decide(desk, GRANTED)).json()["code"] == "own_credit_entry"


async def test_somebody_elses_file_proves_nothing(
    applicant: Applicant, entry: str, second: Any
) -> None:
    proof = await second.upload(photo(9))
    body = {"statement": "已按合同整改,附证明。", "file_id": proof}
    answer = await applicant.call("POST", f"/credit-entries/{entry}/repair", body)
    assert answer.status_code == 422
    assert not await CreditRepair.exists()
