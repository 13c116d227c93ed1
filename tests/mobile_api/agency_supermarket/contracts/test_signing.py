"""What may be signed, by whom and when; of two who act at once one is refused."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from mobile_api.agency_supermarket.contracts.models import Contract, ContractFile
from mobile_api.agency_supermarket.openings.models import Award
from mobile_api.shared import clock
from tests.actors import photo
from tests.mobile_api.agency_supermarket.contracting import PRICE, Deal, on_the_day
from tests.mobile_api.agency_supermarket.market import fault_codes
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer
from tests.stack import Stack
from uploads.models import StoredFile


async def test_nothing_is_signed_while_the_result_is_shown(
    stack: Stack, buyer: Buyer, bidders: list[Bidder]
) -> None:
    deal = await Deal.strike(stack, buyer, bidders[0], is_shown=True)
    seen = await deal.see(deal.owner)
    assert (seen["waits_for"], seen["until"]) == ("nobody", seen["shown_until"])
    body = await deal.proposal(deal.owner)
    assert await deal.refused(deal.owner, "propose", body) == "result_still_shown"
    with on_the_day(date.fromisoformat(seen["shown_until"]) + timedelta(days=1)):
        await deal.owner.sign_in()
        assert (await deal.done(deal.owner, "propose", body))["status"] == "proposed"


async def test_every_fault_of_a_proposal_at_once(deal: Deal) -> None:
    today = clock.today()
    faulty = await deal.proposal(
        deal.agency,
        price_fen=PRICE + 1,
        last_day=str(today),
        milestones=[
            {"words": "勘查", "on": str(today - timedelta(days=1))},
            {"words": "出具报告", "on": str(today + timedelta(days=9))},
        ],
    )
    answer = await deal.act(deal.agency, "propose", faulty)
    assert answer.status_code == 422
    assert fault_codes(answer) == {
        "/price_fen": "not_the_award",
        "/last_day": "past",
        "/milestones/0/on": "milestone_day",
        "/milestones/1/on": "milestone_day",
    }
    assert str(PRICE + 1) not in answer.text
    late = await deal.proposal(deal.agency, last_day=str(today + timedelta(days=731)))
    assert fault_codes(await deal.act(deal.agency, "propose", late)) == {"/last_day": "too_far"}
    assert (await deal.row()).status == "awaited"


async def test_where_the_award_has_no_price_the_budget_bounds_it(deal: Deal) -> None:
    await Award.all().update(price_fen=None)
    await Contract.all().update(price_fen=None)
    over = await deal.proposal(deal.agency, price_fen=5_000_001)
    assert fault_codes(await deal.act(deal.agency, "propose", over)) == {
        "/price_fen": "over_budget"
    }
    within = over | {"price_fen": 4_999_999}
    assert (await deal.done(deal.agency, "propose", within))["price_fen"] == 4_999_999


@pytest.mark.parametrize(
    "more",
    [
        {"files": []},
        {"files": ["0190a0a0-0000-7000-8000-00000000000f"] * 2},
        {"milestones": [{"words": "勘查", "on": "2091-01-01"}] * 21},
        {"price_fen": "3000000"},
        {"price_fen": 0},
        {"milestones": [{"words": "勘", "on": "2091-02-30"}]},
        {"signed": True},
    ],
)
async def test_a_body_that_is_none(deal: Deal, more: dict[str, Any]) -> None:
    body = {"price_fen": PRICE, "last_day": "2091-01-01", "files": [str(uuid4())]} | more
    answer = await deal.act(deal.agency, "propose", body)
    assert answer.status_code == 422, answer.text
    assert next(iter(more)) in str(fault_codes(answer))


async def test_files_of_others_and_unknown_ones(deal: Deal) -> None:
    of_owner = await deal.owner.upload(photo(9))
    body = await deal.proposal(deal.agency, files=[of_owner, str(uuid4())])
    answer = await deal.act(deal.agency, "propose", body)
    assert fault_codes(answer) == {"/files/0": "file_not_found", "/files/1": "file_not_found"}
    assert (await deal.row()).status == "awaited"


async def test_sent_back_and_proposed_anew(deal: Deal) -> None:
    first = await deal.done(deal.agency, "propose", await deal.proposal(deal.agency))
    assert first["can"] == ["propose", "ask_ending"]
    sent = {"proposal": first["proposal"], "reason": "交付日请提前"}
    back = await deal.done(deal.owner, "send-back", sent)
    assert (back["status"], back["waits_for"]) == ("awaited", "agency")
    assert any("交付日请提前" in text for text in await deal.told(deal.agency))
    other = [await deal.owner.upload(photo(42))]
    second = await deal.done(deal.owner, "propose", await deal.proposal(deal.owner, files=other))
    assert (second["proposal"], second["waits_for"]) == (2, "agency")
    assert [one["file"]["id"] for one in second["files"]] == other
    # Nothing refers to the first scan any more.
    gone = await StoredFile.get(id=first["files"][0]["file"]["id"])
    assert gone.expires_at is not None
    assert (await StoredFile.get(id=other[0])).expires_at is None
    assert await deal.refused(deal.agency, "confirm", {"proposal": 1}) == "proposal_changed"
    assert (await deal.done(deal.agency, "confirm", {"proposal": 2}))["status"] == "in_force"


async def test_nobody_confirms_what_is_their_own(deal: Deal) -> None:
    made = await deal.done(deal.agency, "propose", await deal.proposal(deal.agency))
    body = {"proposal": made["proposal"]}
    assert await deal.refused(deal.agency, "confirm", body) == "for_the_other_side"
    again = {"proposal": made["proposal"], "reason": "写错了"}
    assert await deal.refused(deal.agency, "send-back", again) == "for_the_other_side"
    # Their own may be replaced, the other side's may not.
    body = await deal.proposal(deal.agency)
    assert (await deal.done(deal.agency, "propose", body))["proposal"] == 2
    body = await deal.proposal(deal.owner)
    assert await deal.refused(deal.owner, "propose", body) == "contract_move_not_allowed"


async def test_two_confirmations_at_once_are_one(deal: Deal) -> None:
    made = await deal.done(deal.agency, "propose", await deal.proposal(deal.agency))
    body = {"proposal": made["proposal"]}
    answers = await asyncio.gather(*(deal.act(deal.owner, "confirm", body) for _ in range(3)))
    assert sorted(one.status_code for one in answers) == [200, 409, 409]


async def test_confirmed_or_sent_back_but_not_both(deal: Deal) -> None:
    made = await deal.done(deal.agency, "propose", await deal.proposal(deal.agency))
    body = {"proposal": made["proposal"]}
    answers = await asyncio.gather(
        deal.act(deal.owner, "confirm", body),
        deal.act(deal.owner, "send-back", body | {"reason": "交付日请提前"}),
    )
    assert sorted(one.status_code for one in answers) == [200, 409]
    confirmed = answers[0].status_code == 200
    assert (await deal.row()).status == ("in_force" if confirmed else "awaited")


async def test_what_is_confirmed_is_what_was_read(deal: Deal) -> None:
    """The proposer changes it in the moment in which the other one confirms."""
    made = await deal.done(deal.agency, "propose", await deal.proposal(deal.agency))
    later = str(clock.today() + timedelta(days=200))
    changed = await deal.proposal(deal.agency, last_day=later)
    answers = await asyncio.gather(
        deal.act(deal.agency, "propose", changed),
        deal.act(deal.owner, "confirm", {"proposal": made["proposal"]}),
    )
    assert sorted(one.status_code for one in answers) == [200, 409]
    row = await deal.row()
    assert row.status == ("proposed" if answers[0].status_code == 200 else "in_force")
    assert (str(row.last_day) == later) is (row.status == "proposed")


async def test_strangers_see_and_do_nothing(deal: Deal, bidders: list[Bidder]) -> None:
    made = await deal.done(deal.agency, "propose", await deal.proposal(deal.agency))
    file_id = made["files"][0]["file"]["id"]
    other = bidders[1]
    assert (await other.call("GET", f"/api/v1/market/own-contracts/{deal.id}")).status_code == 404
    for what, body in (
        ("confirm", {"proposal": 1}),
        ("send-back", {"proposal": 1, "reason": "不同意"}),
        ("ending", {"reason": "不做了"}),
        (f"files/{file_id}/link", None),
    ):
        assert await deal.refused(other, what, body) == "contract_not_found"
    assert await deal.refused(deal.owner, f"files/{uuid4()}/link") == "contract_file_not_found"
    for side in (deal.owner, deal.agency):
        link = await deal.done(side, f"files/{file_id}/link")
        assert (await side.client.get(link["url"])).status_code == 200
    # The person behind the agency, without its power in this call, owns nothing here.
    acting, other.acting_for = deal.agency.acting_for, ""
    deal.agency.acting_for = ""
    assert await deal.refused(deal.agency, "confirm", {"proposal": 1}) == "contract_not_found"
    deal.agency.acting_for = acting
    assert await ContractFile.all().count() == 1


async def test_a_day_that_has_passed_is_not_agreed_to(deal: Deal) -> None:
    soon = clock.today() + timedelta(days=2)
    body = await deal.proposal(deal.agency, last_day=str(soon), milestones=[])
    made = await deal.done(deal.agency, "propose", body)
    with on_the_day(soon + timedelta(days=1)):
        await deal.owner.sign_in()
        code = await deal.refused(deal.owner, "confirm", {"proposal": made["proposal"]})
    assert code == "agreed_day_passed"
