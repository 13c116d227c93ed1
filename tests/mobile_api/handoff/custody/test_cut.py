"""Cut at any wait, an entry is there whole or not at all, and its repetition has one effect."""

from contextlib import suppress
from uuid import UUID

import httpx

from mobile_api.cases.models import CaseEvent
from mobile_api.handoff.custody.models import CustodyEntry
from mobile_api.handoff.models import IncomingMessage, OutgoingMessage
from mobile_api.signatures.service import KeyKind, SigningKey
from tests.cutting import Cutting, HungUp
from tests.mobile_api.handoff.custody.papers import GIVEN, TOLD, HomeDesk, TakingDesk
from tests.mobile_api.handoff.exchange.conftest import add_key
from tests.mobile_api.handoff.exchange.signing import sent, signed

PATIENCE = 200


async def rows() -> tuple[int, int, int]:
    """Of an entry of this city: itself, its message, its sentence in the history."""
    return (
        await CustodyEntry.all().count(),
        await OutgoingMessage.filter(kind="custody").count(),
        await CaseEvent.filter(kind__startswith="custody_").count(),
    )


async def test_written_at_the_counter(desk: TakingDesk) -> None:
    cutting, body = Cutting(desk.stack.app), {"step": "collected", "papers": GIVEN}
    headers = {
        "Authorization": f"Bearer {desk.colleague.tokens['access_token']}",
        "Idempotency-Key": "custody-cut-1",
    }
    transport, cuts = httpx.ASGITransport(cutting), 0
    async with httpx.AsyncClient(transport=transport, base_url=desk.stack.api) as cut:
        for cutting.at in range(1, PATIENCE):
            with suppress(HungUp):
                await cut.post(desk.path, json=body, headers=headers)
            found = await rows()
            assert found in ((0, 0, 0), (1, 1, 1)), cutting.at
            if found == (1, 1, 1):
                break
            cuts += 1
    assert cuts > 6
    again = await desk.handed.client.post(desk.path, json=body, headers=headers)
    assert again.status_code == 201 and await rows() == (1, 1, 1)


async def test_on_the_line(home: HomeDesk, client: httpx.AsyncClient) -> None:
    key, cutting = SigningKey.new(KeyKind.ed25519), Cutting(home.stack.app)
    await add_key(home.neighbour.partner, str(key.public))
    transport, before_commit, after_commit = httpx.ASGITransport(cutting), 0, 0
    url = home.stack.api
    async with httpx.AsyncClient(transport=transport, base_url=url) as cut:
        for cutting.at in range(1, PATIENCE):
            await CustodyEntry.all().delete()
            held = await home.city.keep_log(
                home.name, "collected", facts={"papers": TOLD}, sequence=1, hold=True
            )
            message_id, body = UUID(held.message_id), held.body.encode()
            with suppress(HungUp):
                await sent(cut, signed(url, key, body, message_id=message_id))
            kept = await IncomingMessage.get_or_none(message_id=message_id)
            assert await CustodyEntry.all().count() == int(kept is not None), cutting.at
            after_commit, before_commit = after_commit + bool(kept), before_commit + (not kept)
            again = await sent(client, signed(url, key, body, message_id=message_id))
            assert again.status_code == 202, (cutting.at, again.text)
            assert kept is None or bytes(kept.answer_body) == again.content
            assert await CustodyEntry.all().count() == 1
            if not cutting.was_made:
                break
    assert before_commit > 6 and after_commit > 0
