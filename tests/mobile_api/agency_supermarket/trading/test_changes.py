"""What a notice may change, and when: deadlines, money, states, as the law of its class says."""

from datetime import timedelta

import httpx

from mobile_api.agency_supermarket.trading.models import TradingProject
from mobile_api.shared import clock
from tests.mobile_api.agency_supermarket.market import fault_codes
from tests.mobile_api.agency_supermarket.trading.trading import (
    BOARD,
    DESK,
    Board,
    usual_result,
    usual_tender,
)
from tests.stack import Stack


async def test_a_notice_is_open_as_long_as_the_law_says(board: Board) -> None:
    """招标投标法 24: twenty days at the least."""
    project_id = await board.writer.draft_project()
    soon = usual_tender(closes_at=(clock.now() + timedelta(days=19)).isoformat())
    notice_id = await board.writer.draft(project_id, soon)
    answer = await board.publisher.publish(notice_id)
    assert (answer.status_code, fault_codes(answer)) == (422, {"/closes_at": "notice_too_short"})
    assert (await TradingProject.get(id=project_id)).number is None


async def test_a_late_change_moves_the_deadline_and_never_backwards(board: Board) -> None:
    """招标投标法 23: fifteen days before the deadline, or it is put off."""
    tender = usual_tender(closes_at=(clock.now() + timedelta(days=60)).isoformat())
    project_id = await board.announce(tender)
    first = (await board.read(project_id))["notices"][0]["id"]
    change = {
        "kind": "change",
        "title": "教学楼新建工程澄清公告",
        "text": "图纸第三页的尺寸以附件为准。",
        "changes": first,
    }
    early = {**change, "closes_at": (clock.now() + timedelta(days=40)).isoformat()}
    told = await board.publisher.publish(await board.writer.draft(project_id, early))
    assert fault_codes(told) == {"/closes_at": "earlier_than_told"}
    seen = await board.tell(project_id, change)
    assert (seen["status"], seen["notices"][1]["changes"]) == ("changed", f"{seen['number']}-01")
    with clock.standing_at(clock.now() + timedelta(days=50)):
        await board.writer.sign_in()
        await board.publisher.sign_in()
        told = await board.publisher.publish(await board.writer.draft(project_id, change))
        assert fault_codes(told) == {"/closes_at": "change_too_late"}
        later = {**change, "closes_at": (clock.now() + timedelta(days=30)).isoformat()}
        seen = await board.tell(project_id, later)
    assert seen["closes_at"] > tender["closes_at"]


async def test_a_deadline_that_was_moved_does_not_close_it(stack: Stack, board: Board) -> None:
    tender = usual_tender()
    project_id = await board.announce(tender)
    first = (await board.read(project_id))["notices"][0]["id"]
    later = {
        "kind": "change",
        "title": "延期公告一份",
        "text": "投标截止时间顺延。",
        "changes": first,
        "closes_at": (clock.now() + timedelta(days=90)).isoformat(),
    }
    await board.tell(project_id, later)
    # As if the worker had claimed it just before.
    await TradingProject.filter(id=project_id).update(due_at=clock.now())
    await stack.settle()
    project = await TradingProject.get(id=project_id)
    assert (project.status, project.due_at) == ("changed", project.closes_at)


async def test_money_that_cannot_be(stack: Stack, board: Board) -> None:
    tender = usual_tender()
    spending = await board.announce(tender)
    earning = await board.announce(tender, trading_class="land", title="河东一号地块出让")
    with board.after_its_deadline(tender):
        await board.writer.sign_in()
        await board.publisher.sign_in()
        over = await board.writer.draft(spending, usual_result(amount_fen=300_000_001))
        answer = await board.publisher.publish(over)
        assert fault_codes(answer) == {"/amount_fen": "over_budget"}
        below = await board.writer.draft(earning, usual_result(amount_fen=299_999_999))
        answer = await board.publisher.publish(below)
        assert fault_codes(answer) == {"/amount_fen": "below_reserve"}
        # A refused publication leaves no trace: the worker closes it, or the next one does.
        assert (await TradingProject.get(id=earning)).status == "announced"
        seen = await board.tell(earning, usual_result(amount_fen=330_000_000))
    assert (seen["status"], seen["saved_fen"]) == ("result", 30_000_000)


async def test_a_result_before_the_deadline_and_after_the_end(board: Board) -> None:
    project_id = await board.announce()
    answer = await board.publisher.publish(await board.writer.draft(project_id, usual_result()))
    assert answer.json()["code"] == "trading_move_not_allowed"
    end = {"kind": "terminated", "title": "项目终止公告", "text": "项目计划有变,予以终止。"}
    seen = await board.tell(project_id, end)
    assert (seen["status"], seen["status_name"]) == ("terminated", "已终止")
    path = f"{DESK}/projects/{project_id}/notices"
    assert (await board.writer.call("POST", path, usual_result())).json()["code"] == (
        "trading_move_not_allowed"
    )


async def test_a_result_is_corrected_by_a_notice_beside_it(
    client: httpx.AsyncClient, board: Board
) -> None:
    tender = usual_tender()
    project_id = await board.announce(tender)
    with board.after_its_deadline(tender):
        await board.writer.sign_in()
        await board.publisher.sign_in()
        seen = await board.tell(project_id, usual_result())
        correction = {
            "kind": "change",
            "title": "中标结果更正公告",
            "text": "中标价更正。",
            "changes": seen["notices"][1]["id"],
            "amount_fen": 271_000_000,
        }
        seen = await board.tell(project_id, correction)
        week = (await client.get(f"{BOARD}/week")).json()
    assert (seen["status"], seen["deal_fen"], seen["saved_fen"]) == (
        "result",
        271_000_000,
        29_000_000,
    )
    assert [one["amount_fen"] for one in seen["notices"]][1] == 270_000_000
    assert (week["results"], week["deal_fen"], week["saved_fen"]) == (1, 271_000_000, 29_000_000)
