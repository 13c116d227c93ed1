"""An enterprise that becomes an agency, and the desk that looks at it."""

from datetime import timedelta

import httpx
import pytest

from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.shared import clock
from tests.actors import Citizen
from tests.mobile_api.accounts.identity.conftest import browser
from tests.mobile_api.agency_supermarket.market import Applicant, Desk
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer, announce_issues
from tests.mobile_api.enterprises.conftest import boss, clerk, office, second
from tests.mobile_api.enterprises.people import Member, Office
from tests.stack import Stack

__all__ = ["boss", "browser", "clerk", "office", "second"]


@pytest.fixture
def applicant(boss: Member, office: Office) -> Applicant:
    """赵六's enterprise, not yet at the market."""
    return Applicant(boss, office)


@pytest.fixture
async def desk(stack: Stack, client: httpx.AsyncClient) -> Desk:
    """Staff of the department that keeps the market, with every duty."""
    return await Desk.open(stack, client)


@pytest.fixture
async def supervisor(stack: Stack, client: httpx.AsyncClient) -> Desk:
    """A second one, for nobody answers against what they ordered or entered."""
    made = Desk(stack, client, "market-head", department=SERVICES.of(stack.app).operator)
    await made.sign_in()
    return made


@pytest.fixture
async def agency(applicant: Applicant, desk: Desk) -> str:
    """The id of a listed agency for the appraisal of assets."""
    agency_id = await applicant.apply()
    await desk.done(agency_id, "list")
    return agency_id


@pytest.fixture
async def buyer(citizen: Citizen) -> Buyer:
    """张三丰, who needs an appraisal; issues for draws are announced."""
    await announce_issues(clock.now() + timedelta(hours=9))
    return Buyer(citizen)


@pytest.fixture
async def bidders(stack: Stack, client: httpx.AsyncClient) -> list[Bidder]:
    """甲, 乙 and 丙, three listed agencies for appraisals."""
    return [await Bidder.arrive(stack, client, f"{name}评估事务所") for name in "甲乙丙"]
