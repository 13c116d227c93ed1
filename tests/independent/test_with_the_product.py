"""The same clients hand a case over to the product, by either kind of key, with a page to fetch."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mobile_api.embedded.home import free_port
from mobile_api.handoff.partners.models import Partner, PartnerKey
from mobile_api.handoff.partners.own_keys import own_keys
from mobile_api.handoff.partners.states import KeyUse
from mobile_api.shared import clock
from mobile_api.signatures.service import KeyKind, SigningKey
from tests.independent.conftest import Node
from tests.independent.test_clients import CASE, written
from tests.mobile_api.handoff.incoming.neighbour import (
    BASIC_CODE,
    LONG_AGO,
    REGION,
    Neighbour,
    introduced,
    own_public_key,
)
from tests.partner_city import partner_city
from tests.stack import Stack

pytestmark = pytest.mark.thorough
AGREEMENT = "TB-2026-01"


@pytest.fixture
async def neighbour(stack: Stack) -> AsyncIterator[Neighbour]:
    async with partner_city(stack.clock, region_code="990100", name="邻江市") as city:
        yield await introduced(stack, city, "linjiang", AGREEMENT)


async def registered(neighbour: Neighbour, key: SigningKey, port: int) -> None:
    """The key of the client, and where it serves its page."""
    await PartnerKey.create(
        partner_id=neighbour.partner.id,
        key_id=key.public.key_id,
        public_key=str(key.public),
        valid_from=clock.now() - LONG_AGO,
    )
    host = f"127.0.0.1:{port}"
    await Partner.filter(id=neighbour.partner.id).update(hosts=(host,))


@contextlib.asynccontextmanager
async def working(neighbour: Neighbour) -> AsyncIterator[None]:
    """What the worker does, as long as the block lasts."""

    async def work() -> None:
        while True:
            await neighbour.work()
            await asyncio.sleep(0.1)

    task = asyncio.create_task(work())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize("package", ["dhensby", "cloudflare"])
@pytest.mark.parametrize("kind", KeyKind)
async def test_a_case_becomes_one_of_ours(
    node: Node | None,
    stack: Stack,
    neighbour: Neighbour,
    tmp_path: Path,
    package: str,
    kind: KeyKind,
) -> None:
    if node is None:
        return
    key, port = SigningKey.new(kind), free_port()
    await registered(neighbour, key, port)
    (sealing,) = await own_keys(KeyUse.encryption, clock.now())
    theirs = {"signing_key": await own_public_key(), "encryption_key": sealing.public_key}
    about = {"agreement": AGREEMENT, "item": BASIC_CODE, "region_code": REGION, "port": port}
    material = CASE["material"] | {"key": "photo-of-face"}
    case = CASE | about | {"form": {}, "material": material}
    files = written(tmp_path, theirs, key, case)
    async with working(neighbour):
        told = await node.run("partner.mjs", package, stack.api, *files)
    assert told[-1]["event"] == told[-1]["receipt"]["kind"] == "checked"
    made = await neighbour.case(told[2]["receipt"]["handoff_id"])
    assert made.number == told[-1]["case_number"]
