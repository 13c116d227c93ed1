"""A clerk is who bears the name of the invitation, however either side's keyboard wrote it."""

import httpx
import pytest

from tests.mobile_api.accounts.identity.browser import Browser
from tests.mobile_api.enterprises.people import Member, Office
from tests.stack import Stack

UYGHUR = "阿卜杜拉\u00b7买买提"


@pytest.mark.parametrize(
    ("proven", "invited"),
    [
        (UYGHUR, "阿卜杜拉\u30fb买买提"),
        (UYGHUR, "阿卜杜拉.买买提"),
        ("阿卜杜拉\u2022买买提", UYGHUR),
        ("SMITH JOHN", "Smith John"),
        ("O\u2019BRIEN SEAN", "o'brien sean"),
        ("诺", "诺"),
        ("刘\u3007", "刘\u3007"),
    ],
)
async def test_the_same_name_written_otherwise(
    stack: Stack,
    client: httpx.AsyncClient,
    browser: Browser,
    office: Office,
    proven: str,
    invited: str,
) -> None:
    await browser.admin("person", user="rare", acr="urn:sim:present", name=proven)
    clerk = await Member.arrive(stack, client, browser, "rare")
    await office.appoint(clerk, name=invited)
    (shown,) = (await office.boss.ok("GET", office.clerks))["clerks"]
    assert shown["state"] == "active"


@pytest.mark.standing_at("2026-11-25T10:00+08:00")
async def test_a_day_that_no_calendar_has(office: Office, clerk: Member) -> None:
    for ends_on, code in (("2027-02-29", "no_such_day"), ("soon", "date_from_datetime_parsing")):
        body = office.invitation(clerk, ends_on=ends_on)
        refused = (await office.boss.call("POST", office.clerks, body)).json()["errors"]
        assert [(one["path"], one["code"]) for one in refused] == [("/ends_on", code)]
        assert ("没有这一天" in refused[0]["message"]) is (code == "no_such_day")
