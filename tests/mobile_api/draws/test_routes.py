"""Draws over HTTP: everybody reads the record, staff enter numbers, people contest."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile_api.draws import service
from mobile_api.draws.models import Draw, DrawEntropy, DrawSecret
from mobile_api.draws.proof.verifying import verify
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.models import AuditRecord
from tests.actors import Citizen, Colleague
from tests.mobile_api.draws.acting import AFTER, COMMITTED_ON, done, frozen, later
from tests.mobile_api.draws.sample import VALUES
from tests.stack import Stack

pytestmark = pytest.mark.standing_at(COMMITTED_ON)
NUMBER = "N999900-000001-7"
WHY = "公布的红球号码与福彩中心的公告不一致。"
EVIDENCE = "https://www.cwl.gov.cn/ 双色球2026140期公告"


async def staff(stack: Stack, client: httpx.AsyncClient, *roles: StaffRole) -> list[Colleague]:
    found = []
    for place, role in enumerate(roles):
        one = Colleague(stack, client, f"draws-{place}-{role}", department="crj", roles=(role,))
        await one.sign_in()
        found.append(one)
    return found


async def enter(colleague: Colleague, draw: Draw) -> None:
    for source in draw.sources:
        body = {"name": source.name, "issue": source.issue, "values": VALUES[source.name]}
        path = f"/staff/v1/draws/{draw.number}/entropy"
        await colleague.ok("POST", path, body | {"evidence": EVIDENCE})


async def public(client: httpx.AsyncClient) -> dict[str, Any]:
    answer = await client.get(f"/api/v1/draws/{NUMBER}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def test_what_the_public_reads_at_each_stage(stack: Stack, client: httpx.AsyncClient) -> None:
    draw = await frozen()
    secret = (await DrawSecret.get(draw_id=draw.id)).secret
    earlier = await public(client)
    assert earlier["status"] == "frozen" and earlier["secret"] is None
    assert secret not in str(earlier)
    with later():
        for one in await staff(stack, client, StaffRole.reviewer, StaffRole.publisher):
            await enter(one, draw)
        await done(service.draw(draw.id))
        record = await public(client)
    assert {one.holds for one in verify(record, earlier)} == {True}
    assert [one["by"] for one in record["entries"]] == [1, 1, 1, 2, 2, 2]


async def test_numbers_are_checked_and_nothing_is_echoed(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    draw = await frozen()
    with later():
        (one,) = await staff(stack, client, StaffRole.reviewer)
        path = f"/staff/v1/draws/{draw.number}/entropy"
        body = {"name": "ssq", "issue": "2026999", "values": ["99"], "evidence": EVIDENCE}
        answer = await one.call("POST", path, body)
        assert answer.status_code == 422
        found = {(each["path"], each["code"]) for each in answer.json()["errors"]}
        assert found == {("/issue", "issue_not_awaited"), ("/values", "values_malformed")}
        assert "2026999" not in answer.text
        answer = await one.call("POST", path, {"name": "x", "more": 1})
        assert {each["path"] for each in answer.json()["errors"]} == {
            "/issue",
            "/evidence",
            "/more",
        }


async def test_other_duties_may_not(stack: Stack, client: httpx.AsyncClient) -> None:
    draw = await frozen()
    with later():
        (boss,) = await staff(stack, client, StaffRole.supervisor)
        body = {"name": "ssq-blue", "issue": "2026140", "values": ["08"], "evidence": EVIDENCE}
        answer = await boss.call("POST", f"/staff/v1/draws/{draw.number}/entropy", body)
        assert answer.status_code == 403
        (reader,) = await staff(stack, client, StaffRole.reviewer)
        answer = await reader.call("GET", f"/staff/v1/draws/{draw.number}/contests")
        assert answer.status_code == 403


async def test_a_contest_from_reason_to_answer(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    draw = await frozen()
    with later():
        await citizen.sign_in()
        made = await citizen.ok("POST", f"/api/v1/draws/{draw.number}/contests", {"reason": WHY})
        again = await citizen.call("POST", f"/api/v1/draws/{draw.number}/contests", {"reason": WHY})
        assert (again.status_code, again.json()["code"]) == (409, "contest_open")
        (boss,) = await staff(stack, client, StaffRole.supervisor)
        listed = await boss.ok("GET", f"/staff/v1/draws/{draw.number}/contests")
        assert [one["reason"] for one in listed["contests"]] == [WHY]
        assert await AuditRecord.filter(action="read_draw_contests").count() == 1
        body = {"outcome": "dismissed", "answer": "经核对,登记与公告一致。"}
        record = await boss.ok("POST", f"/staff/v1/draw-contests/{made['id']}/answer", body)
    assert record["status"] == "frozen"
    assert record["contests"][0]["answer"] == body["answer"]
    assert WHY not in str(record)


async def test_an_entry_is_struck_out(stack: Stack, client: httpx.AsyncClient) -> None:
    draw = await frozen()
    with later():
        one, boss = await staff(stack, client, StaffRole.decider, StaffRole.supervisor)
        await enter(one, draw)
        entry = await DrawEntropy.get(name="ssq-blue")
        path = f"/staff/v1/draw-entries/{entry.id}/strike-out"
        record = await boss.ok("POST", path, {"because": "与公告核对有误"})
    struck = [each for each in record["entries"] if each["void"]]
    assert [each["id"] for each in struck] == [str(entry.id)]


async def test_the_custodian_hands_in_the_secret(stack: Stack, client: httpx.AsyncClient) -> None:
    draw = await frozen()
    secret = (await DrawSecret.get(draw_id=draw.id)).secret
    path = f"/api/v1/draws/{draw.number}/secret"
    early = await client.post(path, json={"secret": secret})
    assert (early.status_code, early.json()["code"]) == (409, "source_still_open")
    with later(AFTER + timedelta(days=2)):
        wrong = await client.post(path, json={"secret": "ab" * 32})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "secret_does_not_match")
        told = await client.post(path, json={"secret": secret})
    assert told.json()["secret"] == secret


@pytest.mark.parametrize("number", ["N-none", "%00", "..", "a" * 300])
async def test_a_number_that_is_none(stack: Stack, client: httpx.AsyncClient, number: str) -> None:
    assert (await client.get(f"/api/v1/draws/{number}")).status_code == 404
