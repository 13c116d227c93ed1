"""The applicant of a case from afar has no way in here: staff see it, and nobody's account does."""

from datetime import timedelta

from mobile_api.cases.states import CaseStatus
from mobile_api.shared import clock
from tests.actors import Citizen, Colleague
from tests.mobile_api.handoff.incoming.neighbour import Neighbour


async def test_the_same_person_here_does_not_see_it(neighbour: Neighbour, citizen: Citizen) -> None:
    """Who has an account with that very number: what another city says of them proves nothing."""
    case = await neighbour.case(await neighbour.taken())
    page = await citizen.ok("GET", "/api/v1/cases")
    assert page["cases"] == []
    assert (await citizen.call("GET", f"/api/v1/cases/{case.id}")).status_code == 404
    assert (await citizen.ok("GET", "/api/v1/me/messages"))["entries"] == []


async def test_staff_see_from_where_it_came(neighbour: Neighbour, clerk: Colleague) -> None:
    handoff_id = await neighbour.taken()
    case = await neighbour.case(handoff_id)
    queue = await clerk.ok("GET", "/staff/v1/cases")
    assert [one["id"] for one in queue["cases"]] == [str(case.id)]
    seen = await clerk.ok("GET", f"/staff/v1/cases/{case.id}/handoff")
    assert seen["handoff_id"] == handoff_id
    history = await clerk.ok("GET", f"/staff/v1/cases/{case.id}/history")
    assert neighbour.city.name in history["events"][0]["text"]


async def test_silence_for_five_days_is_told_as_acceptance(neighbour: Neighbour) -> None:
    handoff_id = await neighbour.taken()
    with clock.standing_at(clock.now() + timedelta(days=20)):
        await neighbour.work()
        event = await neighbour.last(handoff_id)
    case = await neighbour.case(handoff_id)
    assert (case.status, event["event"]) == (CaseStatus.accepted, "accepted")
    assert event["facts"]["deemed"]
    received_on = clock.beijing_date(case.submitted_at or case.created_at)
    assert event["facts"]["accepted_on"] == received_on.isoformat()
