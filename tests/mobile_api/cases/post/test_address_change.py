"""Another address before the post has the parcel; too late afterwards; races end in one parcel."""

import asyncio
from datetime import timedelta

import pytest

from mobile_api.cases.models import Case, CaseEvent, ChosenDelivery
from mobile_api.cases.states import CaseStatus, DeliveryKind
from mobile_api.shared import clock
from mobile_api.shared.history import room
from notifications.post.parcels.states import ParcelState
from tests.actors import ADDRESS
from tests.mobile_api.cases.posting import NEW_ADDRESS, PostedCase, ems_fails, told

BODY = {"address": NEW_ADDRESS}


async def streets(posted: PostedCase) -> list[tuple[ParcelState, str]]:
    return [(one.state, one.receiver.address) for one in await posted.parcels()]


OLD, NEW = ADDRESS["address"], NEW_ADDRESS["address"]


async def test_before_there_is_a_parcel(posted: PostedCase) -> None:
    await posted.begin(CaseStatus.submitted)
    assert (await posted.post("delivery/address", BODY)).is_success
    chosen = (await posted.case()).delivery
    assert chosen and chosen.address and chosen.address.address == NEW


async def test_before_ems_was_asked(posted: PostedCase) -> None:
    await posted.complete(settled=False)
    answer = await posted.post("delivery/address", BODY)
    assert answer.json()["is_address_change_pending"] is True
    await posted.stack.settle()
    assert await streets(posted) == [(ParcelState.cancelled, OLD), (ParcelState.ordered, NEW)]
    leg = await posted.leg()
    assert (leg["is_address_change_pending"], leg["kind"]) == (False, "post")


async def test_before_collection_the_order_is_cancelled_and_placed_anew(
    posted: PostedCase,
) -> None:
    await posted.complete()
    assert (await posted.post("delivery/address", BODY)).is_success
    await posted.stack.settle()
    assert await streets(posted) == [(ParcelState.cancelled, OLD), (ParcelState.ordered, NEW)]
    numbers = [one.order_number for one in await posted.parcels()]
    assert numbers[1] == numbers[0] + "-2"
    await posted.play("normal")
    assert (await posted.case()).status == "delivered"
    assert "parcel_cancelled" not in await posted.history()


async def test_after_collection_it_is_too_late(posted: PostedCase) -> None:
    await (await posted.complete()).play("stuck")
    refused = await posted.post("delivery/address", BODY)
    assert refused.json()["code"] == "address_change_too_late"
    assert "11183" in refused.json()["title"]
    assert await streets(posted) == [(ParcelState.in_transit, OLD)]


async def test_collected_while_the_change_waits(posted: PostedCase) -> None:
    await posted.complete()
    await asyncio.gather(
        posted.post("delivery/address", BODY), posted.play_only(["203"], order="in_order")
    )
    await posted.stack.settle()
    assert await streets(posted) == [(ParcelState.collected, OLD)]
    leg = await posted.leg()
    assert leg["is_address_change_pending"] is False
    assert leg["receiver"]["address"].startswith("示范省示范市示范区和平街道")


async def test_collected_before_ems_heard_of_the_change(posted: PostedCase) -> None:
    await posted.complete()
    assert (await posted.post("delivery/address", BODY)).is_success
    await posted.play_only(["203"])
    await posted.stack.settle()
    assert await streets(posted) == [(ParcelState.collected, OLD)]
    assert (await posted.leg())["is_address_change_pending"] is False
    assert "address_not_changed" in await posted.history()
    assert "address_not_changed" in await told(posted.citizen)


async def test_changed_twice_the_last_one_counts(posted: PostedCase) -> None:
    await posted.complete()
    other = {"address": ADDRESS | {"address": "第三条街道7号"}}
    for body in (other, BODY):
        assert (await posted.post("delivery/address", body)).is_success
    await posted.stack.settle()
    assert await streets(posted) == [(ParcelState.cancelled, OLD), (ParcelState.ordered, NEW)]


async def test_the_reply_of_a_cancellation_is_lost(posted: PostedCase) -> None:
    await posted.complete()
    await ems_fails(posted.stack, posted.client, "020006", kind="reset")
    assert (await posted.post("delivery/address", BODY)).is_success
    await posted.stack.settle()
    assert [state for state, _ in await streets(posted)] == [ParcelState.ordered]
    assert (await posted.leg())["is_address_change_pending"] is True


async def test_the_order_is_refused_while_the_change_waits(posted: PostedCase) -> None:
    await ems_fails(posted.stack, posted.client, "020003", kind="error", code="B00010", times=3)
    await posted.complete()
    assert (await posted.post("delivery/address", BODY)).is_success
    for minutes in (0, 10, 20):
        with clock.standing_at(clock.now() + timedelta(minutes=minutes)):
            await posted.stack.settle()
    assert await streets(posted) == [(ParcelState.ordered, NEW)]
    assert (await posted.leg())["kind"] == "post"


async def test_what_never_left_is_no_posting(posted: PostedCase) -> None:
    await posted.complete()
    for street in ("第三条街道7号", "第四条街道9号"):
        body = {"address": ADDRESS | {"address": street}}
        assert (await posted.post("delivery/address", body)).is_success
        await posted.stack.settle()
    await posted.play("refused")
    assert (await posted.leg())["may_post_again"] is True
    again = await posted.post("delivery/readdress", BODY | {"kind": "post"})
    assert again.status_code == 200, again.text


async def test_an_address_of_the_book_is_copied(posted: PostedCase) -> None:
    book = "/api/v1/me/addresses"
    content = {"address": NEW_ADDRESS, "agrees_to_saving": True}
    saved = await posted.citizen.ok("POST", book, content)
    await posted.complete()
    body = {"address_id": saved["id"]}
    assert (await posted.post("delivery/address", body)).is_success
    await posted.citizen.ok("DELETE", f"{book}/{saved['id']}")
    await posted.stack.settle()
    assert (await streets(posted))[-1] == (ParcelState.ordered, NEW)


@pytest.mark.parametrize(
    "body",
    [{}, {"address": NEW_ADDRESS, "address_id": "0" * 32}, {"address": {"name": "张三"}}],
)
async def test_one_address_is_needed(posted: PostedCase, body: dict[str, object]) -> None:
    await posted.complete()
    assert (await posted.post("delivery/address", body)).status_code == 422
    assert await streets(posted) == [(ParcelState.ordered, OLD)]


async def test_what_is_picked_up_has_no_address(posted: PostedCase) -> None:
    await posted.begin(CaseStatus.submitted)
    await Case.filter(id=posted.id).update(delivery=ChosenDelivery(kind=DeliveryKind.pick_up))
    refused = await posted.post("delivery/address", BODY)
    assert refused.json()["code"] == "not_by_post"


async def test_no_history_grows_without_end(
    posted: PostedCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red before: 300 changes in seven seconds, each an event that every viewer reads."""
    monkeypatch.setattr(room, "MOST_A_DAY", 3)
    await posted.begin(CaseStatus.submitted)
    events = CaseEvent.filter(case_id=posted.id)
    answers = await asyncio.gather(*(posted.post("delivery/address", BODY) for _ in range(6)))
    assert sorted(one.status_code for one in answers) == [200] * 3 + [429] * 3
    assert await events.count() == 4
    # What others do with the case goes on, and so does the applicant's own way out.
    assert (await posted.colleague.move(posted.id, "pass-pre-review")).is_success
    await posted.citizen.ok("POST", f"{posted.path}/withdraw")
    with clock.standing_at(clock.now() + timedelta(days=1, minutes=1)):
        await posted.citizen.sign_in()
        refused = await posted.post("delivery/address", BODY)
        assert refused.json()["code"] == "move_not_allowed"
