"""The board with its keepers, and somebody who looks at it in a browser without script."""

import httpx
import pytest

from mobile_api.accounts.sessions.service import page_token_of
from tests.actors import Citizen
from tests.mobile_api.agency_supermarket.experts.conftest import panel_desk
from tests.mobile_api.agency_supermarket.trading.conftest import board
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.conftest import browser as chromium
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.stack import Stack

__all__ = ["board", "chromium", "panel_desk"]


@pytest.fixture
async def own(stack: Stack, client: httpx.AsyncClient, citizen: Citizen) -> Browser:
    """The browser of a citizen who has signed in."""
    client.cookies.set(COOKIE, await page_token_of(citizen.tokens["refresh_token"]))
    return Browser(stack, client)
