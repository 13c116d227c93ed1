"""Who may choose and see what; pages of materials for the home city alone."""

import httpx
import pytest

from mobile_api.handoff.errors import HandoffNotFound
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.outgoing.materials import link_for
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.partners.states import PartnerState
from tests.actors import Citizen, Colleague
from tests.mobile_api.handoff.outgoing.handed import REGION, Handed
from tests.stack import Stack
from uploads.stores.storage import STORE


async def test_a_choice_is_taken_back(handed: Handed) -> None:
    await handed.draft()
    assert (await handed.view())["status"] == "chosen"
    for _ in range(2):
        assert (await handed.citizen.call("DELETE", f"{handed.own}/handoff")).status_code == 204
    assert (await handed.citizen.call("GET", f"{handed.own}/handoff")).status_code == 404
    assert (await handed.case()).handoff_side is None


async def test_chosen_again_the_last_choice_counts(handed: Handed) -> None:
    await handed.draft()
    body = {"region_code": REGION, "mode": "collected_on_behalf"}
    assert (await handed.citizen.call("PUT", f"{handed.own}/handoff", body)).is_success
    assert await Handoff.all().count() == 1


@pytest.mark.parametrize(
    "body", [{"region_code": "990200"}, {"region_code": REGION, "mode": "joint"}]
)
async def test_where_nothing_was_agreed_nothing_is_chosen(
    handed: Handed, body: dict[str, str]
) -> None:
    await handed.draft()
    answer = await handed.citizen.call("PUT", f"{handed.own}/handoff", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "place_not_agreed")


async def test_only_a_draft_is_meant_for_somewhere(handed: Handed) -> None:
    await handed.submitted()
    answer = await handed.citizen.call("PUT", f"{handed.own}/handoff", {"region_code": REGION})
    assert answer.json()["code"] == "move_not_allowed"


async def test_a_draining_city_is_not_offered(handed: Handed) -> None:
    await Partner.all().update(state=PartnerState.draining)
    found = await handed.client.get("/api/v1/handoff-places?item_key=passport")
    assert found.json()["places"] == []
    assert "直接向那个城市申请" in found.json()["text"]
    unknown = await handed.client.get("/api/v1/handoff-places?item_key=nothing")
    assert unknown.status_code == 404


async def test_others_see_nothing_and_do_nothing(
    stack: Stack, client: httpx.AsyncClient, handed: Handed
) -> None:
    await handed.sent()
    stranger = Citizen(stack, client, "stranger")
    await stranger.sign_in()
    body = {"region_code": REGION}
    for method in ("GET", "PUT", "DELETE"):
        answer = await stranger.call(method, f"{handed.own}/handoff", body)
        assert answer.json()["code"] == "case_not_found"
    other = Colleague(stack, client, "elsewhere", department="wj")
    await other.sign_in()
    assert (await other.ok("GET", "/staff/v1/handoffs"))["handoffs"] == []
    assert (await other.move(handed.case_id, "hand-off", body)).status_code == 404
    path = f"/staff/v1/handoffs/{(await handed.row()).id}"
    for act in ("send-again", "take-back"):
        assert (await other.call("POST", f"{path}/{act}", {"reason": "试试"})).status_code == 404


async def test_what_is_away_is_not_taken_back_by_the_window(handed: Handed) -> None:
    await handed.sent()
    path = f"/staff/v1/handoffs/{(await handed.row()).id}/take-back"
    answer = await handed.colleague.call("POST", path, {"reason": "试试"})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_to_be_taken_back")


async def test_pages_are_for_the_city_that_has_the_case(handed: Handed) -> None:
    await handed.sent()
    name, store = (await handed.row()).handoff_id, STORE.of(handed.stack.app)
    [taken] = await handed.taken("case")
    digest = taken["said"]["materials"][0]["sha256"]
    link = await link_for(handed.partner, name, digest, store)
    content = (await handed.client.get(link.url)).content
    assert len(content) == taken["said"]["materials"][0]["size"]
    with pytest.raises(HandoffNotFound):
        await link_for(handed.partner, name, "0" * 64, store)
    other = await Partner.get(id=handed.partner.id)
    other.id = handed.partner.id.__class__(handed.case_id)
    with pytest.raises(HandoffNotFound):
        await link_for(other, name, digest, store)
    await handed.tell("returned", facts={"codes": ["item_gone"]})
    with pytest.raises(HandoffNotFound):
        await link_for(handed.partner, name, digest, store)
