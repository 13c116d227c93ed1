"""What strangers do about a number costs its holder nothing: no code, no minute, no day."""

import asyncio

import httpx
import pytest

from mobile_api.accounts.phones.models import PhoneCode
from tests.actors import ID_NUMBER, Citizen
from tests.mobile_api.accounts.bindings.test_bindings import bind_phone
from tests.mobile_api.accounts.later import later
from tests.mobile_api.accounts.phones.phone import PhoneUser
from tests.mobile_api.accounts.phones.test_sign_in import other_than
from tests.mobile_api.neighbours import calling_from
from tests.stack import Stack

ASK, ENTER = "/api/v1/phone-codes", "/api/v1/sessions/phone"


async def ask(client: httpx.AsyncClient, number: str, purpose: str = "sign_in") -> httpx.Response:
    return await client.post(ASK, json={"phone": number, "purpose": purpose})


async def guess(client: httpx.AsyncClient, number: str, code: str, ticket: str) -> int:
    body = {"phone": number, "code": code, "code_ticket": ticket}
    return (await client.post(ENTER, json=body)).status_code


async def test_a_strangers_guesses_spoil_no_code(stack: Stack, user: PhoneUser) -> None:
    code = await user.code()
    async with calling_from(stack, 2) as stranger:
        ticket = (await ask(stranger, user.number)).json()["code_ticket"]
        for _ in range(3):
            for held in (ticket, "", "0" * 64):
                assert await guess(stranger, user.number, other_than(code), held) == 422
        # The stranger's own ticket has five tries, and even the right digits come too late.
        codes = [await guess(stranger, user.number, other_than(code), ticket) for _ in range(2)]
        assert [*codes, await guess(stranger, user.number, code, ticket)] == [422] * 3
    assert (await user.enter(code)).status_code == 201


async def test_a_ticket_is_of_its_number_and_purpose(
    stack: Stack, user: PhoneUser, other: PhoneUser
) -> None:
    code = await user.code()
    other.ticket = user.ticket
    assert (await other.enter(code)).json()["code"] == "phone_code_wrong"
    for forged in (user.ticket[:-1] + "g", user.ticket[:32], user.ticket.upper(), "٣" * 64):
        assert await guess(user.client, user.number, code, forged) == 422
    assert (await user.enter(code)).status_code == 201


async def test_a_strangers_request_costs_no_minute(stack: Stack, user: PhoneUser) -> None:
    """Providers send one code a minute: whoever asks next is given a ticket for the one sent."""
    async with calling_from(stack, 2) as stranger:
        assert (await ask(stranger, user.number, "export")).status_code == 202
        assert (await user.enter()).status_code == 201
        assert len(await user.sms()) == 1
    with later(user.stack, seconds=61):
        assert (await user.enter()).status_code == 201
        assert len(await user.sms()) == 2


async def test_a_code_that_was_used_is_not_given_again(user: PhoneUser, stack: Stack) -> None:
    assert (await user.enter()).status_code == 201
    async with calling_from(stack, 2) as elsewhere:
        assert (await ask(elsewhere, user.number)).status_code == 429


async def test_a_strangers_day_is_not_the_holders(stack: Stack, user: PhoneUser) -> None:
    """docs/security.md: five a day of one asker, eight of all strangers, ten of everybody."""
    assert (await user.enter()).status_code == 201
    sent = 0
    for host in (2, 3):
        async with calling_from(stack, host) as stranger:
            for hours in range(1, 7):
                with later(stack, hours=hours, minutes=2 * host):
                    sent += (await ask(stranger, user.number)).status_code == 202
    # One of the eight was the holder's own, who was a stranger then.
    assert sent == 7
    with later(stack, hours=8):
        assert (await user.enter()).status_code == 201


async def test_a_spent_address_bars_no_known_number(
    stack: Stack, user: PhoneUser, other: PhoneUser
) -> None:
    assert (await user.enter()).status_code == 201
    asked = [await ask(user.client, f"1980013{number:04}") for number in range(61)]
    assert [answer.status_code for answer in asked][-3:] == [202, 429, 429]
    with later(stack, seconds=61):
        assert (await other.ask()).status_code == 429
        assert (await user.enter()).status_code == 201


async def test_no_number_of_wrong_codes_bars_an_address(stack: Stack, user: PhoneUser) -> None:
    """Sixty sign-ins in ten minutes once barred everybody behind the address."""
    codes = {await guess(user.client, user.number, "000000", "0" * 64) for _ in range(70)}
    assert codes == {422}
    assert (await user.enter()).status_code == 201


async def test_requests_at_once_from_many_places_send_one_message(
    stack: Stack, user: PhoneUser
) -> None:
    async def asking(host: int) -> int:
        async with calling_from(stack, host) as stranger:
            return (await ask(stranger, user.number)).status_code

    codes = await asyncio.gather(*(asking(host) for host in range(10, 20)))
    assert sorted(codes) == [202] * 4 + [429] * 6
    assert len(await user.sms()) == 1
    assert await PhoneCode.all().count() == 4


async def test_what_was_refused_is_given_back(stack: Stack, user: PhoneUser) -> None:
    """A ceiling of everybody's that refuses costs the asker none of their own."""
    for host in range(10, 14):
        async with calling_from(stack, host) as stranger:
            assert (await ask(stranger, user.number)).status_code == 202
    assert [(await user.ask()).status_code for _ in range(5)] == [429] * 5
    with later(stack, hours=1, seconds=1):
        assert (await user.enter()).status_code == 201


@pytest.mark.parametrize("tail", ["070019", ID_NUMBER[-6:]])
async def test_five_wrong_tails_are_all_for_a_day(
    citizen: Citizen, user: PhoneUser, tail: str
) -> None:
    """Whoever got the number could go on with code after code; only they can fill it."""
    await bind_phone(citizen, user)
    with later(user.stack, days=91):
        code = await user.code()
        for number in range(4):
            refused = await user.enter(code, id_number_tail=f"00000{number}")
            assert refused.status_code == 409
    with later(user.stack, days=91, seconds=61):
        is_right = tail == ID_NUMBER[-6:]
        assert (await user.enter(id_number_tail=tail)).status_code == (201 if is_right else 409)
    with later(user.stack, days=91, seconds=122):
        last = await user.enter(id_number_tail="000000")
        assert last.status_code == (201 if is_right else 429)
