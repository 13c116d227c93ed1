"""投诉: received with files, taken up or refused, decided in time by somebody else, counted."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.trading.complaints.history import COMPLAINT_LOG, events_of
from mobile_api.agency_supermarket.trading.complaints.models import BiddingComplaint
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.models import AuditRecord
from tests.actors import Citizen, photo
from tests.mobile_api.agency_supermarket.market import fault_codes
from tests.mobile_api.agency_supermarket.trading.trading import BOARD, DESK, Board, Keeper
from tests.stack import Stack

OWN, QUEUE = f"{BOARD}/complaints", f"{DESK}/complaints"
WHY = {"reason": "审查投诉材料"}


@pytest.fixture
async def judge(stack: Stack, client: httpx.AsyncClient) -> Keeper:
    """A supervisor who had no hand in any notice."""
    return await Keeper.arrive(stack, client, "judge", StaffRole.supervisor)


@pytest.fixture
async def notice_id(board: Board) -> str:
    """The tender of a project that was announced."""
    return str((await board.read(await board.announce()))["notices"][0]["id"])


def said(notice_id: str, **more: Any) -> dict[str, Any]:
    return {"notice_id": notice_id, "text": "资格条件指定了品牌,排斥其他投标人。"} | more


async def complain(citizen: Citizen, notice_id: str, **more: Any) -> str:
    return str((await citizen.ok("POST", OWN, said(notice_id, **more)))["id"])


async def counts(client: httpx.AsyncClient) -> dict[str, int]:
    found = (await client.get(f"{BOARD}/complaint-counts")).json()
    return {name: number for name, number in found.items() if number and name != "year"}


async def test_from_a_complaint_to_its_decision(
    client: httpx.AsyncClient, citizen: Citizen, judge: Keeper, notice_id: str
) -> None:
    file_id = await citizen.upload(photo())
    complaint_id = await complain(citizen, notice_id, file_ids=[file_id])
    line = (await judge.ok("GET", QUEUE))["complaints"][0]
    assert (line["id"], line["status"]) == (complaint_id, "received")
    seen = await judge.ok("POST", f"{QUEUE}/{complaint_id}/details", WHY)
    assert (seen["text"][:4], seen["file_ids"], seen["can"]) == ("资格条件", [file_id], [])
    assert (await AuditRecord.get(action="read_complaint")).reason == WHY["reason"]
    assert "url" in await judge.ok("POST", f"{QUEUE}/{complaint_id}/files/{file_id}/link")
    accept = {"accepted": True, "reply": "材料齐全,予以受理。"}
    taken = await judge.ok("POST", f"{QUEUE}/{complaint_id}/review", accept)
    assert taken["decide_by"] > taken["review_by"] > str(clock.today())
    decision = {"outcome": "rectified", "reply": "经查属实,责令修改资格条件后重新招标。"}
    await judge.ok("POST", f"{QUEUE}/{complaint_id}/decide", decision)
    own = await citizen.ok("GET", f"{OWN}/{complaint_id}")
    assert (own["outcome_name"], own["reply"]) == ("投诉成立,责令改正", decision["reply"])
    assert (own["can"], len(own["history"])) == ([], 3)
    told = (await citizen.ok("GET", "/api/v1/me/messages"))["entries"]
    assert {one["title"] for one in told} >= {"投诉已受理", "投诉处理决定"}
    assert await counts(client) == {"received": 1, "rectified": 1}
    row = await BiddingComplaint.get(id=complaint_id)
    assert COMPLAINT_LOG.first_fault(row, await events_of(row.id)) is None


async def test_nobody_learns_who_complained(
    client: httpx.AsyncClient, citizen: Citizen, judge: Keeper, board: Board, notice_id: str
) -> None:
    complaint_id = await complain(citizen, notice_id)
    row = await BiddingComplaint.get(id=complaint_id)
    project = await board.read(str(row.project_id))
    details = await judge.ok("POST", f"{QUEUE}/{complaint_id}/details", WHY)
    for shown in (project, details, await judge.ok("GET", QUEUE), await counts(client)):
        assert str(row.person_id) not in str(shown)
    assert "投诉" not in str(project)


async def test_only_its_author_sees_and_takes_it_back(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, notice_id: str
) -> None:
    complaint_id = await complain(citizen, notice_id)
    other = Citizen(stack, client, "somebody-else")
    await other.sign_in()
    for method, path in (("GET", ""), ("POST", "/withdraw")):
        answer = await other.call(method, f"{OWN}/{complaint_id}{path}")
        assert answer.json()["code"] == "bidding_complaint_not_found"
    assert (await other.ok("GET", OWN))["complaints"] == []
    gone = await citizen.ok("POST", f"{OWN}/{complaint_id}/withdraw")
    assert gone["status"] == "withdrawn"
    again = await citizen.call("POST", f"{OWN}/{complaint_id}/withdraw")
    assert again.json()["code"] == "bidding_complaint_move_not_allowed"
    assert await counts(client) == {}


async def test_whoever_wrote_or_published_does_not_judge(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, judge: Keeper
) -> None:
    """One person with every duty writes, another with every duty publishes: neither may."""
    both = [await Keeper.arrive(stack, client, name) for name in ("writes-all", "publishes-all")]
    board = Board(*both)
    notice = (await board.read(await board.announce()))["notices"][0]["id"]
    complaint_id = await complain(citizen, notice)
    refuse = {"accepted": False, "reply": "不属于受理范围。"}
    for keeper in both:
        answer = await keeper.call("POST", f"{QUEUE}/{complaint_id}/review", refuse)
        assert answer.json()["code"] == "bidding_complaint_four_eyes"
    done = await judge.ok("POST", f"{QUEUE}/{complaint_id}/review", refuse)
    assert (done["status"], await counts(client)) == ("refused", {"received": 1, "refused": 1})


async def test_one_at_a_time_for_a_project(
    client: httpx.AsyncClient, citizen: Citizen, notice_id: str
) -> None:
    both = await asyncio.gather(*(citizen.call("POST", OWN, said(notice_id)) for _ in range(2)))
    assert sorted(one.status_code for one in both) == [201, 409]
    assert await BiddingComplaint.all().count() == 1


async def test_filing_and_taking_back_comes_to_an_end(
    client: httpx.AsyncClient, citizen: Citizen, notice_id: str
) -> None:
    for _ in range(5):
        complaint_id = await complain(citizen, notice_id)
        await citizen.ok("POST", f"{OWN}/{complaint_id}/withdraw")
    answer = await citizen.call("POST", OWN, said(notice_id))
    assert (answer.status_code, answer.json()["code"]) == (
        409,
        "too_many_bidding_complaints_today",
    )
    assert await counts(client) == {}
    with clock.standing_at(clock.now() + timedelta(days=1)):
        await citizen.sign_in()
        await complain(citizen, notice_id)


async def test_two_decide_at_once(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, judge: Keeper, notice_id: str
) -> None:
    second = await Keeper.arrive(stack, client, "second-judge", StaffRole.supervisor)
    complaint_id = await complain(citizen, notice_id)
    accept = {"accepted": True, "reply": "材料齐全,予以受理。"}
    await judge.ok("POST", f"{QUEUE}/{complaint_id}/review", accept)
    path = f"{QUEUE}/{complaint_id}/decide"
    both = await asyncio.gather(
        judge.call("POST", path, {"outcome": "penalty", "reply": "经查属实,给予罚款。"}),
        second.call("POST", path, {"outcome": "not_upheld", "reply": "经查不属实。"}),
    )
    assert sorted(one.status_code for one in both) == [200, 409]
    assert (await counts(client))["received"] == 1


async def test_what_is_too_late_and_what_is_nothing(
    citizen: Citizen, board: Board, notice_id: str
) -> None:
    unknown = "0190a0a0-0000-7000-8000-00000000000e"
    answer = await citizen.call("POST", OWN, said(unknown))
    assert answer.json()["code"] == "trading_notice_not_found"
    answer = await citizen.call("POST", OWN, said(notice_id, text="短", file_ids=["x"]))
    assert set(fault_codes(answer)) == {"/text", "/file_ids/0"}
    answer = await citizen.call("POST", OWN, said(notice_id, file_ids=[unknown]))
    assert fault_codes(answer) == {"/file_ids/0": "file_not_found"}
    draft = await board.writer.draft(
        await board.writer.draft_project(), {**_TENDER, "closes_at": _in_sixty_days()}
    )
    answer = await citizen.call("POST", OWN, said(draft))
    assert answer.json()["code"] == "trading_notice_not_found"
    with clock.standing_at(clock.now() + timedelta(days=30)):
        await citizen.sign_in()
        answer = await citizen.call("POST", OWN, said(notice_id))
    assert answer.json()["code"] == "bidding_complaint_too_late"


_TENDER = {"kind": "tender", "title": "另一份招标公告", "text": "见招标文件。", "amount_fen": 100}


def _in_sixty_days() -> str:
    return (clock.now() + timedelta(days=60)).isoformat()


async def test_a_desk_that_is_late_is_seen_to_be(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, judge: Keeper, notice_id: str
) -> None:
    complaint_id = await complain(citizen, notice_id)
    await stack.settle()
    assert not (await BiddingComplaint.get(id=complaint_id)).is_overdue
    with clock.standing_at(clock.now() + timedelta(days=20)):
        await stack.settle()
        await citizen.sign_in()
        own = await citizen.ok("GET", f"{OWN}/{complaint_id}")
        assert (own["is_overdue"], own["status"]) == (True, "received")
        told = (await citizen.ok("GET", "/api/v1/me/messages"))["entries"]
        assert "投诉处理逾期" in {one["title"] for one in told}
        await judge.sign_in()
        refuse = {"accepted": False, "reply": "不属于受理范围。"}
        assert (await judge.ok("POST", f"{QUEUE}/{complaint_id}/review", refuse))["is_overdue"]


async def test_who_may_not(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, board: Board, notice_id: str
) -> None:
    complaint_id = await complain(citizen, notice_id)
    police = await Keeper.arrive(stack, client, "police", department="gaj")
    for method, path, body in (
        ("GET", QUEUE, None),
        ("POST", f"{QUEUE}/{complaint_id}/details", WHY),
        ("POST", f"{QUEUE}/{complaint_id}/review", {"accepted": True, "reply": "予以受理。"}),
        (
            "POST",
            f"{QUEUE}/{complaint_id}/decide",
            {"outcome": "penalty", "reply": "经查属实。"},
        ),
    ):
        assert (await police.call(method, path, body)).json()["code"] == "not_market_desk", path
        assert (await board.writer.call(method, path, body)).status_code == 403, path
    assert (await client.post(OWN, json=said(notice_id))).status_code == 401
