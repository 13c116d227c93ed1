"""What is not taken: each with its own word, final for that message, and nothing of it stays."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.models import Handoff, IncomingMessage
from mobile_api.handoff.partners.models import Agreement, Partner, RegionSuccessor
from mobile_api.handoff.partners.states import PartnerState
from mobile_api.shared import clock
from tests.mobile_api.handoff.incoming.neighbour import (
    BASIC_CODE,
    REGION,
    Neighbour,
    agree,
    face,
)

SOMEBODY = "370000199103070015"
OLD_REGION = "999955"


async def refused(neighbour: Neighbour, *pages: Any, **more: Any) -> str:
    """The code; nothing of the case is here."""
    before = await Handoff.all().count()
    answer = (await neighbour.hand_over(*pages, **more)).answered
    assert (answer.status, answer.fault, answer.receipt_fault) == (422, None, None)
    assert await Handoff.all().count() == before
    return answer.code


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ({"agreement": "TB-1999-01"}, "no_agreement"),
        ({"item": "990190033000"}, "item_not_agreed"),
        ({"mode": "collected_on_behalf"}, "mode_not_agreed"),
        ({"region_code": "999921"}, "region_not_agreed"),
        ({"region_code": "110101"}, "region_not_agreed"),
    ],
)
async def test_what_was_not_agreed(neighbour: Neighbour, says: dict[str, str], code: str) -> None:
    assert await refused(neighbour, says=says) == code


async def test_an_agreement_that_has_ended(neighbour: Neighbour) -> None:
    await Agreement.filter(number=neighbour.number).update(ended_on=clock.today())
    assert await refused(neighbour) == "no_agreement"


async def test_an_agreement_of_another_partner(neighbour: Neighbour, another: Neighbour) -> None:
    assert await refused(neighbour, says={"agreement": another.number}) == "no_agreement"


async def test_an_item_whose_own_days_are_over(neighbour: Neighbour) -> None:
    until = clock.today() - timedelta(days=1)
    await agree(neighbour.partner, "TB-2026-09", valid_until=until)
    says = {"agreement": "TB-2026-09"}
    assert await refused(neighbour, says=says) == "item_not_agreed"


async def test_another_mode_of_the_same_item_is_taken(neighbour: Neighbour) -> None:
    await agree(neighbour.partner, "TB-2026-08", mode=HandoffMode.COLLECTED_ON_BEHALF)
    says = {"agreement": "TB-2026-08", "mode": "collected_on_behalf"}
    assert (await neighbour.hand_over(says=says)).answered.status == 202


async def test_a_partner_that_is_drained(neighbour: Neighbour) -> None:
    await Partner.filter(id=neighbour.partner.id).update(state=PartnerState.draining)
    assert await refused(neighbour) == "draining"


async def test_a_region_that_was_abolished_is_its_successor(neighbour: Neighbour) -> None:
    since = clock.today() - timedelta(days=100)
    await RegionSuccessor.create(code=OLD_REGION, successor=REGION, since=since)
    message = await neighbour.hand_over(says={"region_code": OLD_REGION})
    assert message.answered.status == 202
    assert (await neighbour.row(message.handoff_id)).region_code == REGION


async def test_what_nobody_here_can_open(neighbour: Neighbour) -> None:
    assert await refused(neighbour, sealed="bm90IGFuIGFnZSBmaWxl") == "sealed_unreadable"


async def test_a_seal_without_an_applicant(neighbour: Neighbour) -> None:
    nobody = {"applicant": {"name": " ", "id_number": "", "phone": ""}}
    assert await refused(neighbour, plain=nobody) == "sealed_unreadable"


async def test_more_pages_than_a_material_may_have(neighbour: Neighbour) -> None:
    pages = [face(by="link", page=page) for page in range(1, 22)]
    assert await refused(neighbour, *pages) == "too_many_materials"


async def test_the_same_handoff_under_another_message(neighbour: Neighbour) -> None:
    first = await neighbour.hand_over()
    says = {"handoff_id": first.handoff_id}
    assert await refused(neighbour, person=SOMEBODY, says=says) == "not_now"
    # Of the two messages the one that was taken is the case.
    await neighbour.work()
    assert await neighbour.kinds(first.handoff_id) == ["checked"]


async def test_the_same_person_twice(neighbour: Neighbour) -> None:
    await neighbour.taken()
    assert await refused(neighbour) == "already_open"
    assert (await neighbour.hand_over(person=SOMEBODY)).answered.status == 202


async def test_the_same_number_written_otherwise(neighbour: Neighbour) -> None:
    await neighbour.hand_over(person="37000019910307001X")
    assert await refused(neighbour, person=" 37000019910307001x") == "already_open"


async def test_two_cities_and_one_person(neighbour: Neighbour, another: Neighbour) -> None:
    first = await neighbour.hand_over()
    answer = (await another.hand_over()).answered
    assert answer.code == "already_open"
    # It learns nothing else: neither which city, nor a number, nor that handoff's name.
    assert answer.receipt is not None
    known = {neighbour.city.name, neighbour.number, first.handoff_id}
    assert not any(word in answer.body + str(answer.receipt) for word in known)
    assert answer.receipt.get("case_number") is None


async def test_two_cities_at_the_same_moment(neighbour: Neighbour, another: Neighbour) -> None:
    messages = await asyncio.gather(
        *(one.hand_over() for one in (neighbour, another, neighbour, another))
    )
    codes = sorted(str((one.answered.receipt or {}).get("code")) for one in messages)
    assert codes == ["None", *["already_open"] * 3]
    assert await Handoff.all().count() == 1


async def test_after_it_is_over_they_may_come_again(neighbour: Neighbour) -> None:
    handoff_id = await neighbour.taken()
    await neighbour.city.withdraw(handoff_id)
    await neighbour.work()
    assert (await neighbour.hand_over()).answered.status == 202


async def test_a_repetition_gets_the_same_bytes(neighbour: Neighbour) -> None:
    first = await neighbour.hand_over()
    again = await neighbour.city.again(first.message_id)
    assert again.answered.body == first.answered.body
    stored = IncomingMessage.filter(message_id=first.message_id)
    assert (await stored.count(), await Handoff.all().count()) == (1, 1)


async def test_a_repeated_refusal_stays_a_refusal(neighbour: Neighbour) -> None:
    first = await neighbour.hand_over(says={"item": "990190033000"})
    await agree(neighbour.partner, "TB-2026-07", basic_code="990190033000")
    again = await neighbour.city.again(first.message_id)
    assert (again.answered.status, again.answered.body) == (422, first.answered.body)
    assert BASIC_CODE not in again.answered.body
