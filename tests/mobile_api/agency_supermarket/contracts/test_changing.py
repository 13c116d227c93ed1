"""Another last day, and an end before the result: one side asks, the other one answers."""

import asyncio
from datetime import date, timedelta

import httpx

from mobile_api.agency_supermarket.contracts.history import CONTRACT_LOG
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.database import in_transaction
from mobile_api.shared.history.moves import Actor, ActorKind
from mobile_api.shared.history.room import MOST_A_DAY
from mobile_api.shared.history.writing import append
from tests.actors import Colleague
from tests.mobile_api.agency_supermarket.contracting import Deal, on_the_day
from tests.mobile_api.agency_supermarket.market import Desk, fault_codes
from tests.stack import Stack

DESK = "/staff/v1/market/contracts"
ASK, NO = {"reason": "不需要了"}, {"agreed": False, "reason": "继续履行"}


async def test_an_extension_is_asked_for_and_agreed(deal: Deal) -> None:
    signed = await deal.sign()
    last = date.fromisoformat(signed["last_day"])
    ask = {"last_day": str(last + timedelta(days=7)), "reason": "现场暂时不能进入"}
    assert await deal.refused(deal.owner, "extension", ask) == "for_the_other_side"
    asked = await deal.done(deal.agency, "extension", ask)
    assert (asked["waits_for"], asked["last_day"]) == ("owner", signed["last_day"])
    assert await deal.refused(deal.agency, "extension", ask) == "contract_move_not_allowed"
    yes = {"agreed": True}
    assert await deal.refused(deal.agency, "extension/answer", yes) == "for_the_other_side"
    agreed = await deal.done(deal.owner, "extension/answer", yes)
    assert (agreed["last_day"], agreed["extension"]) == (ask["last_day"], None)
    assert await deal.refused(deal.owner, "extension/answer", yes) == "contract_move_not_allowed"


async def test_a_refused_extension_changes_nothing(deal: Deal) -> None:
    signed = await deal.sign()
    last = date.fromisoformat(signed["last_day"])
    same = {"last_day": signed["last_day"], "reason": "现场暂时不能进入"}
    assert fault_codes(await deal.act(deal.agency, "extension", same)) == {"/last_day": "not_later"}
    far = same | {"last_day": str(last + timedelta(days=900))}
    assert fault_codes(await deal.act(deal.agency, "extension", far)) == {"/last_day": "too_far"}
    await deal.done(deal.agency, "extension", same | {"last_day": str(last + timedelta(days=7))})
    unreasoned = await deal.act(deal.owner, "extension/answer", {"agreed": False})
    assert unreasoned.status_code == 422
    no = {"agreed": False, "reason": "项目不能推迟"}
    refused = await deal.done(deal.owner, "extension/answer", no)
    assert (refused["last_day"], refused["extension"]) == (signed["last_day"], None)
    assert any("项目不能推迟" in text for text in await deal.told(deal.agency))


async def test_after_the_last_day_it_is_too_late_to_ask(deal: Deal) -> None:
    last = date.fromisoformat((await deal.sign())["last_day"])
    with on_the_day(last + timedelta(days=1)):
        await deal.agency.sign_in()
        ask = {"last_day": str(last + timedelta(days=9)), "reason": "现场暂时不能进入"}
        assert await deal.refused(deal.agency, "extension", ask) == "contract_move_not_allowed"


async def test_both_end_it(deal: Deal) -> None:
    await deal.sign()
    asked = await deal.done(deal.agency, "ending", {"reason": "项目取消"})
    assert (asked["waits_for"], asked["ending"]["by"]) == ("owner", "agency")
    yes = {"agreed": True}
    assert await deal.refused(deal.agency, "ending/answer", yes) == "for_the_other_side"
    both = await asyncio.gather(*(deal.act(deal.owner, "ending/answer", yes) for _ in range(2)))
    assert sorted(one.status_code for one in both) == [200, 409]
    ended = await deal.see(deal.owner)
    assert (ended["status"], ended["waits_for"], ended["can"]) == ("ended", "nobody", [])
    for who in (deal.owner, deal.agency):
        assert any("合同终止" in text for text in await deal.told(who))
    assert await deal.refused(deal.owner, "ending", {"reason": "再来"}) == (
        "contract_move_not_allowed"
    )


async def test_who_does_not_agree_goes_on(deal: Deal) -> None:
    await deal.sign()
    await deal.done(deal.owner, "ending", {"reason": "不需要了"})
    no = {"agreed": False, "reason": "已经完成大半"}
    refused = await deal.done(deal.agency, "ending/answer", no)
    assert (refused["status"], refused["ending"]) == ("in_force", None)
    assert any("已经完成大半" in text for text in await deal.told(deal.owner))


async def test_what_was_asked_for_is_taken_back(deal: Deal) -> None:
    """Red before: whoever asked had to wait for an answer, which nobody owed by a day."""
    signed = await deal.sign()
    last = date.fromisoformat(signed["last_day"])
    assert await deal.refused(deal.agency, "extension/withdraw") == "contract_move_not_allowed"
    ask = {"last_day": str(last + timedelta(days=7)), "reason": "现场暂时不能进入"}
    asked = await deal.done(deal.agency, "extension", ask)
    assert "withdraw_extension" in asked["can"] and "ask_extension" not in asked["can"]
    assert await deal.refused(deal.owner, "extension/withdraw") == "for_the_other_side"
    both = await asyncio.gather(
        *(deal.act(deal.agency, "extension/withdraw") for _ in range(2)),
    )
    assert sorted(one.status_code for one in both) == [200, 409]
    row = await deal.row()
    assert (row.extension, row.last_day, row.status) == (None, last, "in_force")
    assert any("撤回延期申请" in text for text in await deal.told(deal.owner))
    yes = {"agreed": True}
    assert await deal.refused(deal.owner, "extension/answer", yes) == "contract_move_not_allowed"


async def test_an_end_that_was_asked_for_is_taken_back_by_whoever_asked(deal: Deal) -> None:
    for signed in (False, True):
        if signed:
            await deal.sign()
        asked = await deal.done(deal.owner, "ending", ASK)
        assert "withdraw_ending" in asked["can"]
        assert "withdraw_ending" not in (await deal.see(deal.agency))["can"]
        assert await deal.refused(deal.agency, "ending/withdraw") == "for_the_other_side"
        before = await deal.row()
        back = await deal.done(deal.owner, "ending/withdraw")
        after = await deal.row()
        assert (back["ending"], back["status"], back["sign_by"]) == (
            None,
            str(before.status),
            str(before.sign_by),
        )
        assert after.due_at == before.due_at
        assert await deal.refused(deal.owner, "ending/withdraw") == "contract_move_not_allowed"
        assert await deal.refused(deal.agency, "ending/answer", NO) == "contract_move_not_allowed"
    assert any("撤回终止申请" in text for text in await deal.told(deal.agency))


async def test_taking_back_and_agreeing_at_once_is_one_of_them(deal: Deal) -> None:
    await deal.sign()
    await deal.done(deal.owner, "ending", ASK)
    answers = await asyncio.gather(
        deal.act(deal.owner, "ending/withdraw"),
        deal.act(deal.agency, "ending/answer", {"agreed": True}),
    )
    assert sorted(one.status_code for one in answers) == [200, 409]
    is_ended = (await deal.row()).status == "ended"
    assert is_ended is (answers[1].status_code == 200)


async def test_the_desk_ends_it_with_a_reason(deal: Deal, desk: Desk) -> None:
    await deal.sign()
    page = await desk.ok("GET", f"{DESK}?status=in_force")
    assert [one["id"] for one in page["contracts"]] == [deal.id]
    seen = await desk.ok("GET", f"{DESK}/{deal.id}")
    assert (seen["side"], seen["can"]) == (None, [])
    file_id = seen["files"][0]["file"]["id"]
    assert (await desk.ok("POST", f"{DESK}/{deal.id}/files/{file_id}/link"))["url"]
    why = {"reason": "查实串通报价"}
    ended = await desk.ok("POST", f"{DESK}/{deal.id}/end", why)
    assert ended["status"] == "ended"
    for who in (deal.owner, deal.agency):
        assert any("查实串通报价" in text for text in await deal.told(who))
    again = await desk.call("POST", f"{DESK}/{deal.id}/end", why)
    assert again.json()["code"] == "contract_move_not_allowed"


async def test_staff_elsewhere_and_without_the_duty(
    stack: Stack, client: httpx.AsyncClient, deal: Deal, colleague: Colleague
) -> None:
    for method, path, body in (
        ("GET", "", None),
        ("GET", f"/{deal.id}", None),
        ("POST", f"/{deal.id}/end", {"reason": "查实串通报价"}),
    ):
        answer = await colleague.call(method, f"{DESK}{path}", body)
        assert answer.json()["code"] == "not_market_desk"
    reviewer = await Desk.open(stack, client, roles=(StaffRole.reviewer,))
    answer = await reviewer.call("POST", f"{DESK}/{deal.id}/end", {"reason": "查实串通报价"})
    assert answer.status_code == 403
    assert (await deal.row()).status == "awaited"


async def test_a_history_has_its_bounds(deal: Deal) -> None:
    """Whoever asks and refuses without end is stopped for the day."""
    await deal.sign()
    codes = []
    for _ in range(20):
        codes.append((await deal.act(deal.owner, "ending", ASK)).status_code)
        await deal.act(deal.agency, "ending/answer", NO)
        codes.append((await deal.act(deal.agency, "ending", ASK)).status_code)
        await deal.act(deal.owner, "ending/answer", NO)
    assert 429 in codes and codes[:10] == [200] * 10


async def test_nobody_takes_the_voice_of_the_other_side(deal: Deal) -> None:
    """One side has used up its own day; the other one still returns what was delivered."""
    await deal.sign()
    await deal.deliver()
    row = await deal.row()
    actor = Actor(ActorKind.citizen, f"citizen:{deal.agency.person_id}")
    for _ in range(MOST_A_DAY):
        async with in_transaction():
            contract = await Contract.select_for_update().get(id=row.id)
            await append(CONTRACT_LOG, contract, "ask_ending", actor, public_text="请求终止。")
    assert (await deal.act(deal.agency, "ending", ASK)).status_code == 429
    faults = {"faults": ["缺少评估师签名"]}
    assert (await deal.done(deal.owner, "return", faults))["status"] == "in_force"


async def test_an_answer_is_for_what_was_read(deal: Deal) -> None:
    """Red before: who had read one question answered the next one."""
    signed = await deal.sign()
    last = date.fromisoformat(signed["last_day"])
    ask = {"last_day": str(last + timedelta(days=7)), "reason": "现场暂时不能进入"}
    read = (await deal.done(deal.agency, "extension", ask))["extension"]["number"]
    await deal.done(deal.agency, "extension/withdraw")
    ask["last_day"] = str(last + timedelta(days=90))
    now = (await deal.done(deal.agency, "extension", ask))["extension"]["number"]
    yes = {"agreed": True, "number": read}
    assert await deal.refused(deal.owner, "extension/answer", yes) == "read_another"
    assert (await deal.row()).last_day == last
    await deal.done(deal.owner, "extension/answer", yes | {"number": now})
    read = (await deal.done(deal.owner, "ending", ASK))["ending"]["number"]
    await deal.done(deal.owner, "ending/withdraw")
    await deal.done(deal.owner, "ending", ASK)
    yes = {"agreed": True, "number": read}
    assert await deal.refused(deal.agency, "ending/answer", yes) == "read_another"
    assert (await deal.row()).status == "in_force"
