"""An objection: by whom, till when, answered by the owner, and seen by everybody without a name."""

from datetime import datetime, timedelta

import httpx
import pytest

from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.disputes.queries import has_open
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.models import Award
from mobile_api.enterprises.models import Enterprise
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from tests.mobile_api.agency_supermarket.disputes.disputing import (
    GROUNDS,
    OWN_DISPUTES,
    answer,
    awarded,
    complain,
    complained,
    object_to,
    objected,
    status,
    told,
)
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import NEEDS, OWN_NEEDS, Bidder, Buyer
from tests.stack import Stack


async def test_from_objection_to_answer_to_complaint(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await awarded(buyer, bidders)
    assert not await has_open((await Need.get()).id)
    dispute = await objected(bidders[1], need_id)
    assert await has_open((await Need.get()).id)
    seen = await buyer.person.ok("GET", f"{OWN_NEEDS}/{need_id}/disputes")
    assert [(one["made_by"], one["grounds"], one["can"]) for one in seen["disputes"]] == [
        ("乙评估事务所", GROUNDS, ["answer"])
    ]
    early = await complain(bidders[1], dispute)
    assert early.json()["code"] == "dispute_move_not_allowed"
    assert (await answer(buyer, need_id, dispute, agrees=False)).json()["status"] == "answered"
    own = (await bidders[1].ok("GET", OWN_DISPUTES))["disputes"][0]
    assert own["can"] == ["complain", "withdraw"]
    assert (await complain(bidders[1], dispute)).json()["status"] == "complained"
    queue = await desk.ok("GET", "/staff/v1/market/disputes")
    assert [(one["id"], one["can"]) for one in queue["disputes"]] == [(dispute, ["decide"])]
    assert {"收到异议", "收到投诉"} <= set(await told(buyer.person))
    assert "异议已有答复" in await told(bidders[1])


async def test_the_public_reads_that_there_is_one_and_no_name_or_word_of_it(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await awarded(buyer, bidders)
    await complained(buyer, bidders[1], need_id)
    public = await client.get(f"{NEEDS}/{need_id}/disputes")
    assert [one["status_name"] for one in public.json()["disputes"]] == ["投诉处理中"]
    assert public.json()["is_open"] is True
    assert GROUNDS not in public.text and "乙评估事务所" not in public.text
    history = [one["text"] for one in (await client.get(f"{NEEDS}/{need_id}")).json()["history"]]
    assert any("对选取结果的异议" in text for text in history)
    assert not any("乙评估事务所" in text for text in history)
    stored = (await fetch("SELECT grounds FROM market_dispute"))[0]["grounds"]
    assert GROUNDS.encode() not in bytes(stored)


async def test_until_the_last_second_of_the_last_day(buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id = await awarded(buyer, bidders)
    end = clock.now()
    for seconds, code in ((0, "dispute_too_late"), (1, None)):
        last = clock.beijing_date(end) - timedelta(days=1)
        await Award.all().update(awarded_at=end - timedelta(days=30), shown_until=last)
        midnight = clock.in_beijing(end)[:10] + "T00:00:00+08:00"
        at = datetime.fromisoformat(midnight) - timedelta(seconds=seconds)
        with clock.standing_at(at):
            await bidders[1].sign_in()
            made = await object_to(bidders[1], need_id)
        assert made.json().get("code") == code, made.text


async def test_nobody_objects_twice_or_to_what_they_did_not_bid_for(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await awarded(buyer, bidders)
    stranger = await Bidder.arrive(stack, client, "外地评估事务所")
    assert (await object_to(stranger, need_id)).json()["code"] == "not_a_bidder"
    await objected(bidders[1], need_id)
    assert (await object_to(bidders[1], need_id)).json()["code"] == "disputed_already"
    assert await Dispute.all().count() == 1


async def test_an_owner_does_not_object_to_itself_but_goes_to_the_desk(
    buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await awarded(buyer, bidders)
    owner = await Enterprise.get(id=bidders[2].acting_for)
    await Need.filter(id=need_id).update(enterprise_id=owner.id)
    assert (await object_to(bidders[2], need_id)).json()["code"] == "owners_own_dispute"
    body = {"complaint": "中选机构提供的业绩证明是伪造的。"}
    path = f"{OWN_NEEDS}/{need_id}/complaint"
    made = await bidders[2].call("POST", path, body)
    assert (made.status_code, made.json()["status"]) == (201, "complained")
    again = await bidders[2].call("POST", path, body)
    assert again.json()["code"] == "disputed_already"
    queue = await desk.ok("GET", "/staff/v1/market/disputes")
    assert [one["made_by"] for one in queue["disputes"]] == ["采购人"]


async def test_nor_does_an_agency_behind_which_the_owner_stands(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    own = await Bidder.arrive(stack, client, "自家评估事务所", buyer.person)
    need_id = await buyer.publish()
    assert (await object_to(own, need_id, "terms")).json()["code"] == "owners_own_dispute"


async def test_terms_are_objected_to_until_bidding_ends(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish()
    assert (await object_to(bidders[0], need_id)).json()["code"] == "not_a_bidder"
    await objected(bidders[0], need_id, "terms")
    await Need.filter(id=need_id).update(bids_close_at=clock.now())
    late = await object_to(bidders[1], need_id, "terms")
    assert late.json()["code"] == "dispute_too_late"


async def test_what_is_withdrawn_is_over(buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id = await awarded(buyer, bidders)
    dispute = await objected(bidders[1], need_id)
    path = f"{OWN_DISPUTES}/{dispute}/withdraw"
    for _ in range(2):
        assert (await bidders[1].call("POST", path)).json()["status"] == "withdrawn"
    late = await answer(buyer, need_id, dispute, agrees=False)
    assert late.json()["code"] == "dispute_move_not_allowed"
    assert not await has_open((await Need.get()).id)
    stranger = await bidders[2].call("POST", path)
    assert stranger.json()["code"] == "dispute_not_found"


async def test_an_owner_who_agrees_leaves_it_to_the_desk(
    buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await awarded(buyer, bidders)
    dispute = await objected(bidders[1], need_id)
    assert (await answer(buyer, need_id, dispute, agrees=True)).json()["status"] == "complained"
    assert len((await desk.ok("GET", "/staff/v1/market/disputes"))["disputes"]) == 1


@pytest.mark.parametrize("settled", [1, 3])
async def test_an_owner_who_is_silent_is_told_and_the_way_to_the_desk_is_open(
    stack: Stack, buyer: Buyer, bidders: list[Bidder], settled: int
) -> None:
    need_id = await awarded(buyer, bidders)
    dispute = await objected(bidders[1], need_id)
    await Dispute.all().update(due_at=clock.now())
    for _ in range(settled):
        await stack.settle()
    assert await status(dispute) == "overdue"
    assert (await told(bidders[1])).count("异议逾期未答复") == 1
    assert (await told(buyer.person)).count("异议逾期未答复") == 1
    # Answered late is better than never; the days that were told are not shortened.
    before = (await Dispute.get()).complain_by
    assert (await answer(buyer, need_id, dispute, agrees=False)).is_success
    after = (await Dispute.get()).complain_by
    assert before is not None and after is not None and after >= before


async def test_who_does_not_complain_in_time_has_let_it_be(
    stack: Stack, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await awarded(buyer, bidders)
    dispute = await objected(bidders[1], need_id)
    await answer(buyer, need_id, dispute, agrees=False)
    await Dispute.all().update(complain_by=clock.today() - timedelta(days=1), due_at=clock.now())
    # Before any worker has looked, too.
    assert (await complain(bidders[1], dispute)).json()["code"] == "dispute_too_late"
    await stack.settle()
    assert await status(dispute) == "lapsed"
    assert not await has_open((await Need.get()).id)
