"""张三丰 in a browser without script, who needs an appraisal; three agencies could render it."""

from datetime import timedelta

import httpx
import pytest

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.shared import clock
from tests.actors import Citizen
from tests.mobile_api.agency_supermarket.needing import announce_issues
from tests.mobile_api.web.market.conftest import bidders, browser, buyer
from tests.mobile_api.web.market.owning.owner import Owner
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.stack import Stack

__all__ = ["bidders", "browser", "buyer"]


@pytest.fixture
async def owner(stack: Stack, client: httpx.AsyncClient, citizen: Citizen) -> Owner:
    await announce_issues(clock.now() + timedelta(hours=9))
    client.cookies.set(COOKIE, await page_token_of(citizen.tokens["refresh_token"]))
    return Owner(stack, client)
