"""An enterprise that becomes an agency, and the desk that looks at it."""

import httpx
import pytest

from tests.mobile_api.accounts.identity.conftest import browser
from tests.mobile_api.agency_supermarket.market import Applicant, Desk
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
async def agency(applicant: Applicant, desk: Desk) -> str:
    """The id of a listed agency for the appraisal of assets."""
    agency_id = await applicant.apply()
    await desk.done(agency_id, "list")
    return agency_id
