"""API processes that are killed in the middle of openings, and what is left of an opening."""

import asyncio
import base64
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import orjson

from mobile_api.agency_supermarket.needs.history import NEED_LOG, events_of
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.models import Award, OpenedCredit
from mobile_api.agency_supermarket.sealing.offers import SealedOffer, seal
from mobile_api.embedded.home import free_port
from notifications.models import Delivery
from tests.conftest import NO_TLS
from tests.mobile_api.agency_supermarket.needing import NEEDS, OWN_NEEDS, Bidder, Buyer
from tests.mobile_api.agency_supermarket.openings import forking_process
from tests.stack import Stack
from tests.waiting import PATIENCE, until

_SIDE_BY_SIDE = 8


class ApiProcess:
    """An API process of its own; `client` asks it and no other."""

    def __init__(self, process_id: int, client: httpx.AsyncClient) -> None:
        self.process_id, self.client = process_id, client

    async def kill(self) -> None:
        """By a signal that nothing can answer. Killing it again changes nothing."""
        with suppress(ProcessLookupError):
            os.kill(self.process_id, signal.SIGKILL)
        await until(lambda: not self._is_there())

    def _is_there(self) -> bool:
        with suppress(ProcessLookupError):
            os.kill(self.process_id, 0)
            return True
        return False

    async def is_alive(self) -> bool:
        try:
            return (await self.client.get("/health/live")).status_code == 200
        except httpx.TransportError:
            return False


class Forks:
    """Starts API processes that have read the program already."""

    def __init__(self, parent: asyncio.subprocess.Process) -> None:
        self._parent = parent

    @classmethod
    @asynccontextmanager
    async def ready(cls, stack: Stack) -> AsyncIterator["Forks"]:
        pipe = asyncio.subprocess.PIPE
        parent = await asyncio.create_subprocess_exec(
            sys.executable, "-m", forking_process.__name__, stdin=pipe, stdout=pipe
        )
        assert parent.stdin is not None
        parent.stdin.write(orjson.dumps(stack.settings.model_dump(mode="json")) + b"\n")
        try:
            yield cls(parent)
        finally:
            parent.kill()
            await parent.wait()

    @asynccontextmanager
    async def api(self) -> AsyncIterator[ApiProcess]:
        """One that has answered, so that the next call finds it awake."""
        assert self._parent.stdin is not None and self._parent.stdout is not None
        port = free_port()
        self._parent.stdin.write(f"{port}\n".encode())
        process_id = int(await self._parent.stdout.readline())
        base = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=base, timeout=PATIENCE, verify=NO_TLS) as client:
            made = ApiProcess(process_id, client)
            try:
                await until(made.is_alive)
                assert (await client.get(NEEDS)).is_success
                yield made
            finally:
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
