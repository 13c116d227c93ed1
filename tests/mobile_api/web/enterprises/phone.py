"""A phone with a person's session, and what is done with it on the pages of enterprises."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.enterprises.models import Clerk
from mobile_api.shared import clock
from tests.conftest import NO_TLS
from tests.mobile_api.enterprises.people import Member, Office
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE, send

ACTING, COMPANIES, APPOINTMENTS = "/me/acting", "/me/enterprises", "/me/clerk-appointments"

# The forms of enterprises, as their routes are written.
FORMS = {
    ACTING,
    COMPANIES,
    f"{COMPANIES}/{{enterprise_id}}/clerks/new",
    f"{COMPANIES}/{{enterprise_id}}/clerks/{{clerk_id}}/revoke",
    f"{APPOINTMENTS}/{{clerk_id}}/accept",
    f"{APPOINTMENTS}/{{clerk_id}}/give-up",
}


@asynccontextmanager
async def phone_of(member: Member) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        base_url=member.stack.api, timeout=20, trust_env=False, verify=NO_TLS
    ) as phone:
        phone.cookies.set(COOKIE, await page_token_of(member.tokens["refresh_token"]))
        yield phone


def company(office: Office) -> str:
    return f"{COMPANIES}/{office.id}"


def invitation(member: Member, **more: str) -> dict[str, str]:
    ends_on = clock.today() + timedelta(days=30)
    return {"name": member.name, "phone": member.phone, "ends_on": str(ends_on)} | more


async def invited(phone: httpx.AsyncClient, office: Office, member: Member, **more: str) -> Clerk:
    """By the form of the representative's phone."""
    sent = await send(phone, f"{company(office)}/clerks/new", **invitation(member, **more))
    assert (sent.status_code, sent.headers["location"]) == (303, company(office))
    found = await Clerk.all().order_by("-invited_at").first()
    assert found is not None
    return found
