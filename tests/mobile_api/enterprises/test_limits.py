"""How long a clerk is appointed for, and may take to accept, is what the city says that day."""

from datetime import date, datetime, timedelta

import pytest

from mobile_api.enterprises.models import Clerk
from mobile_api.enterprises.rules import RULES, EnterpriseRules
from mobile_api.shared import clock
from tests.mobile_api.enterprises.people import Member, Office
from tests.mobile_api.ruling import from_new_year
from tests.stack import Stack

FIRST_MINUTE = datetime(2027, 1, 1, 0, 1, tzinfo=clock.BEIJING)
pytestmark = pytest.mark.standing_at("2026-12-31T23:50+08:00")


async def test_a_shorter_appointment_from_the_new_year_on(
    stack: Stack, office: Office, clerk: Member, second: Member
) -> None:
    rules = EnterpriseRules.model_validate(
        {
            "clerk_appointment": from_new_year(366, 180, "calendar_day"),
            "clerk_invitation": from_new_year(7, 3, "calendar_day"),
        }
    )
    with stack.having(RULES, rules):
        last = str(date(2026, 12, 31) + timedelta(days=366))
        await office.boss.ok("POST", office.clerks, office.invitation(clerk, ends_on=last))
        with clock.standing_at(FIRST_MINUTE):
            # 1 January and 180 days.
            late = office.invitation(second, ends_on="2027-07-01")
            refused = await office.boss.call("POST", office.clerks, late)
            in_time = late | {"ends_on": "2027-06-30"}
            await office.boss.ok("POST", office.clerks, in_time)
    (fault,) = refused.json()["errors"]
    assert fault["message"] == "授权截止日期须在今天到2027年6月30日之间。"
    found = await Clerk.all().order_by("invited_at")
    assert [(one.invitation_ends_at - one.invited_at).days for one in found] == [7, 3]
