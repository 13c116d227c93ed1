"""A company on its way into the market, in a browser without script; and who buys of it."""

import httpx
import pytest

from mobile_api.accounts.sessions.service import page_token_of
from tests.mobile_api.accounts.identity.conftest import browser
from tests.mobile_api.agency_supermarket.conftest import (
    agency,
    applicant,
    boss,
    buyer,
    desk,
    office,
)
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.market import Applicant
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.conftest import browser as chromium
from tests.mobile_api.web.market.bidding.acting import acting_for
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.stack import Stack

__all__ = ["agency", "applicant", "boss", "browser", "buyer", "chromium", "desk", "office"]


@pytest.fixture
async def own(stack: Stack, client: httpx.AsyncClient, applicant: Applicant) -> Browser:
    """The browser of 赵六, who has chosen to act for 示范物流有限公司."""
    boss = applicant.member
    client.cookies.set(COOKIE, await page_token_of(boss.tokens["refresh_token"]))
    acting_for(client, boss.person_id, boss.acting_for)
    return Browser(stack, client)


@pytest.fixture
async def bidder(stack: Stack, client: httpx.AsyncClient) -> Bidder:
    """甲评估事务所, listed for appraisals."""
    return await Bidder.arrive(stack, client, "甲评估事务所")


@pytest.fixture
async def agent(stack: Stack, client: httpx.AsyncClient, bidder: Bidder) -> Browser:
    """The browser of who acts for 甲评估事务所."""
    client.cookies.set(COOKIE, await page_token_of(bidder.tokens["refresh_token"]))
    acting_for(client, bidder.person_id, bidder.acting_for)
    return Browser(stack, client)


@pytest.fixture
async def deal(stack: Stack, buyer: Buyer, bidder: Bidder) -> Deal:
    """甲评估事务所 has won; the contract waits to be signed."""
    return await Deal.strike(stack, buyer, bidder)
