"""待办: found, counted, taken by one person at a time, given back, handed over, and let go."""

import asyncio
from collections import Counter
from datetime import timedelta

import httpx
import pytest

from mobile_api.accounts.models import StaffMember
from mobile_api.cases.counter.queue.claiming import MOST_CLAIMS
from mobile_api.cases.models import Case, CaseClaim
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.database import fetch
from mobile_api.shared.models import AuditRecord
from tests.actors import Citizen, Colleague
from tests.mobile_api.cases.filling import fault, member
from tests.stack import Stack

QUEUE = "/staff/v1/cases"
# As many like the one that is there.
MORE = """
INSERT INTO case_file (id, region_code, item_key, item_name, guide_version, department_key,
    applicant_id, status, situation, created_at, touched_at, due_on, number, event_count)
SELECT gen_random_uuid(), region_code, item_key, item_name, guide_version, department_key,
    applicant_id, status, situation, created_at, touched_at, due_on, 'n' || n, 0
FROM case_file, generate_series(1, $1::int) n
"""


@pytest.fixture
async def reviewers(stack: Stack, client: httpx.AsyncClient) -> list[Colleague]:
    found = []
    for number in (1, 2):
        name = f"reviewer-{number}"
        one = Colleague(stack, client, name, department="crj", roles=(StaffRole.reviewer,))
        one.name = f"李审核{number}"
        await one.sign_in()
        found.append(one)
    return found


async def codes(*answers: httpx.Response) -> list[str]:
    return [one.json().get("code", "") for one in answers]


async def test_one_case_is_in_one_pair_of_hands(
    citizen: Citizen, reviewers: list[Colleague]
) -> None:
    case, (one, other) = await citizen.submitted_case(), reviewers
    path = f"{QUEUE}/{case['id']}"
    sent = [who.call("POST", f"{path}/claim") for who in (one, other) * 10]
    answers = await asyncio.gather(*sent)
    assert Counter(answer.status_code for answer in answers) == {200: 10, 409: 10}
    assert {answer.json()["code"] for answer in answers if answer.is_error} == {"case_claimed"}
    claim = await CaseClaim.get()
    holder, idle = (one, other) if claim.staff_id == one.staff_id else (other, one)
    refused = await idle.move(case["id"], "pass-pre-review")
    assert refused.json()["code"] == "case_claimed" and holder.name in refused.json()["title"]
    assert (await holder.move(case["id"], "pass-pre-review")).is_success
    assert not await CaseClaim.exists(), "it ends with the move"


async def test_the_most_urgent_comes_first_and_nobody_gets_it_twice(
    citizen: Citizen, reviewers: list[Colleague]
) -> None:
    cases = [await citizen.submitted_case() for _ in range(4)]
    urgent = cases[2]["id"]
    await Case.filter(id=urgent).update(due_on=clock.today() - timedelta(days=1))
    first = await reviewers[0].ok("POST", f"{QUEUE}/next", {})
    assert first["id"] == urgent and first["claim"]["is_mine"]
    sent = [reviewers[n % 2].call("POST", f"{QUEUE}/next", {}) for n in range(5)]
    answers = await asyncio.gather(*sent)
    taken = [one.json()["id"] for one in answers if one.is_success]
    assert sorted([urgent, *taken]) == sorted(one["id"] for one in cases)
    assert {one.json()["code"] for one in answers if one.is_error} == {"queue_empty"}


async def test_a_long_queue_gives_nobody_what_another_has(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    """Red before: whoever claimed while the statement of a colleague ran lost it again."""
    await citizen.submitted_case()
    await fetch(MORE, 20_000)
    people = []
    for number in range(8):
        name = f"taker-{number}"
        one = Colleague(stack, client, name, department="crj", roles=(StaffRole.reviewer,))
        await one.sign_in()
        people.append(one)
    told: list[str] = []
    for _ in range(6):
        sent = [one.ok("POST", f"{QUEUE}/next", {}) for one in people]
        told += [case["id"] for case in await asyncio.gather(*sent)]
    assert len(set(told)) == len(told) == await CaseClaim.all().count()


async def test_the_queue_is_searched_and_counted(
    citizen: Citizen, reviewers: list[Colleague]
) -> None:
    cases = [await citizen.submitted_case() for _ in range(3)]
    one, other = reviewers
    await one.ok("POST", f"{QUEUE}/{cases[0]['id']}/claim")

    async def found(**query: object) -> list[str]:
        return [line["id"] for line in (await one.ok("GET", QUEUE, params=query))["cases"]]

    assert await found() == [case["id"] for case in cases]
    assert await found(whose="mine") == [cases[0]["id"]]
    assert await found(whose="free") == [cases[1]["id"], cases[2]["id"]]
    assert await found(number=cases[1]["number"].lower() + " ") == [cases[1]["id"]]
    assert await found(number="0" * 40) == await found(number="不是编号") == []
    assert await found(item_key="health-permit") == []
    assert await found(due_by=str(clock.today())) == []
    assert len(await found(due_by=str(clock.today() + timedelta(days=30)))) == 3
    await Case.filter(id=cases[1]["id"]).update(due_on=clock.today() - timedelta(days=1))
    (line,) = (await other.ok("GET", f"{QUEUE}/counts"))["statuses"]
    assert (line["status"], line["waiting"], line["free"], line["overdue"]) == (
        "submitted",
        3,
        2,
        1,
    )
    assert [(await who.ok("GET", f"{QUEUE}/counts"))["mine"] for who in reviewers] == [1, 0]


async def test_a_claim_is_given_back_handed_on_and_taken_over(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, reviewers: list[Colleague]
) -> None:
    case, (one, other) = await citizen.submitted_case(), reviewers
    path = f"{QUEUE}/{case['id']}"
    boss = await member(stack, client, StaffRole.supervisor, StaffRole.reviewer)
    decider = await member(stack, client, StaffRole.decider)
    to = {"staff_id": str(other.staff_id)}
    assert (await one.call("POST", f"{path}/hand-to", to)).json()["code"] == "case_not_claimed"
    await one.ok("POST", f"{path}/claim")
    unfit = await one.call("POST", f"{path}/hand-to", {"staff_id": str(decider.staff_id)})
    assert unfit.json()["code"] == "colleague_unfit"
    assert (await one.ok("POST", f"{path}/hand-to", to))["claim"]["name"] == other.name
    assert (await one.call("POST", f"{path}/give-back")).json()["code"] == "case_claimed"
    assert (await boss.ok("POST", f"{path}/give-back"))["claim"] is None
    assert {"hand_claim", "free_claim"} <= set(
        await AuditRecord.all().values_list("action", flat=True)
    )
    assert (await one.ok("POST", f"{path}/give-back"))["claim"] is None, "again"


async def test_whoever_has_left_holds_nothing(citizen: Citizen, reviewers: list[Colleague]) -> None:
    case, (one, other) = await citizen.submitted_case(), reviewers
    await one.ok("POST", f"{QUEUE}/{case['id']}/claim")
    await StaffMember.filter(id=one.staff_id).update(is_active=False)
    assert (await other.ok("POST", f"{QUEUE}/next", {}))["id"] == case["id"]


async def test_nobody_hoards(citizen: Citizen, reviewers: list[Colleague]) -> None:
    case, one = await citizen.submitted_case(), reviewers[0]
    await fetch(MORE, MOST_CLAIMS)
    await fetch(
        "INSERT INTO case_claim (id, case_id, staff_id, claimed_at) "
        "SELECT gen_random_uuid(), id, $1, $2 FROM case_file WHERE number LIKE 'n%'",
        one.staff_id,
        clock.now(),
    )
    refused = await one.call("POST", f"{QUEUE}/{case['id']}/claim")
    assert refused.json()["code"] == "too_many_claims"


async def test_a_case_is_claimed_by_those_who_can_go_on_with_it(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, reviewers: list[Colleague]
) -> None:
    case = await citizen.submitted_case()
    path = f"{QUEUE}/{case['id']}/claim"
    decider = await member(stack, client, StaffRole.decider)
    assert (await decider.call("POST", path)).json()["code"] == "case_not_to_be_claimed"
    elsewhere = await member(stack, client, StaffRole.reviewer, department="wj")
    assert (await elsewhere.call("POST", path)).status_code == 404
    auditor = await member(stack, client, StaffRole.auditor)
    assert (await auditor.call("POST", path)).status_code == 403
    draft = await citizen.passport_draft()
    assert (await reviewers[0].call("POST", f"{QUEUE}/{draft['id']}/claim")).status_code == 404


async def test_what_can_be_done_is_said_with_what_follows(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    reviewer = await member(stack, client, StaffRole.front_desk)
    moves = (await reviewer.ok("GET", f"{QUEUE}/{case['id']}"))["moves"]
    assert [one["move"] for one in moves] == [
        "request_correction",
        "pass_pre_review",
        "decline_acceptance",
    ]
    assert all(one["why_not"] for one in moves), "not with the duties of a front desk"
    moves = (await colleague.ok("GET", f"{QUEUE}/{case['id']}"))["moves"]
    assert not any(one["why_not"] for one in moves)
    await colleague.move(case["id"], "pass-pre-review")
    (accept,) = [
        one
        for one in (await colleague.ok("GET", f"{QUEUE}/{case['id']}"))["moves"]
        if one["move"] == "accept"
    ]
    done = (await colleague.move(case["id"], "accept")).json()
    promised = next(one["due_on"] for one in done["clocks"] if one["kind"] == "promised")
    day = clock.beijing_date(clock.now()).fromisoformat(promised)
    assert f"{day.year}年{day.month}月{day.day}日" in accept["follows"], "as it then came"


async def test_the_day_follows_the_clocks(citizen: Citizen, colleague: Colleague) -> None:
    case = await citizen.submitted_case()
    path = f"{QUEUE}/{case['id']}"

    async def due() -> str | None:
        (line,) = (await colleague.ok("GET", QUEUE, params={"number": case["number"]}))["cases"]
        return str(line["due_on"]) if line["due_on"] else None

    seen = (await colleague.ok("GET", path))["clocks"]
    assert await due() == seen[0]["due_on"]
    await colleague.move(case["id"], "request-correction", {"faults": [fault("old-passport")]})
    assert await due() == (await colleague.ok("GET", path))["clocks"][-1]["due_on"]
    await citizen.ok("POST", f"/api/v1/cases/{case['id']}/withdraw")
    assert await due() is None
