"""Who stands in the register: each person once."""

import httpx

from mobile_api.accounts.phones.models import hash_of_phone
from mobile_api.accounts.sessions.tokens import caller_of
from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.shared.callers import Citizen as Caller
from tests.mobile_api.agency_supermarket.experts.panelling import EXPERTS, PanelDesk, usual_expert
from tests.mobile_api.agency_supermarket.experts.test_seats import with_a_phone
from tests.stack import Stack


async def test_one_person_stands_once_in_the_register(
    stack: Stack, client: httpx.AsyncClient, panel_desk: PanelDesk
) -> None:
    """By a second phone of the same account, entered new or put in by a correction."""
    person = await with_a_phone(stack, client, usual_expert(1)["phone"])
    caller = caller_of(person.tokens["access_token"])
    assert isinstance(caller, Caller)
    first = await panel_desk.register(1)
    other = await panel_desk.register(2)
    await Expert.filter(id=first["id"]).update(
        phone="13911199999", phone_hash=hash_of_phone("13911199999")
    )
    assert (await Expert.get(id=first["id"])).person_id == caller.person_id
    again = await panel_desk.asker.call("POST", EXPERTS, usual_expert(1))
    assert (again.status_code, again.json()["code"]) == (409, "expert_registered")
    path = f"{EXPERTS}/{other['id']}"
    corrected = await panel_desk.asker.call("PUT", path, usual_expert(1))
    assert corrected.json()["code"] == "expert_registered"
    own = await panel_desk.asker.call("PUT", f"{EXPERTS}/{first['id']}", usual_expert(1))
    assert own.is_success
