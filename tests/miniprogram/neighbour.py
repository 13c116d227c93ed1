"""Another city as the mini-program finds it: one may choose it, and a case has gone there."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from mobile_api.accounts.models import Person
from mobile_api.accounts.proofs.models import IdentityProof, ProofMethod
from mobile_api.shared import clock
from tests.actors import Citizen, Colleague
from tests.mobile_api.handoff.custody.papers import TakingDesk
from tests.mobile_api.handoff.outgoing.conftest import neighbour_of, registered
from tests.mobile_api.handoff.outgoing.handed import Handed
from tests.simulators.partner_city.state import CityState
from tests.stack import Stack


@asynccontextmanager
async def handed_off(stack: Stack, client: httpx.AsyncClient) -> AsyncIterator[dict[str, str]]:
    """Somebody's case at the neighbour, with its receipts, its papers in an envelope on the way."""
    async with neighbour_of(stack, CityState()) as city:
        partner = await registered(city)
        person = Citizen(stack, client, f"moved-away-{secrets.token_hex(4)}")
        await person.sign_in()
        row = await Person.all().order_by("-created_at").first()
        assert row is not None
        await IdentityProof.create(
            person_id=row.id, method=ProofMethod.oidc, level=3, at=clock.now()
        )
        await person.declare_real_name()
        window = Colleague(stack, client, "at-the-window", department="crj")
        await window.sign_in()
        handed = Handed(stack, client, city, partner, person, window)
        await handed.sent()
        await handed.tell("checked")
        await (await TakingDesk.of(handed)).posted()
        yield {"user": person.label, "case": handed.case_id}
