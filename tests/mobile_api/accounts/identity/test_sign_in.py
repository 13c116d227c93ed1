"""Signing in at the identity service: one person, however often and by whatever level."""

import asyncio

import pytest

from mobile_api.accounts.models import Person
from mobile_api.accounts.proofs.models import IdentityBinding, IdentityProof, ProvenNumber
from mobile_api.shared.database import fetch
from tests.actors import Citizen
from tests.mobile_api.accounts.identity.browser import Browser


async def test_a_first_sign_in_makes_an_account_with_proven_details(browser: Browser) -> None:
    me = await browser.get("/api/v1/me", await browser.signed_in("li-si"))
    assert me == {
        "has_real_name": True,
        "assurance_level": 3,
        "name_masked": "李**",
        "id_number_masked": "370***********0012",
        "phone_masked": "139****9000",
    }


async def test_the_same_identity_is_the_same_person(browser: Browser) -> None:
    await browser.signed_in("li-si")
    await browser.signed_in("li-si")
    assert await Person.all().count() == 1
    assert await IdentityBinding.all().count() == 1


async def test_first_sign_ins_at_once_are_one_person(browser: Browser) -> None:
    devices = [Browser(browser.stack, browser.client) for _ in range(4)]
    answers = await asyncio.gather(*(device.go("li-si") for device in devices))
    assert {answer.status_code for answer in answers} == {201}
    assert (await Person.all().count(), await ProvenNumber.all().count()) == (1, 1)


async def test_nobody_with_a_net_number_is_asked_for_a_number(browser: Browser) -> None:
    token = await browser.signed_in("net-id")
    me = await browser.get("/api/v1/me", token)
    assert (me["assurance_level"], me["has_real_name"], me["id_number_masked"]) == (3, True, "")
    assert await ProvenNumber.all().count() == 0


async def test_a_level_unknown_here_proves_nothing(browser: Browser) -> None:
    await browser.admin(
        "person", user="loose", acr="urn:sim:typed", name="钱七", id_number="370000197707070017"
    )
    me = await browser.get("/api/v1/me", await browser.signed_in("loose"))
    assert (me["assurance_level"], me["name_masked"], me["id_number_masked"]) == (1, "", "")
    assert await IdentityProof.all().count() == 0


async def test_step_up_takes_over_the_account_that_is_signed_in(
    browser: Browser, citizen: Citizen
) -> None:
    token = citizen.tokens["access_token"]
    answer = await browser.go("li-si", "step_up", token, level=3)
    assert answer.status_code == 201
    me = await browser.get("/api/v1/me", answer.json()["access_token"])
    assert (me["assurance_level"], me["name_masked"]) == (3, "李**")
    assert await Person.all().count() == 1
    # What is proven stands: it cannot be declared anew.
    details = {"name": "张三", "id_number": "370000199003070018", "phone": "13800138000"}
    assert (await citizen.call("PUT", "/api/v1/me/real-name", details)).status_code == 409


async def test_what_was_only_declared_does_not_become_proven(
    browser: Browser, citizen: Citizen
) -> None:
    answer = await browser.go("net-id", "step_up", citizen.tokens["access_token"], level=3)
    me = await browser.get("/api/v1/me", answer.json()["access_token"])
    assert (me["assurance_level"], me["name_masked"], me["id_number_masked"]) == (3, "", "")


async def test_a_stolen_session_is_not_raised_by_the_thief(browser: Browser) -> None:
    owner = await browser.signed_in("li-si")
    for thief in ("wang-wu", "net-id"):
        answer = await browser.go(thief, "step_up", owner)
        assert (answer.status_code, answer.json()["code"]) == (409, "identity_differs")
    assert await IdentityBinding.all().count() == 1


async def test_an_identity_of_another_account_names_the_way_out(
    browser: Browser, citizen: Citizen
) -> None:
    await browser.signed_in("li-si")
    answer = await browser.go("li-si", "step_up", citizen.tokens["access_token"])
    assert answer.status_code == 409
    assert answer.json()["code"] == "identity_belongs_to_another"
    assert [way["method"] for way in answer.json()["ways"]] == ["merge"]


async def test_the_same_number_by_another_subject_is_the_same_human(browser: Browser) -> None:
    await browser.signed_in("li-si")
    claims = {"name": "李四", "id_number": "370000198505050012"}
    await browser.admin("person", user="li-si-again", acr="urn:sim:present", **claims)
    assert (await browser.go("li-si-again")).status_code == 201
    # Whoever was not present may merely know name and number.
    await browser.admin("person", user="li-si-typed", acr="urn:sim:matched", **claims)
    refused = await browser.go("li-si-typed")
    assert (refused.status_code, refused.json()["code"]) == (409, "identity_belongs_to_another")
    assert await Person.all().count() == 1


async def test_two_accounts_prove_one_number_at_once(browser: Browser) -> None:
    claims = {"name": "李四", "id_number": "370000198505050012", "acr": "urn:sim:matched"}
    devices = []
    for number in range(3):
        await browser.admin("person", user=f"twin-{number}", **claims)
        devices.append(Browser(browser.stack, browser.client))
    answers = await asyncio.gather(
        *(device.go(f"twin-{number}") for number, device in enumerate(devices))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert await Person.all().count() == 1


@pytest.mark.parametrize("table", ["identity_binding", "identity_proof", "audit_record", "person"])
async def test_no_person_stands_in_clear(browser: Browser, table: str) -> None:
    await browser.signed_in("li-si")
    rows = str(await fetch(f'SELECT * FROM "{table}"'))
    assert rows and not any(value in rows for value in ("李四", "370000198505050012", "139001"))
