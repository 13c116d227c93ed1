"""The choice 为谁办 on a phone, as the page that keeps it would note it."""

from uuid import UUID

import httpx

from mobile_api.accounts.sessions.service import page_token_of
from tests.mobile_api.enterprises.people import Member, Office
from tests.mobile_api.web.choosing import choose as chosen
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE


async def signed_in(client: httpx.AsyncClient, member: Member) -> None:
    """The browser is this person's from now on."""
    client.cookies.set(COOKIE, await page_token_of(member.tokens["refresh_token"]))


def choose(client: httpx.AsyncClient, member: Member, office: Office | None) -> None:
    """On this phone they act for the enterprise from now on; None: for themselves."""
    enterprise_id = UUID(office.id) if office else None
    chosen(client, member.person_id, enterprise_id, "示范物流有限公司" if office else "")
