"""A registered partner, a supervisor, an auditor; messages as rows."""

import httpx
import pytest

from mobile_api.handoff.partners.models import Partner
from mobile_api.shared.callers import StaffRole
from tests.actors import Colleague
from tests.mobile_api.handoff.partners.registering import example, load
from tests.stack import Stack


@pytest.fixture
async def partner(stack: Stack) -> Partner:
    done = await load(stack, example())
    assert done.faults == ()
    return await Partner.get()


async def of_role(stack: Stack, client: httpx.AsyncClient, role: StaffRole) -> Colleague:
    member = Colleague(stack, client, f"handoff-{role}", department="crj", roles=(role,))
    await member.sign_in()
    return member


@pytest.fixture
async def supervisor(stack: Stack, client: httpx.AsyncClient) -> Colleague:
    return await of_role(stack, client, StaffRole.supervisor)


@pytest.fixture
async def auditor(stack: Stack, client: httpx.AsyncClient) -> Colleague:
    return await of_role(stack, client, StaffRole.auditor)
