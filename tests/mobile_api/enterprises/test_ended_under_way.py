"""A power that ends while a call for the enterprise is under way: the call is undone."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from mobile_api.cases.models import Case
from mobile_api.enterprises.models import Clerk
from mobile_api.shared import clock
from tests.mobile_api.accounts.sessions.test_races import held, somebody_waits_for_a_lock
from tests.mobile_api.enterprises.people import ITEM, Member, Office
from tests.waiting import until


async def _revoked(office: Office, clerk: Member, clerk_id: str) -> None:
    await office.revoke(clerk_id)


async def _given_up(office: Office, clerk: Member, clerk_id: str) -> None:
    await clerk.ok("POST", f"/api/v1/me/clerk-appointments/{clerk_id}/give-up")


async def _over(office: Office, clerk: Member, clerk_id: str) -> None:
    await Clerk.filter(id=clerk_id).update(ends_on=clock.today() - timedelta(days=1))


async def _narrowed(office: Office, clerk: Member, clerk_id: str) -> None:
    row = await Clerk.get(id=clerk_id)
    row.item_keys = ("prepack-record",)
    await row.save()


@pytest.mark.parametrize("end", [_revoked, _given_up, _over, _narrowed])
async def test_what_a_clerk_writes_meanwhile_is_undone(
    office: Office,
    clerk: Member,
    end: Callable[[Office, Member, str], Awaitable[None]],
) -> None:
    """The call has passed the guard and waits for the case when the power ends."""
    clerk_id = await office.appoint(clerk, item_keys=[ITEM])
    clerk.acting_for = office.id
    path = await clerk.complete_draft()
    case_id = path.rpartition("/")[2]
    async with held(Case.filter(id=case_id).select_for_update().get):
        writing = asyncio.create_task(clerk.call("POST", f"{path}/submit"))
        await until(somebody_waits_for_a_lock)
        clerk.acting_for = ""
        await end(office, clerk, clerk_id)
    refused = await writing
    assert (refused.status_code, refused.json()["code"]) == (403, "not_acting_for")
    assert (await Case.get(id=case_id)).number is None


async def test_a_power_that_stands_is_no_hindrance(office: Office, clerk: Member) -> None:
    await office.appoint(clerk, item_keys=[ITEM])
    clerk.acting_for = office.id
    path = await clerk.complete_draft()
    assert (await clerk.ok("POST", f"{path}/submit"))["status"] == "submitted"
