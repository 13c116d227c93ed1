"""API processes that are killed in the middle of openings, and what is left of an opening."""

import asyncio
import base64
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx

from mobile_api.agency_supermarket.needs.history import NEED_LOG, events_of
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.models import Award, OpenedCredit
from mobile_api.agency_supermarket.sealing.offers import SealedOffer, seal
from mobile_api.embedded.home import free_port
from notifications.models import Delivery
from tests.conftest import NO_TLS
from tests.mobile_api.agency_supermarket.needing import NEEDS, OWN_NEEDS, Bidder, Buyer
from tests.settings import environment_of
from tests.stack import Stack
from tests.waiting import PATIENCE, until

_SIDE_BY_SIDE = 8


class ApiProcess:
    """An API process of its own; `client` asks it and no other."""

    def __init__(self, process: asyncio.subprocess.Process, client: httpx.AsyncClient) -> None:
        self.process, self.client = process, client

    async def kill(self) -> None:
        """By a signal that nothing can answer."""
        self.process.kill()
        await self.process.wait()

    async def is_alive(self) -> bool:
        try:
            return (await self.client.get("/health/live")).status_code == 200
        except httpx.TransportError:
            return False


@asynccontextmanager
async def api_process(stack: Stack) -> AsyncIterator[ApiProcess]:
    """One that has answered, so that the next call finds it awake."""
    port = free_port()
    settings = stack.settings.model_copy(update={"port": port})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "mobile_api.cli", "api", env=os.environ | environment_of(settings)
    )
    base = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=base, timeout=PATIENCE, verify=NO_TLS) as client:
        made = ApiProcess(process, client)
        try:
            await until(made.is_alive)
            assert (await client.get(NEEDS)).is_success
            yield made
        finally:
            if process.returncode is None:
                await made.kill()


async def opened_by(
    process: ApiProcess, buyer: Buyer, need_id: str, key: str = ""
) -> httpx.Response:
    """The owner opens the bids, by that process; `key`: of one opening, however often it is tried.

    Raises TransportError where the process died before it answered.
    """
    headers = {"Authorization": f"Bearer {buyer.person.tokens['access_token']}"}
    if isinstance(buyer.person, Bidder):
        headers["X-Acting-For"] = buyer.person.acting_for
    if key:
        headers["Idempotency-Key"] = key
    path = f"{OWN_NEEDS}/{need_id}/open"
    return await process.client.post(path, json={"identity": buyer.identity}, headers=headers)


async def post_sealed(need_id: str, bidders: Sequence[Bidder]) -> None:
    """Every bidder seals a bid on a device of their own, and hands it in over HTTP.

    Each price is another one; the last bidder hands in what the first one sealed.
    """
    need = await Need.get(id=need_id)
    turns = asyncio.Semaphore(_SIDE_BY_SIDE)

    async def post(number: int, bidder: Bidder) -> None:
        owner = bidder if number < len(bidders) - 1 else bidders[0]
        offer = SealedOffer(
            need_number=need.number or "",
            agency_id=owner.agency_id,
            price_fen=4_980_000 + 1000 * number,
            days=number % 30 + 1,
        )
        sealed = seal(offer, need.owner_recipient, need.platform_recipient)
        body = {"sealed": base64.b64encode(sealed).decode()}
        async with turns:
            await bidder.ok("PUT", f"{NEEDS}/{need_id}/bid", body)

    await asyncio.gather(*(post(number, bidder) for number, bidder in enumerate(bidders)))


async def left_of(need_id: str) -> dict[str, int]:
    """How many of each there are: of what an opening writes once, whatever befalls it."""
    need = await Need.get(id=need_id)
    events = await events_of(need.id)
    assert NEED_LOG.first_fault(need, events) is None
    kinds = [one.kind for one in events]
    return {
        "awards": await Award.filter(need_id=need.id).count(),
        "openings": kinds.count("open"),
        "award events": kinds.count("award"),
        "credits": await OpenedCredit.filter(need_id=need.id).count(),
        "messages": await Delivery.filter(subject=f"need:{need.id}").count(),
    }


def record_of(opening: dict[str, Any]) -> Any:
    """The reasoned record of an opening, with agencies in the places of bids: the same for every
    need for which the same bids came in."""
    agencies = {one["bid_id"]: one["agency_id"] for one in opening["bids"]}
    bids = [
        {name: one[name] for name in ("agency_id", "price_fen", "days", "excluded", "fault")}
        for one in opening["bids"]
    ]
    steps = [{**one, "bid_id": agencies.get(one["bid_id"], "")} for one in opening["steps"]]
    award = opening["award"] or {}
    return {
        "status": opening["status"],
        "outcome": opening["outcome"],
        "winner": (award.get("agency_id"), award.get("price_fen")),
        "bids": sorted(bids, key=str),
        "steps": sorted(steps, key=str),
    }
