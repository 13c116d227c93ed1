"""A project on the board: drafted by one, published by another, never written anew."""

import asyncio
from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.trading.history import TRADING_LOG, digest_of, events_of
from mobile_api.agency_supermarket.trading.models import TradingNotice, TradingProject
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.database import in_transaction
from mobile_api.shared.serial_numbers import check_character
from tests.mobile_api.agency_supermarket.market import fault_codes
from tests.mobile_api.agency_supermarket.trading.trading import (
    BOARD,
    DESK,
    Board,
    Keeper,
    usual_project,
    usual_result,
    usual_tender,
)
from tests.stack import Stack


async def test_from_a_tender_to_its_result(
    stack: Stack, client: httpx.AsyncClient, board: Board
) -> None:
    tender = usual_tender()
    project_id = await board.announce(tender)
    seen = await board.read(project_id)
    number = seen["number"]
    assert (number[0], number[-1], len(number)) == ("T", check_character(number[1:-1]), 22)
    assert (seen["status"], seen["budget_fen"], seen["deal_fen"]) == (
        "announced",
        300_000_000,
        None,
    )
    with board.after_its_deadline(tender):
        await stack.settle()
        await board.writer.sign_in()
        await board.publisher.sign_in()
        assert (await board.read(project_id))["status"] == "closed"
        await board.tell(project_id, usual_result())
        seen = await board.read(project_id)
    assert (seen["status"], seen["deal_fen"], seen["saved_fen"]) == (
        "result",
        270_000_000,
        30_000_000,
    )
    assert [one["number"] for one in seen["notices"]] == [f"{number}-01", f"{number}-02"]
    assert seen["shown_until"] > str(clock.today())
    assert seen["notices"][1]["sha256"] in seen["history"][-1]["text"]
    project = await TradingProject.get(id=project_id)
    assert TRADING_LOG.first_fault(project, await events_of(project.id)) is None


async def test_nobody_sees_a_draft(client: httpx.AsyncClient, board: Board) -> None:
    project_id = await board.writer.draft_project()
    await board.writer.draft(project_id, usual_tender())
    assert (await client.get(f"{BOARD}/projects/{project_id}")).status_code == 404
    assert (await client.get(f"{BOARD}/projects")).json()["projects"] == []
    assert (await client.get(f"{BOARD}/notices")).json()["notices"] == []
    listed = await board.writer.ok("GET", f"{DESK}/projects?status=draft")
    assert [one["id"] for one in listed["projects"]] == [project_id]
    seen = await board.writer.ok("GET", f"{DESK}/projects/{project_id}")
    assert [one["may_publish"] for one in seen["drafts"]] == [False]


async def test_whoever_wrote_on_it_cannot_publish_it(
    stack: Stack, client: httpx.AsyncClient, board: Board
) -> None:
    """Not the first writer, not one who corrected a word later, and not who wrote the project."""
    both = await Keeper.arrive(stack, client, "does-both", StaffRole.reviewer, StaffRole.publisher)
    other = await Keeper.arrive(stack, client, "other", StaffRole.reviewer, StaffRole.publisher)
    project_id = await both.draft_project()
    notice_id = await board.writer.draft(project_id, usual_tender())
    assert (await both.publish(notice_id)).json()["code"] == "trading_four_eyes"
    changed = usual_tender(title="教学楼新建工程招标公告(定稿)")
    await other.ok("PUT", f"{DESK}/notices/{notice_id}", changed)
    assert (await other.publish(notice_id)).json()["code"] == "trading_four_eyes"
    assert (await board.publisher.publish(notice_id)).is_success
    written = (await TradingNotice.get(id=notice_id)).written_by
    assert len(set(written)) == 2


async def test_two_publishers_at_once(
    stack: Stack, client: httpx.AsyncClient, board: Board
) -> None:
    second = await Keeper.arrive(stack, client, "second", StaffRole.publisher)
    project_id = await board.writer.draft_project()
    notice_id = await board.writer.draft(project_id, usual_tender())
    both = await asyncio.gather(*(one.publish(notice_id) for one in (board.publisher, second)))
    assert sorted(one.status_code for one in both) == [200, 409]
    assert [one.json()["code"] for one in both if one.status_code == 409] == [
        "trading_notice_published"
    ]
    project = await TradingProject.get(id=project_id)
    assert (project.notice_count, project.event_count) == (1, 1)


async def test_what_was_published_is_never_written_anew(board: Board) -> None:
    project_id = await board.announce()
    notice = (await board.read(project_id))["notices"][0]
    path = f"{DESK}/notices/{notice['id']}"
    for method, where in (("PUT", path), ("POST", f"{path}/discard"), ("POST", f"{path}/publish")):
        who = board.publisher if where.endswith("publish") else board.writer
        body = {"PUT": usual_tender(), "POST": {"version": "0" * 64}}[method]
        answer = await who.call(method, where, None if where.endswith("discard") else body)
        assert answer.json()["code"] == "trading_notice_published"
    other = await board.writer.call("PUT", f"{DESK}/projects/{project_id}", usual_project())
    assert other.json()["code"] == "trading_move_not_allowed"
    stored = await TradingNotice.get(id=notice["id"]).prefetch_related("project")
    assert stored.sha256 == digest_of(stored.project, stored) == notice["sha256"]
    stored.title = "别的标题"
    assert stored.sha256 != digest_of(stored.project, stored)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("buyer_name", "别的学校"),
        ("trading_class", "land"),
        ("record_url", "https://bid.example.cn/projects/2026-1018"),
    ],
)
async def test_the_digest_of_a_tender_binds_what_its_project_is(
    board: Board, column: str, value: str
) -> None:
    project_id = await board.announce()
    async with in_transaction():
        await TradingProject.filter(id=project_id).update(**{column: value})
    stored = await TradingNotice.get(project_id=project_id).prefetch_related("project")
    assert stored.sha256 != digest_of(stored.project, stored)


@pytest.mark.parametrize("what", ["notice", "project"])
async def test_what_was_changed_since_it_was_read_does_not_go_out(board: Board, what: str) -> None:
    """Neither another text of the notice, nor another buyer of its project."""
    project_id = await board.writer.draft_project()
    notice_id = await board.writer.draft(project_id, usual_tender())
    path = f"{DESK}/projects/{project_id}"
    seen = (await board.publisher.ok("GET", path))["drafts"][0]["version"]
    assert (await board.publisher.ok("GET", path))["drafts"][0]["version"] == seen
    if what == "notice":
        await board.writer.ok("PUT", f"{DESK}/notices/{notice_id}", usual_tender(text="另有要求。"))
    else:
        await board.writer.ok("PUT", path, usual_project(buyer_code=None))
    answer = await board.publisher.publish(notice_id, seen)
    assert (answer.status_code, answer.json()["code"]) == (409, "trading_notice_changed")
    none = await board.publisher.call("POST", f"{DESK}/notices/{notice_id}/publish", {})
    assert list(fault_codes(none)) == ["/version"]
    assert not (await TradingNotice.get(id=notice_id)).published_at
    seen = (await board.publisher.ok("GET", path))["drafts"][0]["version"]
    assert (await board.publisher.publish(notice_id, seen)).is_success


async def test_every_fault_of_a_notice_at_once(board: Board) -> None:
    project_id = await board.writer.draft_project()
    wrong = usual_tender(
        closes_at="2020-01-01T00:00:00+08:00",
        winner_name="还没有中标人",
        links=[
            {"title": "招标文件", "url": "http://bid.example.cn/a"},
            {"title": "招标文件", "url": "https://bid.example.cn@evil.example.com/a"},
            {"title": "招标文件", "url": "https://bid.example.cn/文件"},
            {"title": "招标文件", "url": "https://bid.example.cn:8443/a"},
            {"title": "招标文件", "url": "https://bid.example.cn/files/1.pdf"},
        ],
    )
    del wrong["amount_fen"]
    path = f"{DESK}/projects/{project_id}/notices"
    answer = await board.writer.call("POST", path, wrong)
    assert answer.status_code == 422
    assert fault_codes(answer) == {
        "/amount_fen": "missing",
        "/winner_name": "not_of_this_kind",
        "/closes_at": "past",
        "/links/0/url": "host_not_allowed",
        "/links/1/url": "host_not_allowed",
        "/links/2/url": "host_not_allowed",
        "/links/3/url": "host_not_allowed",
    }
    assert "evil" not in answer.text


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"amount_fen": 0}, "/amount_fen"),
        ({"amount_fen": 1.5}, "/amount_fen"),
        ({"amount_fen": 10**15}, "/amount_fen"),
        ({"title": "\u200b\u200b\u200b\u200b"}, "/title"),
        ({"text": "x" * 8001}, "/text"),
        ({"kind": "rumour"}, "/kind"),
        ({"closes_at": "next week"}, "/closes_at"),
        ({"links": [{"title": "文件", "url": "https://bid.example.cn/a"}] * 21}, "/links"),
        ({"surprise": 1}, "/surprise"),
    ],
)
async def test_what_is_no_notice(board: Board, change: dict[str, Any], path: str) -> None:
    project_id = await board.writer.draft_project()
    where = f"{DESK}/projects/{project_id}/notices"
    answer = await board.writer.call("POST", where, usual_tender(**change))
    assert answer.status_code == 422
    assert path in fault_codes(answer)


async def test_who_may_not(stack: Stack, client: httpx.AsyncClient, board: Board) -> None:
    police = await Keeper.arrive(stack, client, "police", department="gaj")
    project_id = await board.writer.draft_project()
    notice_id = await board.writer.draft(project_id, usual_tender())
    for method, path, body in (
        ("GET", f"{DESK}/projects", None),
        ("GET", f"{DESK}/projects/{project_id}", None),
        ("POST", f"{DESK}/projects", usual_project()),
        ("PUT", f"{DESK}/projects/{project_id}", usual_project()),
        ("POST", f"{DESK}/projects/{project_id}/notices", usual_tender()),
        ("PUT", f"{DESK}/notices/{notice_id}", usual_tender()),
        ("POST", f"{DESK}/notices/{notice_id}/discard", None),
        ("POST", f"{DESK}/notices/{notice_id}/publish", {"version": "0" * 64}),
    ):
        answer = await police.call(method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_market_desk"), path
    decider = await Keeper.arrive(stack, client, "decider", StaffRole.decider)
    assert (await decider.publish(notice_id)).status_code == 403
    assert (await board.writer.publish(notice_id)).status_code == 403


async def test_a_discarded_draft_is_gone_and_drafts_are_bounded(board: Board) -> None:
    project_id = await board.writer.draft_project()
    ids = [await board.writer.draft(project_id, usual_tender()) for _ in range(5)]
    path = f"{DESK}/projects/{project_id}/notices"
    answer = await board.writer.call("POST", path, usual_tender())
    assert answer.json()["code"] == "too_many_trading_drafts"
    await board.writer.ok("POST", f"{DESK}/notices/{ids[0]}/discard")
    assert (await board.publisher.publish(ids[0])).json()["code"] == "trading_notice_published"
    assert (await board.writer.call("POST", path, usual_tender())).status_code == 201


async def test_a_row_changed_by_hand_is_seen(board: Board) -> None:
    project_id = await board.announce()
    async with in_transaction():
        await TradingProject.filter(id=project_id).update(status="terminated")
    project = await TradingProject.get(id=project_id)
    assert TRADING_LOG.first_fault(project, await events_of(project.id)) is not None
