"""Who did what for an enterprise: the representative reads all of it, a clerk what is theirs."""

from datetime import timedelta

from mobile_api.shared import clock
from tests.mobile_api.accounts.identity.browser import Browser
from tests.mobile_api.enterprises.people import Member, Office


async def _submit(member: Member) -> str:
    """A case sent by the member, for whom they act; answers its id."""
    path = await member.complete_draft()
    return str((await member.ok("POST", f"{path}/submit"))["id"])


async def test_both_people_see_what_each_did_with_names_masked(
    office: Office, clerk: Member, boss: Member
) -> None:
    await office.appoint(clerk)
    clerk.acting_for = boss.acting_for = office.id
    mine, theirs = await _submit(clerk), await _submit(boss)
    await boss.ok("POST", f"/api/v1/cases/{mine}/withdraw")
    path = f"/api/v1/enterprises/{office.id}/activity"
    told = {}
    for reader, who in ((boss, "赵"), (clerk, "李")):
        answer = await reader.call("GET", path)
        assert reader.name not in answer.text and boss.name not in answer.text
        told = {one["id"]: one for one in answer.json()["entries"]}
        assert [one["case_id"] for one in told.values()] == [mine, theirs, mine]
        own = [one for one in told.values() if one["is_caller"]]
        assert {one["who"][0] for one in own} == {who} and all(one["number"] for one in own)
    roles = [one["role_name"] for one in told.values()]
    assert roles == ["法定代表人", "法定代表人", "经办人"]
    assert next(iter(told.values()))["text"] == "撤回了申请"


async def test_it_is_paged_and_a_foreign_cursor_is_refused(office: Office, boss: Member) -> None:
    boss.acting_for = office.id
    sent = [await _submit(boss) for _ in range(3)]
    path = f"/api/v1/enterprises/{office.id}/activity?limit=2"
    first = await boss.ok("GET", path)
    second = await boss.ok("GET", f"{path}&cursor={first['next_cursor']}")
    found = [one["case_id"] for page in (first, second) for one in page["entries"]]
    assert found == sent[::-1] and second["next_cursor"] is None
    for wrong in ("cursor=x", "limit=101"):
        answer = await boss.call("GET", f"/api/v1/enterprises/{office.id}/activity?{wrong}")
        assert answer.status_code == 422


async def test_a_clerk_reads_of_the_items_of_their_power_and_while_it_lasts(
    office: Office, clerk: Member, boss: Member, browser: Browser
) -> None:
    path = f"/api/v1/enterprises/{office.id}/activity"
    boss.acting_for = office.id
    await _submit(boss)
    assert (await clerk.call("GET", path)).json()["code"] == "enterprise_not_found"
    await office.appoint(clerk, item_keys=["freight"])
    assert (await clerk.ok("GET", path))["entries"] == []
    (power,) = (await clerk.ok("GET", "/api/v1/me/enterprises"))["enterprises"]
    assert (power["role_name"], power["item_keys"]) == ("经办人", ["freight"])
    assert len(power["item_names"]) == 1 and power["item_names"] != ["freight"]
    with clock.standing_at(clock.now() + timedelta(days=31)):
        await clerk.prove(browser)
        assert (await clerk.call("GET", path)).status_code == 404
