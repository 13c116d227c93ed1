"""A number that was given to someone else leads into their own account and never into the old."""

from mobile_api.accounts.models import Person
from mobile_api.accounts.phones.models import PhoneBinding
from tests.actors import ID_NUMBER, Citizen
from tests.mobile_api.accounts.bindings.test_bindings import bind_phone, kinds
from tests.mobile_api.accounts.later import later
from tests.mobile_api.accounts.phones.phone import PhoneUser
from tests.stack import Stack


async def inbox(citizen: Citizen) -> list[str]:
    page = await citizen.ok("GET", "/api/v1/me/messages")
    return [message["event"] for message in page["entries"]]


async def test_a_number_in_use_needs_no_more_than_its_code(
    citizen: Citizen, user: PhoneUser
) -> None:
    await bind_phone(citizen, user)
    with later(user.stack, days=89):
        assert (await user.enter()).status_code == 201
    with later(user.stack, days=178):
        assert (await user.enter()).status_code == 201


async def test_after_ninety_days_the_number_alone_is_not_enough(
    citizen: Citizen, user: PhoneUser
) -> None:
    await bind_phone(citizen, user)
    with later(user.stack, days=91):
        code = await user.code()
        refused = await user.enter(code)
        assert (refused.status_code, refused.json()["code"]) == (409, "phone_owner_unsure")
        assert (await user.enter(code, id_number_tail="070019")).status_code == 409
        assert (await user.enter(code, id_number_tail=ID_NUMBER[-6:].lower())).status_code == 201
        assert (await user.ok("GET", "/api/v1/me"))["name_masked"] == "张**"


async def test_guesses_at_the_tail_are_tries_of_the_code(citizen: Citizen, user: PhoneUser) -> None:
    await bind_phone(citizen, user)
    with later(user.stack, days=91):
        code = await user.code()
        for guess in range(5):
            assert (await user.enter(code, id_number_tail=f"00000{guess}")).status_code == 409
        last = await user.enter(code, id_number_tail=ID_NUMBER[-6:])
        assert last.json()["code"] == "phone_code_wrong"


async def test_the_new_owner_gets_an_account_of_their_own(
    stack: Stack, citizen: Citizen, user: PhoneUser
) -> None:
    await bind_phone(citizen, user)
    with later(stack, days=91):
        assert (await user.enter(is_new_owner=True)).status_code == 201
        assert not (await user.ok("GET", "/api/v1/me"))["has_real_name"]
        await citizen.sign_in()
        assert await kinds(citizen) == ["mini_program"]
        assert "phone_taken_away" in await inbox(citizen)
    assert await Person.all().count() == 2


async def test_binding_a_number_as_its_new_owner(
    stack: Stack, citizen: Citizen, user: PhoneUser
) -> None:
    await user.enter()
    old = await PhoneBinding.get()
    with later(stack, minutes=2):
        assert (await bind_phone(citizen, user, is_new_owner=True)).status_code == 204
        assert await kinds(citizen) == ["mini_program", "phone"]
        assert await kinds(user) == []
        assert "phone_taken_away" in await inbox(user)
    assert (await PhoneBinding.get()).person_id != old.person_id
