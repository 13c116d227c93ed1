"""A browser without script, signed in, and what it does on the pages of an application."""

import httpx
import pytest

from mobile_api.accounts.sessions.service import page_token_of
from tests.actors import Citizen
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.test_sign_in_pages import COOKIE
from tests.stack import Stack


@pytest.fixture
async def own(stack: Stack, client: httpx.AsyncClient, citizen: Citizen) -> Browser:
    """The browser of 张三丰, who has said who they are."""
    client.cookies.set(COOKIE, await page_token_of(citizen.tokens["refresh_token"]))
    return Browser(stack, client)
