"""Verified at the counter: the account is the one on the phone in the person's hand."""

import asyncio
from typing import Any

import httpx

from mobile_api.accounts.proofs.models import ProvenNumber
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.models import AuditRecord
from tests.actors import Citizen, Colleague
from tests.mobile_api.accounts.identity.browser import Browser
from tests.stack import Stack

CARD = {"name": "张三丰", "id_number": "370000199003070018", "reason": "本人持证到窗口"}
VERIFY = "/staff/v1/people/counter-verification"


async def code_of(citizen: Citizen) -> str:
    return str((await citizen.ok("POST", "/api/v1/me/counter-code"))["code"])


async def verified(colleague: Colleague, citizen: Citizen, **card: Any) -> httpx.Response:
    return await colleague.call("POST", VERIFY, CARD | card | {"code": await code_of(citizen)})


async def test_the_counter_raises_to_the_highest_level(
    citizen: Citizen, colleague: Colleague
) -> None:
    answer = await verified(colleague, citizen)
    assert answer.json() == {
        "name_masked": "张**",
        "id_number_masked": "370***********0018",
        "assurance_level": 4,
    }
    assert (await citizen.ok("GET", "/api/v1/me/assurance"))["level"] == 4
    record = await AuditRecord.get(action="prove_level_4_by_counter")
    assert (record.caller_key.split(":")[0], record.reason) == ("staff", CARD["reason"])


async def test_a_code_works_once_and_guesses_do_not(citizen: Citizen, colleague: Colleague) -> None:
    body = CARD | {"code": await code_of(citizen)}
    assert (await colleague.call("POST", VERIFY, body)).status_code == 200
    again = await colleague.call("POST", VERIFY, body)
    assert (again.status_code, again.json()["code"]) == (404, "counter_code_unknown")
    answers = [await colleague.call("POST", VERIFY, CARD | {"code": "00000000"}) for _ in range(20)]
    assert answers[-1].status_code == 429


async def test_only_the_front_desk_verifies(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    reviewer = Colleague(stack, client, "reviewer", department="crj", roles=(StaffRole.reviewer,))
    await reviewer.sign_in()
    assert (await verified(reviewer, citizen)).status_code == 403


async def test_a_number_belongs_to_one_account(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, colleague: Colleague
) -> None:
    other = Citizen(stack, client, "another-phone")
    await other.sign_in()
    answers = await asyncio.gather(verified(colleague, citizen), verified(colleague, other))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert await ProvenNumber.all().count() == 1


async def test_another_card_does_not_fit_a_proven_account(
    citizen: Citizen, colleague: Colleague
) -> None:
    await verified(colleague, citizen)
    answer = await verified(colleague, citizen, name="李四", id_number="370000198505050012")
    assert (answer.status_code, answer.json()["code"]) == (409, "identity_differs")


async def test_a_supervisor_corrects_a_number(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, colleague: Colleague
) -> None:
    await verified(colleague, citizen)
    right = {"id_number": "370000197707070017", "corrects": True}
    desk = Colleague(stack, client, "desk", department="crj", roles=(StaffRole.front_desk,))
    await desk.sign_in()
    assert (await verified(desk, citizen, **right)).status_code == 403
    assert (await verified(colleague, citizen, **right)).status_code == 200
    assert (await citizen.ok("GET", "/api/v1/me"))["id_number_masked"] == "370***********0017"
    assert await ProvenNumber.all().count() == 1


async def test_online_after_the_counter_is_the_same_human(
    browser: Browser, citizen: Citizen, colleague: Colleague
) -> None:
    await verified(colleague, citizen, name="李四", id_number="370000198505050012")
    # By number, from a device that knows no account: it finds the one that was verified.
    me = await browser.get("/api/v1/me", await browser.signed_in("li-si"))
    assert me["assurance_level"] == 4


async def test_a_net_number_gets_its_card_at_the_counter(
    browser: Browser, stack: Stack, client: httpx.AsyncClient, colleague: Colleague
) -> None:
    person = Citizen(stack, client, "net-id-holder")
    person.tokens = (await browser.go("net-id")).json()
    assert (await verified(colleague, person)).status_code == 200
    assert (await person.ok("GET", "/api/v1/me"))["name_masked"] == "张**"


async def test_what_the_counter_types_is_checked(citizen: Citizen, colleague: Colleague) -> None:
    answer = await verified(colleague, citizen, name="-", id_number="370000199003070019", reason="")
    assert answer.status_code == 422
    assert {fault["path"] for fault in answer.json()["errors"]} == {
        "/name",
        "/id_number",
        "/reason",
    }
