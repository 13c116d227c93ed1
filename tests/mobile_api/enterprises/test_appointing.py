"""Clerks: invited by phone and name, accepted by that person alone, ended at once."""

import asyncio
from datetime import timedelta

import pytest

from mobile_api.accounts.phones.models import PhoneBinding
from mobile_api.accounts.proofs.models import IdentityProof
from mobile_api.enterprises.clerks import forget_old_invitations
from mobile_api.enterprises.models import Clerk, Enterprise
from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from tests.mobile_api.enterprises.people import Member, Office
from tests.simulators.identity.state import PEOPLE
from tests.test_privacy import dump

OWN = "/api/v1/me/clerk-appointments"


async def invited(office: Office, member: Member, **more: object) -> str:
    answer = await office.boss.ok("POST", office.clerks, office.invitation(member, **more))
    return str(answer["id"])


async def test_an_invitation_is_seen_and_accepted(office: Office, clerk: Member) -> None:
    clerk_id = await invited(office, clerk, item_keys=["seal"])
    (found,) = (await clerk.ok("GET", OWN))["appointments"]
    assert (found["id"], found["state"], found["item_keys"]) == (clerk_id, "invited", ["seal"])
    for _ in range(2):
        accepted = await clerk.ok("POST", f"{OWN}/{clerk_id}/accept")
        assert accepted["state"] == "active"
    (shown,) = (await office.boss.ok("GET", office.clerks))["clerks"]
    assert (shown["state"], shown["name_masked"]) == ("active", "李**")
    assert clerk.phone not in str(shown)


async def test_only_the_invited_phone_and_name_accept(
    office: Office, clerk: Member, second: Member
) -> None:
    clerk_id = await invited(office, clerk)
    assert (await second.ok("GET", OWN))["appointments"] == []
    assert (await second.call("POST", f"{OWN}/{clerk_id}/accept")).status_code == 404
    # The phone has changed hands: its new holder bears another name.
    await PhoneBinding.filter(person_id=clerk.person_id).update(person_id=second.person_id)
    refused = await second.call("POST", f"{OWN}/{clerk_id}/accept")
    assert (refused.status_code, refused.json()["code"]) == (403, "clerk_name_differs")


async def test_accepting_needs_a_matched_name(office: Office, clerk: Member) -> None:
    clerk_id = await invited(office, clerk)
    await IdentityProof.filter(person_id=clerk.person_id).delete()
    refused = await clerk.call("POST", f"{OWN}/{clerk_id}/accept")
    assert (refused.json()["code"], refused.json()["needed_level"]) == ("assurance_too_low", 2)


async def test_appointing_needs_the_person_to_be_there(office: Office, clerk: Member) -> None:
    await IdentityProof.filter(person_id=office.boss.person_id).update(level=2)
    refused = await office.boss.call("POST", office.clerks, office.invitation(clerk))
    assert refused.json()["needed_level"] == 3


async def test_every_wrong_field_is_told_at_once(office: Office, clerk: Member) -> None:
    late = str(clock.today() + timedelta(days=367))
    body = office.invitation(clerk, ends_on=late, item_keys=["seal", "moon-walk"])
    refused = await office.boss.call("POST", office.clerks, body)
    paths = [fault["path"] for fault in refused.json()["errors"]]
    assert (refused.status_code, paths) == (422, ["/ends_on", "/item_keys/1"])
    past = office.invitation(clerk, ends_on=str(clock.today() - timedelta(days=1)))
    assert (await office.boss.call("POST", office.clerks, past)).status_code == 422
    assert (await office.boss.call("POST", office.clerks, {"name": "-"})).status_code == 422
    assert await Clerk.all().count() == 0


async def test_only_the_representative_appoints(office: Office, clerk: Member) -> None:
    await office.appoint(clerk)
    for method in ("GET", "POST"):
        body = office.invitation(clerk) if method == "POST" else None
        refused = await clerk.call(method, office.clerks, body)
        assert (refused.status_code, refused.json()["code"]) == (404, "enterprise_not_found")


async def hold(office: Office, held: asyncio.Event, let_go: asyncio.Event) -> None:
    """Keep the enterprise's row until told otherwise."""
    async with in_transaction():
        await Enterprise.select_for_update().get(id=office.id)
        held.set()
        await let_go.wait()


async def until_waiting(number: int) -> None:
    """Return when so many calls stand before a lock."""
    waiting = "SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    for _ in range(2000):
        if (await fetch(waiting))[0]["n"] >= number:
            return
        await asyncio.sleep(0.01)
    pytest.fail("the calls did not meet")


async def test_one_phone_has_one_appointment(office: Office, clerk: Member) -> None:
    body, held, let_go = office.invitation(clerk), asyncio.Event(), asyncio.Event()
    holding = asyncio.create_task(hold(office, held, let_go))
    await held.wait()
    calls = [asyncio.create_task(office.boss.call("POST", office.clerks, body)) for _ in "ab"]
    try:
        await until_waiting(len(calls))
    finally:
        # Whoever fails here must not keep the row: the tables could then never be emptied.
        let_go.set()
    answers = await asyncio.gather(*calls)
    await holding
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    (clerk_id,) = await Clerk.all().values_list("id", flat=True)
    await office.revoke(str(clerk_id))
    assert (await office.boss.call("POST", office.clerks, body)).status_code == 201


async def test_accept_after_revoke_is_refused(office: Office, clerk: Member) -> None:
    clerk_id = await invited(office, clerk)
    await office.revoke(clerk_id)
    await office.revoke(clerk_id)
    refused = await clerk.call("POST", f"{OWN}/{clerk_id}/accept")
    assert (refused.status_code, refused.json()["code"]) == (409, "invitation_over")


@pytest.mark.parametrize("_turn", range(3))
async def test_accept_and_revoke_at_once_end_revoked(
    office: Office, clerk: Member, _turn: int
) -> None:
    clerk_id = await invited(office, clerk)
    accepted, _ = await asyncio.gather(
        clerk.call("POST", f"{OWN}/{clerk_id}/accept"), office.revoke(clerk_id)
    )
    assert accepted.status_code in (200, 409)
    assert (await Clerk.get()).revoked_at is not None
    assert (await clerk.ok("GET", "/api/v1/me/enterprises"))["enterprises"] == []


async def test_an_invitation_lapses_and_is_forgotten(office: Office, clerk: Member) -> None:
    clerk_id = await invited(office, clerk)
    await Clerk.all().update(invitation_ends_at=clock.now())
    refused = await clerk.call("POST", f"{OWN}/{clerk_id}/accept")
    assert refused.json()["code"] == "invitation_over"
    assert (await office.boss.ok("GET", office.clerks))["clerks"][0]["state"] == "lapsed"
    assert await forget_old_invitations() == 0
    await Clerk.all().update(invitation_ends_at=clock.now() - timedelta(days=31))
    assert await forget_old_invitations() == 1


async def test_who_was_invited_may_say_no(office: Office, clerk: Member) -> None:
    clerk_id = await invited(office, clerk)
    assert (await clerk.ok("POST", f"{OWN}/{clerk_id}/give-up"))["state"] == "revoked"
    assert (await clerk.ok("GET", OWN))["appointments"] == []


async def test_nothing_personal_stands_in_clear(office: Office, clerk: Member) -> None:
    await office.appoint(clerk)
    stored = await dump()
    # The catalogue has examples with the first of these names.
    personal = (clerk.phone, PEOPLE[clerk.label]["id_number"], "赵六")
    assert not [value for value in personal if value in stored]
