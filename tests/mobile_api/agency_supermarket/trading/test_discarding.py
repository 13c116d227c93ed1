"""A draft of the board that nobody wants goes with its notices; what was public never goes."""

import asyncio

import httpx

from mobile_api.agency_supermarket.trading.models import TradingNotice, TradingProject
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.models import AuditRecord
from tests.mobile_api.agency_supermarket.trading.trading import (
    DESK,
    Board,
    Keeper,
    read_version,
    usual_tender,
)
from tests.stack import Stack


async def discard(by: Keeper, project_id: str) -> httpx.Response:
    return await by.call("POST", f"{DESK}/projects/{project_id}/discard")


async def test_a_draft_goes_with_its_notices_and_leaves_a_trace(board: Board) -> None:
    """Red before: five hundred drafts nobody wanted, and no new one."""
    project_id = await board.writer.draft_project()
    await board.writer.draft(project_id, usual_tender())
    kept = await board.writer.draft_project()
    assert (await discard(board.writer, project_id)).status_code == 204
    again = await discard(board.writer, project_id)
    assert (again.status_code, again.json()["code"]) == (404, "trading_project_not_found")
    assert [str(one.id) for one in await TradingProject.all()] == [kept]
    assert not await TradingNotice.exists()
    (trace,) = await AuditRecord.filter(action="discard_trading_project")
    assert (trace.subject_id, trace.reason) == (project_id, "河西实验学校教学楼新建工程")


async def test_what_was_public_and_what_is_anothers_stays(
    stack: Stack, client: httpx.AsyncClient, board: Board
) -> None:
    public = await board.announce()
    refused = await discard(board.writer, public)
    assert refused.json()["code"] == "trading_move_not_allowed"
    draft = await board.writer.draft_project()
    elsewhere = await Keeper.arrive(
        stack, client, "elsewhere", StaffRole.reviewer, department="public-security"
    )
    assert (await discard(elsewhere, draft)).json()["code"] == "not_market_desk"
    supervisor = await Keeper.arrive(stack, client, "board-head", StaffRole.supervisor)
    assert (await discard(supervisor, draft)).status_code == 403
    assert await TradingProject.all().count() == 2


async def test_discarded_and_published_at_once_is_one_of_them(board: Board) -> None:
    project_id = await board.writer.draft_project()
    notice_id = await board.writer.draft(project_id, usual_tender())
    version = await read_version(notice_id)
    gone, out = await asyncio.gather(
        discard(board.writer, project_id), board.publisher.publish(notice_id, version)
    )
    is_out = out.status_code == 200
    assert (gone.status_code, out.status_code) in ((204, 404), (409, 200))
    assert await TradingProject.all().count() == int(is_out)
