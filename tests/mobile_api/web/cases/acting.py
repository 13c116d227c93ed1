"""The choice 为谁办 on a phone, as the page that keeps it would note it."""

import base64
from datetime import timedelta
from uuid import UUID

import httpx

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring
from mobile_api.web.frame.acting import Choice
from mobile_api.web.frame.notes import _Sealed
from tests.mobile_api.enterprises.people import Member, Office
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE

CHOICE = "acting-for"


async def signed_in(client: httpx.AsyncClient, member: Member) -> None:
    """The browser is this person's from now on."""
    client.cookies.set(COOKIE, await page_token_of(member.tokens["refresh_token"]))


def choose(client: httpx.AsyncClient, member: Member, office: Office | None) -> None:
    """On this phone they act for the enterprise from now on; None: for themselves."""
    chosen = Choice(person_id=member.person_id)
    if office is not None:
        chosen = chosen.model_copy(
            update={"enterprise_id": UUID(office.id), "enterprise_name": "示范物流有限公司"}
        )
    sealed = _Sealed(until=clock.now() + timedelta(hours=1), text=chosen.model_dump_json())
    value = keyring().seal(sealed.model_dump_json().encode(), f"cookie.{CHOICE}")
    client.cookies.set(CHOICE, base64.urlsafe_b64encode(value).decode().rstrip("="))
