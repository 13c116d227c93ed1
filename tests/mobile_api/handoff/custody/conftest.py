"""Paper originals between two cities: this one as the taking city, and as the home city."""

from collections.abc import AsyncIterator

import httpx
import pytest

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.partners.models import AgreedItem
from tests.actors import Colleague
from tests.mobile_api.handoff.custody.papers import HomeDesk, TakingDesk
from tests.mobile_api.handoff.incoming.neighbour import DEPARTMENT, Neighbour, introduced
from tests.mobile_api.handoff.outgoing.conftest import (
    city,
    handed,
    kept,
    partner,
    proven,
)
from tests.mobile_api.handoff.outgoing.handed import Handed
from tests.partner_city import partner_city
from tests.stack import Stack

__all__ = ["city", "handed", "kept", "partner", "proven"]


@pytest.fixture
async def desk(handed: Handed) -> TakingDesk:
    """A passport case that the neighbour has made one of its own, at the window that took it."""
    await handed.sent()
    await handed.tell("checked")
    return await TakingDesk.of(handed)


@pytest.fixture
async def neighbour(stack: Stack) -> AsyncIterator[Neighbour]:
    """远山市, which collects papers for this city."""
    async with partner_city(stack.clock, region_code="990300", name="远山市") as found:
        neighbour = await introduced(stack, found, "yuanshan", "TB-2026-03")
        await AgreedItem.filter(agreement__partner_id=neighbour.partner.id).update(
            mode=HandoffMode.COLLECTED_ON_BEHALF
        )
        yield neighbour


@pytest.fixture
async def home(stack: Stack, client: httpx.AsyncClient, neighbour: Neighbour) -> HomeDesk:
    """A case of the neighbour's people, at the counter that decides it here."""
    clerk = Colleague(stack, client, "all-duties-wj", department=DEPARTMENT)
    await clerk.sign_in()
    name = await neighbour.taken(says={"mode": HandoffMode.COLLECTED_ON_BEHALF.value})
    return HomeDesk(neighbour, clerk, name, str((await neighbour.row(name)).id))
