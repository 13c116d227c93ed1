"""The sandbox city's clerk and paper originals: they come, and go back with a carrier named."""

import aiohttp
import pytest

from mobile_api.demo.partner_city.clerk import SandboxClerk
from tests.actors import PASSWORD
from tests.mobile_api.demo.partner_city.test_clerk import create_counter
from tests.mobile_api.handoff.custody.conftest import home, neighbour
from tests.mobile_api.handoff.custody.papers import HomeDesk
from tests.mobile_api.handoff.incoming.neighbour import DEPARTMENT

__all__ = ["home", "neighbour"]
_MOST_ROUNDS = 12


@pytest.fixture
async def passwords(home: HomeDesk) -> dict[str, str]:
    """The clerks of the counter that the papers come to."""
    return dict.fromkeys(await create_counter(DEPARTMENT), PASSWORD)


async def test_papers_go_back_by_a_carrier_with_a_name(
    home: HomeDesk, passwords: dict[str, str]
) -> None:
    await home.on_their_way()
    async with aiohttp.ClientSession(trust_env=False) as http:
        clerk = SandboxClerk(http, home.stack.api, DEPARTMENT, passwords)
        for _ in range(_MOST_ROUNDS):
            if not await clerk.work():
                break
            await home.work()
    (back,) = [one for one in await home.there() if one["step"] == "returned"]
    assert (back["facts"]["carrier"], back["facts"]["to"]) == ("ems", "window")
    assert back["facts"]["waybill_number"].startswith("SANDBOX")
