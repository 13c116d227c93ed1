"""Cases of an enterprise: who may see and continue them is asked at every call."""

from datetime import timedelta
from typing import Any

import pytest

from mobile_api.cases.models import Case
from mobile_api.enterprises.models import Clerk
from mobile_api.personal_data.deleting import erase
from mobile_api.personal_data.finding import rows_of
from mobile_api.personal_data.holdings import HOLDINGS
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from notifications.models import Delivery
from tests.actors import Colleague, photo
from tests.mobile_api.accounts.identity.browser import Browser
from tests.mobile_api.enterprises.people import ITEM, Member, Office
from tests.stack import Stack
from tests.statements import heard
from uploads.models import FileState, StoredFile


def material_of(case: dict[str, Any]) -> list[str]:
    """The files given for the one material that is uploaded."""
    (found,) = [one["file_ids"] for one in case["materials"] if one["file_ids"]]
    return list(found)


async def test_a_clerk_begins_another_continues_and_submits(
    office: Office, clerk: Member, boss: Member
) -> None:
    await office.appoint(clerk, item_keys=["prepack-record"])
    clerk.acting_for = boss.acting_for = office.id
    path = f"/api/v1/cases/{(await clerk.begin_case('prepack-record'))['id']}"
    await clerk.give(path, "prepacked-record-form")
    # The file is the clerk's own, yet whoever continues can look at it.
    link = await boss.ok("POST", f"{path}/materials/prepacked-record-form/1/link")
    assert (await boss.client.get(link["url"])).status_code == 200
    pages = [*material_of(await boss.ok("GET", path)), await boss.upload(photo(62))]
    await boss.ok("PUT", f"{path}/materials/prepacked-record-form", {"file_ids": pages})
    await boss.ok("PATCH", path, {"form": {"business-address": "示范区和平路1号"}})
    submitted = await boss.ok("POST", f"{path}/submit")
    assert (submitted["status"], submitted["enterprise_id"]) == ("submitted", office.id)
    assert submitted["form"]["social-credit-code"] == "91370000MA3TEMP017"
    # Whoever submitted it handles it, and it is still the clerk's to see.
    assert (await Case.get()).applicant_id == boss.person_id
    assert (await clerk.ok("GET", path))["number"] == submitted["number"]


async def test_a_page_that_another_clerk_replaces_is_deleted(
    stack: Stack, office: Office, clerk: Member, boss: Member
) -> None:
    await office.appoint(clerk, item_keys=["prepack-record"])
    clerk.acting_for = boss.acting_for = office.id
    path = f"/api/v1/cases/{(await clerk.begin_case('prepack-record'))['id']}"
    await clerk.give(path, "prepacked-record-form")
    replaced = material_of(await clerk.ok("GET", path))
    await boss.give(path, "prepacked-record-form")
    with clock.standing_at(clock.now() + timedelta(days=1)):
        await stack.settle()
    states = {str(file.id): file.state for file in await StoredFile.all()}
    assert [states.pop(one) for one in replaced] == [FileState.abandoned]
    assert list(states.values()) == [FileState.clean]


async def listed(member: Member) -> list[str]:
    return [one["id"] for one in (await member.ok("GET", "/api/v1/cases"))["cases"]]


async def test_own_cases_and_those_of_an_enterprise_are_kept_apart(
    office: Office, clerk: Member
) -> None:
    await office.appoint(clerk)
    own = await clerk.begin_case("passport")
    clerk.acting_for = office.id
    theirs = await clerk.begin_case()
    assert await listed(clerk) == [theirs["id"]]
    assert (await clerk.call("GET", f"/api/v1/cases/{own['id']}")).status_code == 404
    clerk.acting_for = ""
    assert await listed(clerk) == [own["id"]]
    assert (await clerk.call("GET", f"/api/v1/cases/{theirs['id']}")).status_code == 404


async def test_a_power_for_another_item_shows_nothing(
    office: Office, clerk: Member, boss: Member
) -> None:
    await office.appoint(clerk, item_keys=["freight"])
    boss.acting_for = clerk.acting_for = office.id
    case = await boss.begin_case()
    assert (await clerk.call("GET", f"/api/v1/cases/{case['id']}")).status_code == 404
    assert (await clerk.ok("GET", "/api/v1/cases"))["cases"] == []
    refused = await clerk.call("POST", "/api/v1/cases", {"item_key": ITEM})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_acting_for")


@pytest.mark.parametrize("ending", ["revoked", "given up", "last day passed", "erased"])
async def test_a_power_that_ended_ends_at_the_next_call(
    office: Office, clerk: Member, ending: str
) -> None:
    clerk_id = await office.appoint(clerk)
    clerk.acting_for = office.id
    path = await clerk.complete_draft()
    if ending == "revoked":
        await office.revoke(clerk_id)
    elif ending == "given up":
        await clerk.ok("POST", f"/api/v1/me/clerk-appointments/{clerk_id}/give-up")
    elif ending == "last day passed":
        await Clerk.all().update(ends_on=clock.today() - timedelta(days=1))
    else:
        await Clerk.all().delete()
    for method, where in (("POST", f"{path}/submit"), ("GET", path), ("GET", "/api/v1/cases")):
        refused = await clerk.call(method, where)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_acting_for"), where
    assert (await Case.get()).status == "draft"


async def test_the_last_day_still_counts(office: Office, clerk: Member) -> None:
    await office.appoint(clerk, ends_on=str(clock.today()))
    clerk.acting_for = office.id
    assert (await clerk.begin_case())["enterprise_id"] == office.id


@pytest.mark.parametrize("header", ["x", "00000000-0000-0000-0000-000000000000", "0", "'; --"])
async def test_a_header_made_up_acts_for_nobody(clerk: Member, header: str) -> None:
    clerk.acting_for = header
    refused = await clerk.call("GET", "/api/v1/cases")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_acting_for")


async def test_an_item_for_people_is_not_for_enterprises(office: Office, boss: Member) -> None:
    boss.acting_for = office.id
    refused = await boss.call("POST", "/api/v1/cases", {"item_key": "passport"})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_for_enterprises")


async def test_one_key_of_two_hats_is_two_requests(office: Office, boss: Member) -> None:
    key = {"Idempotency-Key": "one-key-for-both"}
    body = {"item_key": ITEM}
    assert (await boss.call("POST", "/api/v1/cases", body, headers=dict(key))).status_code == 201
    boss.acting_for = office.id
    refused = await boss.call("POST", "/api/v1/cases", body, headers=dict(key))
    assert refused.json()["code"] == "idempotency_key_reused"


async def test_the_counter_sees_the_enterprise_and_its_clerk(
    stack: Stack, office: Office, clerk: Member
) -> None:
    await office.appoint(clerk)
    clerk.acting_for = office.id
    submitted = await clerk.ok("POST", await clerk.complete_draft() + "/submit")
    officer = Colleague(stack, clerk.client, "seal-officer", department="gaj")
    await officer.sign_in()
    path = f"/staff/v1/cases/{submitted['id']}"
    shown = await officer.ok("GET", path)
    assert shown["applicant_masked"] == "示范物流有限公司"
    assert shown["id_number_masked"].endswith("0012")
    queue = await officer.ok("GET", "/staff/v1/cases?status=submitted")
    assert [entry["applicant_masked"] for entry in queue["cases"]] == ["示范物流有限公司"]
    full = await officer.ok("POST", f"{path}/full-applicant", {"reason": "核对经办人身份"})
    assert (full["clerk_name"], full["social_credit_code"]) == ("李四", "91370000MA3TEMP017")
    question = {"number": submitted["number"], "id_number_tail": "050012"}
    asked = await clerk.client.post("/api/v1/case-status-queries", json=question)
    assert asked.json()["status"] == "submitted"


async def told(member: Member, event: str) -> int:
    """How often the inbox has it."""
    inbox = Delivery.filter(person_id=member.person_id, event=event, channel="in_app")
    return await inbox.count()


async def test_news_go_to_the_clerk_and_after_the_end_to_the_representative(
    stack: Stack, office: Office, clerk: Member, boss: Member
) -> None:
    clerk_id = await office.appoint(clerk)
    clerk.acting_for = office.id
    submitted = await clerk.ok("POST", await clerk.complete_draft() + "/submit")
    assert (await told(clerk, "submitted"), await told(boss, "submitted")) == (1, 0)
    page = (await clerk.ok("GET", "/api/v1/me/messages"))["entries"][0]["page"]
    assert page == f"pages/case/detail?id={submitted['id']}&for={office.id}"
    await office.revoke(clerk_id)
    officer = Colleague(stack, clerk.client, "seal-officer", department="gaj")
    await officer.sign_in()
    assert (await officer.move(submitted["id"], "pass-pre-review")).status_code == 200
    assert (await told(clerk, "pre_reviewed"), await told(boss, "pre_reviewed")) == (0, 1)


async def test_a_clerk_of_three_companies_sees_each_with_its_open_cases(
    stack: Stack, browser: Browser, boss: Member, clerk: Member
) -> None:
    codes = ["91370000MA3TEMP017", "91370000MA3TEMP02A", "91370000MA3TEMP03D"]
    for number, code in enumerate(codes):
        claims = {
            "enterprise_uscc": code,
            "enterprise_name": f"示范{number}公司",
            "enterprise_role": "legal_representative",
        }
        await browser.admin(
            "person",
            user="boss",
            acr="urn:sim:present",
            name="赵六",
            id_number="370000196802020013",
            **claims,
        )
        await boss.prove(browser)
        office = await Office.claimed(boss, code)
        await office.appoint(clerk, item_keys=[ITEM] if number else None)
        clerk.acting_for = office.id
        for _ in range(number):
            await clerk.begin_case()
        clerk.acting_for = ""
    boss.acting_for = office.id
    await boss.begin_case("prepack-record")
    async with heard() as said:
        shown = (await clerk.ok("GET", "/api/v1/me/enterprises"))["enterprises"]
    assert len(said.reading("case_file")) == 1
    assert [one["enterprise"]["name"] for one in shown] == ["示范0公司", "示范1公司", "示范2公司"]
    assert [one["open_cases"] for one in shown] == [0, 1, 2]
    assert [one["item_keys"] for one in shown] == [None, [ITEM], [ITEM]]
    assert not any(one["is_representative"] for one in shown)


async def test_a_clerk_who_leaves_takes_nothing_of_the_enterprise_along(
    office: Office, clerk: Member
) -> None:
    await office.appoint(clerk)
    clerk.acting_for = office.id
    draft = await clerk.begin_case()
    cases = next(one for one in HOLDINGS if one.model is Case)
    assert await (await rows_of(cases, clerk.person_id)).count() == 0
    async with in_transaction():
        await erase(clerk.person_id)
    assert await Case.filter(id=draft["id"]).exists()
    assert await Clerk.all().count() == 0
    office.boss.acting_for = office.id
    assert (await office.boss.ok("GET", f"/api/v1/cases/{draft['id']}"))["status"] == "draft"
