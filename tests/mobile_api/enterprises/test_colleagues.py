"""What colleagues of one enterprise see of each other."""

from mobile_api.cases.models import Case
from tests.mobile_api.accounts.identity.browser import Browser
from tests.mobile_api.enterprises.people import Member, Office


async def test_colleagues_read_no_number_of_the_clerk_who_submitted(
    office: Office, clerk: Member, boss: Member, browser: Browser
) -> None:
    await office.appoint(clerk)
    clerk.acting_for = boss.acting_for = office.id
    path = await clerk.complete_draft()
    await clerk.ok("POST", f"{path}/submit")
    details = (await Case.get()).applicant_details
    assert details is not None
    seen = await boss.call("GET", path)
    assert seen.status_code == 200
    personal = (details.id_number, details.phone, details.clerk_name or "")
    assert all(personal)
    assert [value for value in personal if value in seen.text] == []
    await boss.prove(browser)
    refused = await boss.call("POST", f"{path}/full-details")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    await clerk.prove(browser)
    full = await clerk.ok("POST", f"{path}/full-details")
    assert details.id_number in full["form"].values()
