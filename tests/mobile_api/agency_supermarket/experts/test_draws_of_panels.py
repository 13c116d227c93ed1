"""What moves a panel by itself: draws that are drawn, come to nothing, or are told twice."""

from datetime import timedelta

from mobile_api.agency_supermarket.experts.panels.models import PanelCandidate
from mobile_api.draws.models import Draw
from mobile_api.shared import clock
from mobile_api.shared.history.models import FollowedEvent
from tests.mobile_api.agency_supermarket.experts.panelling import (
    COST,
    WORKS,
    PanelDesk,
    after_its_sources,
    draws_of,
    enter,
)
from tests.mobile_api.agency_supermarket.trading.trading import usual_result, usual_tender
from tests.stack import Stack


async def test_without_a_second_person_it_fails(stack: Stack, panel_desk: PanelDesk) -> None:
    await panel_desk.fill()
    project_id = await panel_desk.board.announce()
    panel = await panel_desk.ask(project_id)
    with after_its_sources(await draws_of(panel["id"])):
        await stack.settle()
    found = (await panel_desk.read(project_id))[0]
    assert (found["status"], "没有第二人" in found["history"][-1]["text"]) == ("failed", True)


async def test_without_numbers_it_fails(stack: Stack, panel_desk: PanelDesk) -> None:
    await panel_desk.fill()
    project_id = await panel_desk.board.announce()
    await panel_desk.frozen(project_id)
    with clock.standing_at(clock.now() + timedelta(days=60)):
        await stack.settle()
    found = (await panel_desk.read(project_id))[0]
    assert (found["status"], "摇号没有结果" in found["history"][-1]["text"]) == ("failed", True)


async def test_no_result_while_somebody_is_to_be_drawn(panel_desk: PanelDesk) -> None:
    await panel_desk.fill()
    tender = usual_tender()
    project_id = await panel_desk.board.announce(tender)
    await panel_desk.frozen(project_id)
    with panel_desk.board.after_its_deadline(tender):
        await panel_desk.asker.sign_in()
        await panel_desk.second.sign_in()
        notice_id = await panel_desk.asker.draft(project_id, usual_result())
        answer = await panel_desk.second.publish(notice_id)
    assert answer.json()["code"] == "trading_panel_under_way"


async def test_one_expert_for_two_specialties_sits_once(
    stack: Stack, panel_desk: PanelDesk
) -> None:
    """Both lists hold the same five people: four seats go to four of them."""
    for number in range(5):
        await panel_desk.register(number, specialties=[WORKS, COST])
    groups = [
        {"specialty": WORKS, "seats": 3, "alternates": 0},
        {"specialty": COST, "seats": 1, "alternates": 4},
    ]
    project_id = await panel_desk.board.announce()
    panel = await panel_desk.seated(project_id, groups=groups)
    assert panel["status"] == "seated"
    sitting = PanelCandidate.filter(panel_id=panel["id"], state="seated")
    people = [one.expert_id for one in await sitting]
    assert (len(people), len(set(people))) == (4, 4)


async def test_the_follower_may_see_an_event_twice(stack: Stack, panel_desk: PanelDesk) -> None:
    await panel_desk.fill()
    project_id = await panel_desk.board.announce()
    panel = await panel_desk.seated(project_id)
    draws = await draws_of(panel["id"])
    await FollowedEvent.bulk_create(
        FollowedEvent(
            log="draw",
            subject_id=draw.id,
            sequence=sequence,
            follower="expert_panels",
            due_at=clock.now(),
        )
        for draw in draws
        for sequence in range(1, draw.event_count + 1)
    )
    await stack.settle()
    assert await FollowedEvent.all().count() == 0
    assert (await panel_desk.read(project_id))[0] == panel


async def test_drawn_halfway_it_waits_for_the_other_half(
    stack: Stack, panel_desk: PanelDesk
) -> None:
    await panel_desk.fill()
    project_id = await panel_desk.board.announce()
    panel = await panel_desk.frozen(project_id)
    draws = await draws_of(panel["id"])
    with after_its_sources(draws):
        await enter(draws[0], [panel_desk.reader(), panel_desk.reader()])
        await stack.settle()
        assert (await Draw.get(id=draws[0].id)).status == "drawn"
        assert (await panel_desk.read(project_id))[0]["status"] == "frozen"
        await enter(draws[1], [panel_desk.reader(), panel_desk.reader()])
        await stack.settle()
    assert (await panel_desk.read(project_id))[0]["status"] == "seated"
