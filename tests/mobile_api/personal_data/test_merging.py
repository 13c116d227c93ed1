"""Two accounts of one human become one: nothing is lost, nothing is doubled, nobody is mixed up."""

import asyncio
from datetime import timedelta
from uuid import UUID

import httpx

from mobile_api.accounts.models import Person
from mobile_api.accounts.sessions.tokens import caller_of
from mobile_api.cases.models import Case
from mobile_api.personal_data import merging
from mobile_api.personal_data.models import AccountMerge
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen as CitizenCaller
from mobile_api.shared.due.working import work_off
from mobile_api.shared.models import AuditRecord
from notifications.models import NotificationPreference
from notifications.service import notify
from tests.actors import Citizen
from tests.committed import committed
from tests.mobile_api.accounts.bindings.test_bindings import bind_phone, kinds, wechat_code
from tests.mobile_api.accounts.later import later
from tests.mobile_api.accounts.phones.phone import PhoneUser
from tests.stack import Stack
from uploads.models import StoredFile

MERGES = "/api/v1/me/merges"
OTHER_NUMBER = "370000199103070015"


def id_of(citizen: Citizen) -> UUID:
    caller = caller_of(citizen.tokens["access_token"])
    assert isinstance(caller, CitizenCaller)
    return caller.person_id


async def merge(citizen: Citizen, proof: dict[str, str]) -> httpx.Response:
    """Prove the other account; go on with the session of the one that is left."""
    answer = await citizen.call("POST", MERGES, proof)
    if answer.is_success:
        citizen.tokens = answer.json()["session"]
    return answer


async def test_everything_is_in_one_account(
    stack: Stack, citizen: Citizen, user: PhoneUser
) -> None:
    await user.enter()
    draft = await user.ok("POST", "/api/v1/cases", {"item_key": "passport"})
    case = await citizen.submitted_case()
    absorbed, survivor = id_of(user), id_of(citizen)
    with later(stack, minutes=2):
        assert (await merge(citizen, await user.proof("merge"))).status_code == 200
    mine = (await citizen.ok("GET", "/api/v1/cases"))["cases"]
    assert {one["id"] for one in mine} == {draft["id"], case["id"]}
    assert await kinds(citizen) == ["mini_program", "phone"]
    assert id_of(citizen) == survivor, "who has real-name details stays"
    gone = await Person.get(id=absorbed)
    assert gone.closed_at and gone.merged_into_id == survivor and gone.phone is None
    told = (await citizen.ok("GET", "/api/v1/me/messages"))["entries"]
    assert "accounts_merged" in [message["event"] for message in told]
    assert await AuditRecord.filter(action="merge_accounts").count() == 2


async def test_the_signed_in_account_may_be_the_one_that_goes(
    stack: Stack, citizen: Citizen, user: PhoneUser
) -> None:
    await user.enter()
    old = dict(user.tokens)
    assert (await merge(user, {"wechat_code": await wechat_code(citizen)})).status_code == 200
    assert (await user.ok("GET", "/api/v1/me"))["name_masked"] == "张**"
    body = {"refresh_token": old["refresh_token"]}
    ended = await user.client.post("/api/v1/sessions/refresh", json=body)
    assert ended.json()["code"] == "session_ended"
    with later(stack, minutes=2):
        await user.enter()
        assert id_of(user) == id_of(citizen), "the number now opens the account that is left"


async def test_the_higher_level_stays(citizen: Citizen, user: PhoneUser) -> None:
    await user.enter()
    await Person.filter(id=id_of(user)).update(assurance_level=3)
    proven = id_of(user)
    assert (await merge(user, {"wechat_code": await wechat_code(citizen)})).status_code == 200
    assert id_of(user) == proven
    assert (await Person.get(id=proven)).assurance_level == 3


async def test_different_people_are_never_mixed_up(citizen: Citizen, user: PhoneUser) -> None:
    await user.enter()
    await user.declare_real_name(OTHER_NUMBER)
    refused = await merge(user, {"wechat_code": await wechat_code(citizen)})
    assert (refused.status_code, refused.json()["code"]) == (409, "different_people")
    await user.declare_real_name()
    await Person.all().update(assurance_level=2)
    refused = await merge(user, {"wechat_code": await wechat_code(citizen)})
    assert refused.json()["code"] == "different_people"
    assert await Person.filter(closed_at=None).count() == 2


async def test_without_proof_of_the_other_account_nothing_happens(
    citizen: Citizen, user: PhoneUser, other: PhoneUser
) -> None:
    await user.enter()
    assert (await merge(citizen, {})).json()["code"] == "proof_needed"
    assert (await merge(citizen, await other.proof("merge"))).json()["code"] == "proof_needed"
    wrong = {"phone": user.number, "phone_code": "000000", "code_ticket": user.ticket}
    assert (await merge(citizen, wrong)).json()["code"] == "phone_code_wrong"
    assert await Person.filter(closed_at=None).count() == 2


async def test_merging_again_changes_nothing(
    stack: Stack, citizen: Citizen, user: PhoneUser
) -> None:
    await user.enter()
    with later(stack, minutes=2):
        proof = await user.proof("merge")
        answers = [await merge(citizen, proof) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    again = {"wechat_code": await wechat_code(citizen)}
    assert (await merge(citizen, again)).status_code == 200
    assert await AccountMerge.all().count() == 1


async def test_both_sides_merge_at_once(stack: Stack, citizen: Citizen, user: PhoneUser) -> None:
    await user.enter()
    with later(stack, minutes=2):
        proofs = await user.proof("merge"), {"wechat_code": await wechat_code(citizen)}
        answers = await asyncio.gather(merge(citizen, proofs[0]), merge(user, proofs[1]))
    # Whose account went into the other one is signed out at once, perhaps before the answer.
    assert sorted(answer.status_code for answer in answers) in ([200, 200], [200, 401])
    assert await Person.filter(closed_at=None).count() == 1
    assert await AccountMerge.all().count() == 1


async def test_a_submission_under_way_is_not_lost(citizen: Citizen, user: PhoneUser) -> None:
    await user.enter()
    await Person.filter(id=id_of(user)).update(assurance_level=3)
    draft = await citizen.passport_draft()
    proof = {"wechat_code": await wechat_code(citizen)}
    submitted, merged = await asyncio.gather(
        citizen.call("POST", f"/api/v1/cases/{draft['id']}/submit"), merge(user, proof)
    )
    assert merged.status_code == 200
    assert submitted.status_code in (200, 401, 404)
    case = await Case.get(id=draft["id"])
    assert case.applicant_id == id_of(user)
    assert (case.status.value == "submitted") is (submitted.status_code == 200)
    if not submitted.is_success:
        assert (await user.call("POST", f"/api/v1/cases/{draft['id']}/submit")).is_success


async def test_what_a_late_call_wrote_follows(
    stack: Stack, citizen: Citizen, user: PhoneUser
) -> None:
    await user.enter()
    absorbed = id_of(user)
    assert (await merge(user, {"wechat_code": await wechat_code(citizen)})).status_code == 200
    await committed(notify(absorbed, "deletion_stopped", {}, subject="person:x", dedupe_key="late"))
    await stack.settle()
    with clock.standing_at(clock.now() + timedelta(minutes=21)):
        for _ in range(2):  # a worker that died in between is repeated
            await AccountMerge.all().update(due_at=clock.now())
            assert await work_off(merging.MERGES, merging.move_again) == 1
        await citizen.sign_in()
        told = (await citizen.ok("GET", "/api/v1/me/messages"))["entries"]
    assert "deletion_stopped" in [message["event"] for message in told]


async def test_of_what_one_has_once_the_survivors_stays(citizen: Citizen, user: PhoneUser) -> None:
    await user.enter()
    absorbed, survivor = id_of(user), id_of(citizen)
    for person_id, hours in ((absorbed, "21:00-06:00"), (survivor, "23:00-08:00")):
        await NotificationPreference.create(
            person_id=person_id, choices={}, quiet_hours=hours, updated_at=clock.now()
        )
    assert (await merge(user, {"wechat_code": await wechat_code(citizen)})).status_code == 200
    [kept] = await NotificationPreference.all()
    assert (kept.person_id, kept.quiet_hours) == (survivor, "23:00-08:00")
    assert await StoredFile.filter(owner_key=f"citizen:{absorbed}").count() == 0


async def test_a_stolen_session_does_not_renew_itself(citizen: Citizen, user: PhoneUser) -> None:
    """One's own number with any code is no proof; only who has just merged may say it twice."""
    await bind_phone(citizen, user)
    proof = {"phone": user.number, "phone_code": "000000", "code_ticket": user.ticket}
    refused = await citizen.call("POST", MERGES, proof)
    assert (refused.status_code, refused.json()["code"]) == (422, "phone_code_wrong")


async def test_a_number_that_changed_hands_takes_no_account_along(
    stack: Stack, citizen: Citizen, user: PhoneUser, other: PhoneUser
) -> None:
    """The new holder of a number that was given back is not the human whose account it opened."""
    await bind_phone(citizen, user)
    with later(stack, days=91):
        await other.enter()
        refused = await merge(other, await user.proof("merge"))
    assert (refused.status_code, refused.json()["code"]) == (403, "proof_needed")
    assert await Person.filter(closed_at=None).count() == 2
