"""The second factor: bound once, used once, lost and given back by two people."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from mobile_api.accounts.models import StaffMember
from mobile_api.accounts.staff.second_factor.models import SecondFactor
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.database import fetch
from mobile_api.shared.models import AuditRecord
from tests.actors import Colleague
from tests.mobile_api.accounts.staff.phone import FACTORS, STEP, Authenticator
from tests.mobile_api.neighbours import calling_from
from tests.stack import Stack


@pytest.fixture
async def phone(client: httpx.AsyncClient, colleague: Colleague) -> Authenticator:
    """Of a colleague who has bound it."""
    found = Authenticator(client, colleague.username)
    await found.bind()
    return found


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


async def test_who_has_bound_one_needs_it(phone: Authenticator) -> None:
    assert code_of(await phone.sign_in("")) == (401, "second_factor_needed")
    assert code_of(await phone.sign_in("000000")) == (401, "second_factor_wrong")
    with clock.standing_at(clock.now() + STEP):
        assert (await phone.sign_in()).status_code == 201


async def test_a_code_opens_once(phone: Authenticator) -> None:
    # The one by which it was bound is used up, too.
    assert code_of(await phone.sign_in()) == (401, "second_factor_wrong")
    with clock.standing_at(clock.now() + STEP):
        both = await asyncio.gather(phone.sign_in(), phone.sign_in())
        assert sorted(one.status_code for one in both) == [201, 401]
    # An older one does not come back when a newer one was used.
    with clock.standing_at(clock.now() + STEP):
        assert code_of(await phone.sign_in(phone.shown(clock.now() - STEP)))[0] == 401


@pytest.mark.parametrize(("steps", "status"), [(1, 201), (-1, 201), (2, 401), (-2, 401)])
async def test_a_clock_that_is_half_a_minute_off_is_borne(
    phone: Authenticator, steps: int, status: int
) -> None:
    with clock.standing_at(clock.now() + 10 * STEP):
        code = phone.shown(clock.now() + steps * STEP)
        assert (await phone.sign_in(code)).status_code == status


async def test_codes_on_paper_are_good_once_however_they_are_typed(phone: Authenticator) -> None:
    assert len(set(phone.codes)) == 10
    typed = phone.codes[3].lower().replace("-", " ")
    assert (await phone.sign_in(typed)).status_code == 201
    assert code_of(await phone.sign_in(phone.codes[3])) == (401, "second_factor_wrong")
    row = await SecondFactor.get()
    assert len(row.recovery_hashes) == 9
    assert not set(phone.codes) & set(row.recovery_hashes)


async def test_codes_are_not_tried_out(stack: Stack, phone: Authenticator) -> None:
    async with calling_from(stack, 9) as stranger:
        there = Authenticator(stranger, phone.username)
        told = [(await there.sign_in("000000")).status_code for _ in range(7)]
        assert told == [401] * 5 + [429] * 2
        # Not even by the right one; the rightful member comes in meanwhile.
        with clock.standing_at(clock.now() + STEP):
            there.secret = phone.secret
            assert (await there.sign_in()).status_code == 429
            assert (await phone.sign_in()).status_code == 201


async def test_a_secret_counts_when_its_phone_has_shown_a_code(
    client: httpx.AsyncClient, colleague: Colleague
) -> None:
    phone = Authenticator(client, colleague.username)
    for _ in range(2):  # the first one is given up
        phone.secret = (await client.post(FACTORS, json=phone.who())).json()["secret"]
    assert (await phone.sign_in("")).status_code == 201
    path = f"{FACTORS}/confirm"
    wrong = await client.post(path, json=phone.who(code="000000"))
    assert code_of(wrong) == (401, "second_factor_wrong")
    assert (await client.post(path, json=phone.who(code=phone.shown()))).status_code == 201
    again = await client.post(path, json=phone.who(code=phone.shown()))
    assert code_of(again) == (409, "second_factor_enrolled")
    assert code_of(await client.post(FACTORS, json=phone.who())) == (409, "second_factor_enrolled")


async def test_a_secret_is_for_who_knows_the_password(
    client: httpx.AsyncClient, colleague: Colleague
) -> None:
    who = {"username": colleague.username, "password": "guess"}
    assert code_of(await client.post(FACTORS, json=who)) == (401, "wrong_credentials")
    assert not await SecondFactor.exists()


async def test_the_secret_is_kept_sealed(phone: Authenticator) -> None:
    [row] = await SecondFactor.all().values()
    assert row["secret"] == phone.secret
    [raw] = await fetch('SELECT "secret" FROM "staff_second_factor"')
    assert phone.secret.encode() not in bytes(raw["secret"])


@pytest.fixture
async def two(stack: Stack, client: httpx.AsyncClient) -> list[Colleague]:
    """Two security administrators, and one who is none."""
    found = []
    for name, role in (
        ("wang", StaffRole.security_admin),
        ("zhao", StaffRole.security_admin),
        ("zhou", StaffRole.supervisor),
    ):
        member = Colleague(stack, client, name, department="crj", roles=(role,))
        await member.sign_in()
        found.append(member)
    return found


async def asked(by: Colleague, username: str) -> httpx.Response:
    """The first of two asks for the reset of that one."""
    member = await StaffMember.get(username=username)
    path = f"/staff/v1/members/{member.id}/second-factor-resets"
    return await by.call("POST", path, {"reason": "手机丢失,已当面核对"})


async def test_a_lost_phone_takes_two_people(phone: Authenticator, two: list[Colleague]) -> None:
    wang, zhao, zhou = two
    assert (await asked(zhou, phone.username)).status_code == 403
    [reset] = (await asked(wang, phone.username)).json()["resets"]
    agree = f"/staff/v1/second-factor-resets/{reset['id']}/agree"
    assert (await zhou.call("POST", agree)).status_code == 403
    refused = await wang.call("POST", agree)
    assert code_of(refused) == (403, "second_factor_reset_needs_another")
    assert (await phone.sign_in("")).status_code == 401
    [waiting] = (await zhao.ok("GET", "/staff/v1/second-factor-resets"))["resets"]
    assert (waiting["username"], waiting["asked_by_name"]) == (phone.username, "王窗口")
    both = await asyncio.gather(*(zhao.call("POST", agree) for _ in range(2)))
    assert sorted(one.status_code for one in both) == [204, 404]
    assert (await phone.sign_in("")).status_code == 201
    acts = await AuditRecord.filter(action__startswith="second_factor").order_by("at")
    assert [one.action for one in acts] == [
        "second_factor_enrolled",
        "second_factor_reset_asked",
        "second_factor_reset",
    ]


async def test_nobody_resets_themselves_and_no_reset_waits_for_ever(two: list[Colleague]) -> None:
    wang, zhao, _ = two
    assert code_of(await asked(wang, "wang")) == (403, "second_factor_reset_needs_another")
    [reset] = (await asked(wang, "zhao")).json()["resets"]
    agree = f"/staff/v1/second-factor-resets/{reset['id']}/agree"
    assert code_of(await zhao.call("POST", agree)) == (403, "second_factor_reset_needs_another")
    [other] = (await asked(wang, "zhou")).json()["resets"]
    with clock.standing_at(clock.now() + timedelta(days=1)):
        await zhao.sign_in()
        late = await zhao.call("POST", f"/staff/v1/second-factor-resets/{other['id']}/agree")
        assert code_of(late) == (404, "second_factor_reset_not_found")
        assert (await zhao.ok("GET", "/staff/v1/second-factor-resets"))["resets"] == []


async def test_who_signs_in_while_it_is_reset_comes_in_once_at_most(
    phone: Authenticator, two: list[Colleague]
) -> None:
    wang, zhao, _ = two
    [reset] = (await asked(wang, phone.username)).json()["resets"]
    agree = f"/staff/v1/second-factor-resets/{reset['id']}/agree"
    with clock.standing_at(clock.now() + STEP):
        signed, agreed = await asyncio.gather(phone.sign_in(), zhao.call("POST", agree))
    assert agreed.status_code == 204
    assert signed.status_code in (201, 401)
    if signed.status_code == 201:
        header = {"Authorization": f"Bearer {signed.json()['access_token']}"}
        listed = await phone.client.get("/staff/v1/me/sessions", headers=header)
        assert listed.status_code in (200, 401)
