"""Too large, too slow, too many, and not now: held back without harm to anybody beside."""

import asyncio
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import httpx
from redis.asyncio import Redis

from mobile_api.handoff.exchange.line import REFUSALS
from mobile_api.handoff.models import IncomingMessage, SeenSignature
from mobile_api.handoff.partners.models import OwnKey, Partner
from mobile_api.handoff.partners.states import PartnerState
from mobile_api.handoff.routes import receive
from mobile_api.handoff.wire.base import MOST_BYTES
from mobile_api.shared.http.endpoint import Endpoint
from mobile_api.shared.process.cache import REDIS
from mobile_api.signatures.service import KeyKind, SigningKey, VerifyingKey
from tests.mobile_api.handoff.exchange.conftest import registered
from tests.mobile_api.handoff.exchange.signing import (
    TOLD,
    audited,
    check_answer,
    filled,
    sent,
    signed,
    written,
)
from tests.partner_city import PartnerCity
from tests.stack import Stack


async def test_too_large_a_body_is_refused_with_a_signature(
    stack: Stack, client: httpx.AsyncClient, own_key: OwnKey
) -> None:
    key = SigningKey.new(KeyKind.ed25519)
    await registered("b", str(key.public), "https://b.example", "age1")
    said, before = signed(stack.api, key, b" " * (MOST_BYTES + 1)), await filled()
    answer = await sent(client, said)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    check_answer(said, answer, VerifyingKey.read(own_key.public_key))
    assert written(before, await filled()) == TOLD
    assert [row["subject_id"] for row in await audited()] == ["body_too_large"]


async def test_the_largest_body_is_read(
    stack: Stack, client: httpx.AsyncClient, own_key: OwnKey
) -> None:
    key = SigningKey.new(KeyKind.ed25519)
    await registered("b", str(key.public), "https://b.example", "age1")
    answer = await sent(client, signed(stack.api, key, b" " * MOST_BYTES))
    assert (answer.status_code, answer.json()["code"]) == (400, "body_malformed")


async def test_a_body_that_never_comes_holds_nothing_and_leaves_a_line(
    stack: Stack, own_key: OwnKey
) -> None:
    key, before = SigningKey.new(KeyKind.ed25519), await filled()
    said, place = signed(stack.api, key, b"{}"), urlsplit(stack.api)
    head = "".join(f"{name}: {value}\r\n" for name, value in said.headers.items())
    usual: Endpoint = receive.endpoint  # type: ignore[attr-defined]
    receive.endpoint = replace(usual, body_seconds=0.2)  # type: ignore[attr-defined]
    try:
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        begin = "POST /partner/v1/messages HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
        writer.write(f"{begin}content-length: 2\r\n{head}\r\n{{".encode())
        async with asyncio.timeout(20):
            answer = await reader.readuntil(b"request_timeout")
    finally:
        receive.endpoint = usual  # type: ignore[attr-defined]
        writer.close()
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert written(before, await filled()) == TOLD


async def test_who_sends_too_much_is_told_when_to_come_again(
    city: PartnerCity, partner: Partner
) -> None:
    await Partner.filter(id=partner.id).update(messages_a_minute=2)
    answers = [await city.get("/partner/v1/handoffs/" + NOWHERE) for _ in range(3)]
    assert [one.status for one in answers] == [404, 404, 429]
    assert (answers[2].code, answers[2].fault) == ("too_many_messages", None)
    assert 0 < int(answers[2].headers["retry-after"]) <= 60
    # To be held back is no misdeed: only the two questions about nothing are told of.
    assert len(await audited()) == 2


NOWHERE = "0190a0a0-0000-7000-8000-000000000001"


async def test_a_recorded_call_uses_up_nothing(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    await Partner.filter(id=partner.id).update(messages_a_minute=2)
    first = await city.hand_over(says=case)
    for _ in range(4):
        assert (await city.replay(first.answered.number)).code == "replayed"
    assert (await city.again(first.message_id)).answered.status == 202


async def test_a_paused_partner_is_asked_to_come_again(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    await Partner.filter(id=partner.id).update(state=PartnerState.paused)
    held = await city.hand_over(says=case)
    assert (held.answered.status, held.answered.code, held.answered.fault) == (503, "paused", None)
    assert int(held.answered.headers["retry-after"]) > 0
    assert not await IncomingMessage.exists() and not await SeenSignature.exists()
    await Partner.filter(id=partner.id).update(state=PartnerState.active)
    assert (await city.again(held.message_id)).answered.status == 202


async def test_a_flood_of_strangers_ends_without_a_signature_or_a_line(
    stack: Stack, client: httpx.AsyncClient, city: PartnerCity, partner: Partner
) -> None:
    stranger = SigningKey.new(KeyKind.ed25519)
    for _ in range(REFUSALS.times):
        said = signed(stack.api, stranger, method="GET", path="/partner/v1/items")
        assert (await sent(client, said)).status_code == 401
    before = await filled()
    late = await sent(client, signed(stack.api, stranger, b"{}"))
    assert (late.status_code, late.json()["code"]) == (429, "too_many_messages")
    assert int(late.headers["retry-after"]) > 0 and "signature" not in late.headers
    assert written(before, await filled()) == {}
    # From the same address a good signature is heard all the same.
    answer = await city.get("/partner/v1/handoffs/" + NOWHERE)
    assert (answer.status, answer.fault) == (404, None)


async def test_a_partner_who_errs_again_and_again_fills_no_table(
    city: PartnerCity, partner: Partner
) -> None:
    path = "/partner/v1/handoffs/" + NOWHERE
    for _ in range(REFUSALS.times):
        await city.get(path)
    before = await filled()
    answer = await city.get(path)
    assert (answer.status, answer.code, answer.fault) == (404, "not_found", None)
    assert written(before, await filled()) == {}


async def test_a_city_without_a_key_of_its_own_says_so_without_one(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    await OwnKey.all().delete()
    answer = (await city.hand_over(says=case)).answered
    assert (answer.status, answer.code) == (503, "temporarily_unavailable")
    assert answer.fault == "missing" and int(answer.headers["retry-after"]) > 0


async def test_redis_away_lets_partners_through(
    city: PartnerCity, partner: Partner, case: dict[str, Any], stack: Stack
) -> None:
    async with Redis.from_url("redis://127.0.0.1:1") as nobody:
        with stack.having(REDIS, nobody):
            assert (await city.hand_over(says=case)).answered.status == 202
