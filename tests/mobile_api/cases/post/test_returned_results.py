"""Results that come back or get lost: who is asked, till when, how often, what is undone."""

import asyncio
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile_api.cases.post.models import PostalTask, PostalTaskState
from mobile_api.cases.post.tasks import hold
from mobile_api.cases.rules import RULES
from mobile_api.shared import clock
from mobile_api.shared.due.claims import claim
from mobile_api.shared.models import AuditRecord
from notifications.post.parcels.models import ParcelOutcome
from notifications.post.parcels.states import ParcelNews, ParcelState
from tests.actors import ADDRESS
from tests.mobile_api.cases.posting import NEW_ADDRESS, PostedCase, told
from tests.mobile_api.ruling import row, with_rules
from tests.test_privacy import dump

# A Wednesday from which fifteen days end on a working day; an end on a day off would move on.
pytestmark = pytest.mark.standing_at("2026-11-25T10:00+08:00")

POST = {"kind": "post", "address": NEW_ADDRESS}
PICK_UP = {"kind": "pick_up"}
BY_PHONE = {"kind": "post", "address": NEW_ADDRESS, "reason": "电话核实新地址"}


async def returned(posted: PostedCase) -> PostedCase:
    await (await posted.complete()).play("refused")
    return posted


async def test_a_returned_result_waits_for_its_owner(posted: PostedCase) -> None:
    await returned(posted)
    leg = await posted.leg()
    assert (leg["task"]["kind"], leg["task"]["state"]) == ("readdress", "open")
    assert leg["task"]["due_on"] == (clock.today() + timedelta(days=15)).isoformat()
    assert leg["may_post_again"] is True
    assert leg["result"][0]["state"] == "returned"
    assert "parcel_returned" in await told(posted.citizen)
    assert (await posted.case()).status == "completed"


@pytest.mark.standing_at("2027-02-05T10:00+08:00")  # and fifteen days on, a Saturday
async def test_the_last_day_to_answer_is_no_day_off(posted: PostedCase) -> None:
    await returned(posted)
    assert (await posted.leg())["task"]["due_on"] == "2027-02-22"


async def test_posted_again_to_another_address(posted: PostedCase) -> None:
    await returned(posted)
    assert (await posted.post("delivery/readdress", POST)).json()["task"] is None
    await posted.stack.settle()
    parcels = await posted.parcels()
    assert parcels[1].order_number == parcels[0].order_number + "-2"
    assert parcels[1].receiver.address == NEW_ADDRESS["address"]
    await posted.play("normal")
    assert (await posted.case()).status == "delivered"


async def test_asked_twice_it_is_posted_once(posted: PostedCase) -> None:
    await returned(posted)
    answers = await asyncio.gather(
        *(posted.post("delivery/readdress", body) for body in (POST, POST, PICK_UP))
    )
    assert sorted(one.status_code for one in answers) == [200, 409, 409]
    refused = [one.json()["code"] for one in answers if one.status_code == 409]
    assert refused == ["nothing_to_readdress"] * 2
    assert len(await posted.parcels()) <= 2


@pytest.mark.parametrize(("since", "may"), [("2026-11-25", False), ("2026-11-26", True)])
async def test_how_often_is_the_rule_of_the_day_of_submission(
    posted: PostedCase, tmp_path: Path, since: str, may: bool
) -> None:
    """Once and no more since that day; three times before."""
    until = str(date.fromisoformat(since) - timedelta(days=1))
    once = [row(3, "times", until=until), row(1, "times", since)]
    with posted.stack.having(RULES, with_rules(tmp_path, result_postings=once)):
        await returned(posted)
        with clock.standing_at(clock.now() + timedelta(days=1)):
            await posted.citizen.sign_in()
            assert (await posted.leg())["may_post_again"] is may
            answer = await posted.post("delivery/readdress", POST)
    assert answer.is_success is may


async def test_picked_up_instead(posted: PostedCase) -> None:
    await returned(posted)
    leg = (await posted.post("delivery/readdress", PICK_UP)).json()
    assert (leg["kind"], leg["task"], leg["receiver"]) == ("pick_up", None, None)
    seen = await posted.citizen.ok("GET", posted.path)
    assert seen["holder"] == "citizen"
    assert (await posted.colleague.move(posted.id, "hand-over")).is_success


async def test_nothing_to_readdress(posted: PostedCase) -> None:
    await (await posted.complete()).play("stuck")
    refused = await posted.post("delivery/readdress", POST)
    assert refused.json()["code"] == "nothing_to_readdress"


async def test_not_for_ever(posted: PostedCase) -> None:
    await returned(posted)
    for _ in range(2):
        assert (await posted.post("delivery/readdress", POST)).is_success
        await posted.stack.settle()
        await posted.play("refused")
    assert (await posted.leg())["may_post_again"] is False
    refused = await posted.post("delivery/readdress", POST)
    assert refused.json()["code"] == "posted_too_often"
    assert (await posted.post("delivery/readdress", PICK_UP)).is_success
    assert [one.state for one in await posted.parcels()] == [ParcelState.returned] * 3


async def test_who_does_not_answer_picks_it_up(posted: PostedCase) -> None:
    await returned(posted)
    task = await PostalTask.get()
    with clock.standing_at(clock.now() + timedelta(days=16)):
        await posted.stack.settle()
    assert (await PostalTask.get(id=task.id)).state is PostalTaskState.held
    assert (await posted.leg())["kind"] == "pick_up"
    assert "result_held" in await told(posted.citizen)
    assert (await posted.post("delivery/readdress", POST)).is_success


async def test_answered_in_time_it_is_not_held(posted: PostedCase) -> None:
    await returned(posted)
    assert (await posted.post("delivery/readdress", POST)).is_success
    with clock.standing_at(clock.now() + timedelta(days=16)):
        await posted.stack.settle()
    assert (await posted.leg())["kind"] == "post"


async def test_staff_do_it_on_the_phone(posted: PostedCase) -> None:
    await returned(posted)
    path = f"{posted.staff_path}/delivery/readdress"
    await posted.colleague.ok("POST", path, BY_PHONE)
    assert (await AuditRecord.get(action="readdress_for_person")).reason == BY_PHONE["reason"]
    assert len(await posted.parcels()) == 2
    missing = await posted.colleague.call("POST", path, BY_PHONE | {"address": None})
    assert missing.json()["errors"][0]["path"] == "/address"


async def test_handed_over_at_the_counter_nothing_waits(posted: PostedCase) -> None:
    await returned(posted)
    assert (await posted.colleague.move(posted.id, "hand-over")).is_success
    assert (await posted.leg())["task"] is None
    assert (await posted.post("delivery/readdress", POST)).status_code == 409


async def test_a_lost_result_is_made_anew(posted: PostedCase) -> None:
    await (await posted.complete()).play("lost")
    assert "parcel_lost" in await told(posted.citizen)
    tasks = (await posted.colleague.ok("GET", "/staff/v1/postal-tasks"))["tasks"]
    assert [one["kind"] for one in tasks] == ["reissue"]
    path = f"{posted.staff_path}/delivery/reissue"
    await posted.colleague.ok("POST", path, {"reason": "已重新制证"})
    again = await posted.colleague.call("POST", path, {"reason": "已重新制证"})
    assert again.json()["code"] == "nothing_to_reissue"
    parcels = await posted.parcels()
    assert [one.receiver.address for one in parcels] == [ADDRESS["address"]] * 2


async def test_found_after_all_it_is_delivered(posted: PostedCase) -> None:
    await (await posted.complete()).play("lost")
    await posted.play(["704:10"])
    assert (await posted.case()).status == "delivered"
    assert (await PostalTask.get()).state is PostalTaskState.void


async def test_waiting_in_a_locker(posted: PostedCase) -> None:
    await (await posted.complete()).play("locker", until="747")
    leg: dict[str, Any] = (await posted.leg())["result"][0]
    assert leg["state"] == "held_at_locker" and "领取" in leg["next_step"]
    assert leg["latest"]["place"]
    assert "parcel_held" in await told(posted.citizen)
    await posted.play("locker")
    assert (await posted.case()).status == "delivered"


async def test_a_worker_that_died_asks_once(posted: PostedCase) -> None:
    await posted.complete()
    await posted.play_only("refused")
    assert await claim(ParcelOutcome, limit=9, lease=timedelta(minutes=1))
    await posted.stack.settle()
    assert (await posted.leg())["task"] is None
    with clock.standing_at(clock.now() + timedelta(minutes=2)):
        await posted.stack.settle()
    assert (await posted.leg())["task"]["state"] == "open"
    assert (await told(posted.citizen)).count("parcel_returned") == 1


async def test_answered_while_a_worker_was_about_to_hold_it(posted: PostedCase) -> None:
    await returned(posted)
    with clock.standing_at(clock.now() + timedelta(days=16)):
        claimed = await claim(PostalTask, limit=9, lease=timedelta(minutes=1))
    assert (await posted.post("delivery/readdress", POST)).is_success
    await hold(claimed[0])
    assert (await posted.leg())["kind"] == "post"
    assert "result_held" not in await posted.history()


async def test_what_was_settled_is_not_asked_again(posted: PostedCase) -> None:
    await returned(posted)
    assert (await posted.post("delivery/readdress", PICK_UP)).is_success
    parcel, now = (await posted.parcels())[0], clock.now()
    await ParcelOutcome.create(
        parcel_id=parcel.id,
        reference=parcel.reference,
        sequence=9,
        outcome=ParcelNews.returned,
        at=now,
        due_at=now,
    )
    await posted.stack.settle()
    assert (await posted.leg())["task"] is None


async def test_nothing_of_it_stands_in_clear(posted: PostedCase) -> None:
    await returned(posted)
    assert (await posted.post("delivery/readdress", POST | {"save_address": True})).is_success
    await posted.stack.settle()
    text, personal = await dump(), (NEW_ADDRESS["name"], NEW_ADDRESS["phone"], "光明路")
    assert [value for value in personal if value in text] == []
