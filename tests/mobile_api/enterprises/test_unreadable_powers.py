"""An appointment of which nobody can read what it allows allows nothing, and hides no other."""

from uuid import UUID

from mobile_api.shared.database import fetch
from mobile_api.shared.json_columns import UNREADABLE
from tests.mobile_api.enterprises.people import Member, Office


async def test_what_cannot_be_read_allows_nothing(
    office: Office, clerk: Member, second: Member
) -> None:
    """Red before: 500 for the clerk at every door, and for the list of all clerks."""
    spoilt = await office.appoint(clerk, item_keys=["seal"])
    invited = await office.boss.ok("POST", office.clerks, office.invitation(second))
    clerk.acting_for = office.id
    assert (await clerk.call("GET", "/api/v1/cases")).is_success
    await fetch(
        "UPDATE enterprise_clerk SET item_keys = '\"all\"'::jsonb WHERE id = $1", UUID(spoilt)
    )
    refused = await clerk.call("GET", "/api/v1/cases")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_acting_for")
    listed = await office.boss.ok("GET", office.clerks)
    assert [one["id"] for one in listed["clerks"]] == [invited["id"]]
    assert listed["unreadable"] == 1
    revoked = await office.boss.call("POST", f"{office.clerks}/{spoilt}/revoke")
    assert revoked.json()["code"] == "record_unreadable"


async def test_a_number_that_cannot_be_read_is_still_a_way_in(clerk: Member) -> None:
    await fetch("UPDATE phone_binding SET phone = '\\x01'::bytea")
    shown = (await clerk.ok("GET", "/api/v1/me/bindings"))["bindings"]
    assert [one["label"] for one in shown if one["kind"] == "phone"] == [UNREADABLE]
