"""Who is the legal representative: by the identity service, or by the counter."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from mobile_api.accounts.proofs.models import IdentityProof, ProvenOffice
from mobile_api.enterprises.models import Enterprise
from mobile_api.shared import clock
from mobile_api.shared.models import AuditRecord
from tests.actors import Colleague
from tests.mobile_api.accounts.identity.browser import Browser
from tests.mobile_api.enterprises.people import USCC, Member, Office
from tests.simulators.identity.state import PEOPLE
from tests.stack import Stack

CLAIM = "/api/v1/me/enterprises"
BODY = {"social_credit_code": USCC}


async def test_the_representative_claims_and_sees_it(boss: Member, office: Office) -> None:
    shown = await boss.ok("GET", CLAIM)
    assert shown["enterprises"] == [
        {
            "enterprise": {"id": office.id, "name": "示范物流有限公司", "social_credit_code": USCC},
            "is_representative": True,
            "role_name": "法定代表人",
            "item_keys": None,
            "item_names": None,
            "ends_on": None,
            "open_cases": 0,
        }
    ]
    assert await AuditRecord.filter(action="claim_enterprise").count() == 1


async def test_nobody_else_claims(clerk: Member) -> None:
    refused = await clerk.call("POST", CLAIM, BODY)
    assert (refused.status_code, refused.json()["code"]) == (403, "office_not_proven")


@pytest.mark.parametrize(
    "change",
    [
        {"enterprise_role": "employee"},
        {"enterprise_uscc": "91370000MA3TEMP018"},
        {"enterprise_name": " "},
        {"acr": "urn:sim:typed"},
    ],
)
async def test_a_doubtful_claim_of_the_service_is_none(
    stack: Stack, client: httpx.AsyncClient, browser: Browser, change: dict[str, str]
) -> None:
    await browser.admin("person", user="doubtful", **PEOPLE["boss"] | change)
    member = Member(stack, client, "doubtful")
    await member.prove(browser)
    assert await ProvenOffice.all().count() == 0
    assert (await member.call("POST", CLAIM, BODY)).status_code == 403


async def test_an_old_proof_is_asked_for_again(boss: Member) -> None:
    await IdentityProof.all().update(at=clock.now() - timedelta(minutes=31))
    problem = (await boss.call("POST", CLAIM, BODY)).json()
    assert (problem["code"], problem["must_be_fresh"]) == ("assurance_too_low", True)
    await IdentityProof.all().update(at=clock.now())
    await ProvenOffice.all().update(proven_at=clock.now() - timedelta(minutes=31))
    assert (await boss.call("POST", CLAIM, BODY)).json()["code"] == "office_not_proven"


async def new_boss(stack: Stack, client: httpx.AsyncClient, browser: Browser) -> Member:
    claims = PEOPLE["boss"] | {"name": "孙八", "id_number": "370000197707070017"}
    await browser.admin("person", user="new-boss", **claims)
    member = Member(stack, client, "new-boss")
    await member.prove(browser)
    return member


async def test_the_later_proof_holds(
    stack: Stack, client: httpx.AsyncClient, browser: Browser, boss: Member, office: Office
) -> None:
    successor = await new_boss(stack, client, browser)
    await successor.ok("POST", CLAIM, BODY)
    refused = await boss.call("POST", CLAIM, BODY)
    assert (refused.status_code, refused.json()["code"]) == (409, "enterprise_claimed_since")
    assert (await boss.call("GET", office.clerks)).status_code == 404
    assert (await boss.ok("GET", CLAIM))["enterprises"] == []


async def test_two_claims_at_once_leave_the_later_proof(
    stack: Stack, client: httpx.AsyncClient, browser: Browser, boss: Member
) -> None:
    successor = await new_boss(stack, client, browser)
    claims = [boss.call("POST", CLAIM, BODY) for _ in range(3)]
    claims += [successor.call("POST", CLAIM, BODY) for _ in range(3)]
    statuses = {answer.status_code for answer in await asyncio.gather(*claims)}
    assert statuses <= {201, 409}
    assert (await Enterprise.get()).representative_id == successor.person_id


async def test_the_counter_registers(
    stack: Stack, client: httpx.AsyncClient, clerk: Member, colleague: Colleague
) -> None:
    code = (await clerk.ok("POST", "/api/v1/me/counter-code"))["code"]
    body = BODY | {"name": "示范物流有限公司", "counter_code": code, "reason": "核对执照原件"}
    assert (await colleague.call("POST", "/staff/v1/enterprises", body)).status_code == 200
    assert (await Enterprise.get()).representative_id == clerk.person_id
    again = await colleague.call("POST", "/staff/v1/enterprises", body)
    assert again.json()["code"] == "counter_code_unknown"
    refused = await clerk.call("POST", "/staff/v1/enterprises", body)
    assert refused.status_code == 403


@pytest.mark.parametrize("code", ["91370000MA3TEMP018", "91370000MA3TEMPO17", "1", ""])
async def test_a_code_with_a_typing_mistake_is_told(boss: Member, code: str) -> None:
    refused = await boss.call("POST", CLAIM, {"social_credit_code": code})
    assert refused.status_code == 422
    assert [fault["path"] for fault in refused.json()["errors"]] == ["/social_credit_code"]
