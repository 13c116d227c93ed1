"""What a partner answers is believed when it is signed for this very question, and not else."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import web

from mobile_api.handoff.exchange.addresses import GuardedResolver, Networks, UnsafeAddress
from mobile_api.handoff.exchange.client import (
    PARTNERS,
    LineFault,
    PartnerClient,
    SignedAnswer,
    session_in,
)
from mobile_api.handoff.partners.models import OwnKey, Partner
from mobile_api.shared.database import TransactionMisplaced, in_transaction
from tests.mobile_api.handoff.exchange.test_addresses import Names
from tests.partner_city import PartnerCity, PartnerPage
from tests.simulators.running import running
from tests.stack import Stack

WITHDRAWAL = (
    b'{"version":"1","kind":"withdrawal","handoff_id":"0190a0a0-0000-7000-8000-000000000001",'
    b'"asked_at":"2026-11-30T09:00:00+08:00"}'
)


@pytest.fixture
def client_of(stack: Stack) -> PartnerClient:
    return PARTNERS.of(stack.app)


async def send(client: PartnerClient, partner: Partner) -> SignedAnswer:
    return await client.send(partner, uuid4(), WITHDRAWAL)


async def test_a_refusal_of_business_is_an_answer(
    client_of: PartnerClient, city: PartnerCity, partner: Partner
) -> None:
    answer = await send(client_of, partner)
    assert answer.status == 422
    assert answer.key.key_id == city.key_id
    assert answer.headers_signature.startswith("sig1=(") and "\nsig1=:" in answer.headers_signature


async def test_a_repetition_is_signed_anew_even_in_the_same_second(
    client_of: PartnerClient, partner: Partner
) -> None:
    message_id = uuid4()
    first = await client_of.send(partner, message_id, WITHDRAWAL)
    again = await client_of.send(partner, message_id, WITHDRAWAL)
    assert first.body == again.body


async def test_a_question_is_answered(
    client_of: PartnerClient, city: PartnerCity, partner: Partner
) -> None:
    answer = await client_of.ask(partner, "GET", "/partner/v1/profile")
    assert (answer.status, answer.key.key_id) == (200, city.key_id)
    with pytest.raises(LineFault) as fault:
        await client_of.ask(partner, "GET", f"/partner/v1/handoffs/{uuid4()}")
    assert fault.value.code == "not_found"


MISDEEDS: dict[str, tuple[dict[str, Any], str]] = {
    "unsigned": ({"signing": {"unsigned": True}}, "answer_missing"),
    "a stranger's": ({"signing": {"key": "stranger"}}, "answer_key"),
    "an old clock": ({"signing": {"created_offset": -901}}, "answer_clock"),
    "the status not covered": ({"signing": {"omit": ["@status"]}}, "answer_components"),
    "bound to another": ({"bound_to": "other"}, "answer_signature"),
    "another body": ({"changed_body": True}, "answer_digest"),
}


@pytest.mark.parametrize("name", MISDEEDS)
async def test_an_answer_that_does_not_hold_is_no_answer(
    name: str, client_of: PartnerClient, city: PartnerCity, partner: Partner
) -> None:
    misdeed, code = MISDEEDS[name]
    await city.misbehave(**misdeed)
    with pytest.raises(LineFault) as fault:
        await send(client_of, partner)
    assert fault.value.code == code
    assert (await send(client_of, partner)).status == 422


async def test_who_is_asked_to_wait_learns_how_long(
    client_of: PartnerClient, city: PartnerCity, partner: Partner
) -> None:
    await city.fail("error", code=503, retry_after=17)
    with pytest.raises(LineFault) as fault:
        await send(client_of, partner)
    assert fault.value.retry_after == 17


async def test_a_line_that_breaks_is_a_fault(
    client_of: PartnerClient, city: PartnerCity, partner: Partner
) -> None:
    for kind in ("lost", "truncated", "empty"):
        await city.fail(kind)
        with pytest.raises(LineFault):
            await send(client_of, partner)
    partner.base_url = "http://127.0.0.1:1"
    with pytest.raises(LineFault) as fault:
        await send(client_of, partner)
    assert fault.value.code == "client_connector_error"


async def test_nobody_is_asked_in_a_transaction_nor_without_a_key(
    client_of: PartnerClient, city: PartnerCity, partner: Partner
) -> None:
    with pytest.raises(TransactionMisplaced):
        async with in_transaction():
            await send(client_of, partner)
    await OwnKey.all().delete()
    with pytest.raises(LineFault) as fault:
        await send(client_of, partner)
    assert fault.value.code == "own_key_missing"


CONTENT = b"\xff\xd8\xff" + b"page" * 1000
LIES = {"redirect": "http_302", "gone": "http_404", "endless": "too_large"}


async def test_a_material_is_fetched(
    client_of: PartnerClient, city: PartnerCity, partner: Partner
) -> None:
    url = await page_of(city, "")
    assert await client_of.fetch(partner, url, most=len(CONTENT)) == CONTENT
    with pytest.raises(LineFault) as fault:
        await client_of.fetch(partner, url, most=len(CONTENT) - 1)
    assert fault.value.code == "too_large"


async def page_of(city: PartnerCity, lie: str) -> str:
    """The address of a page there."""
    await city.lie_about(PartnerPage("photo", CONTENT, lie=lie))
    [sha256] = await city.admin("GET", "pages")
    return f"{city.base_url}/materials/{sha256}"


@pytest.mark.parametrize("lie", LIES)
async def test_a_material_that_leads_elsewhere_or_never_ends_is_a_fault(
    lie: str, client_of: PartnerClient, city: PartnerCity, partner: Partner
) -> None:
    url = await page_of(city, lie)
    with pytest.raises(LineFault) as fault:
        await client_of.fetch(partner, url, most=100_000)
    assert fault.value.code == LIES[lie]


async def test_hosts_that_nobody_registered_are_not_asked(
    client_of: PartnerClient, city: PartnerCity, partner: Partner
) -> None:
    url = await page_of(city, "")
    for other in (url.replace("127.0.0.1", "localhost"), "http://127.0.0.1:1/x"):
        with pytest.raises(UnsafeAddress) as refused:
            await client_of.fetch(partner, other, most=100)
        assert refused.value.code == "host_not_registered"


@pytest.fixture
async def encoded() -> AsyncIterator[str]:
    """A host whose answers are packed, though nobody asked for it."""

    async def answer(_: web.Request) -> web.Response:
        packed = web.Response(body=b"\x1f\x8b", headers={"Content-Encoding": "gzip"})
        packed.force_close()
        return packed

    app = web.Application()
    app.router.add_get("/x", answer)
    async with running(app) as url:
        yield url


async def test_packed_bytes_are_not_unpacked(
    client_of: PartnerClient, partner: Partner, encoded: str
) -> None:
    partner.base_url = encoded
    with pytest.raises(LineFault) as fault:
        await client_of.fetch(partner, f"{encoded}/x", most=100)
    assert fault.value.code == "content_encoded"


async def test_a_name_that_turns_inwards_is_not_followed(
    city: PartnerCity, partner: Partner, encoded: str
) -> None:
    """Allowed the first time, it leads elsewhere the second time: that answer counts as well."""
    port = encoded.rpartition(":")[2]
    networks = Networks(also=("127.0.0.1/32",), is_local=True)
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    client = PartnerClient(session_in(GuardedResolver(networks, names)), networks)
    partner.base_url = f"http://b.example:{port}"
    try:
        with pytest.raises(LineFault) as fault:
            await client.fetch(partner, f"{partner.base_url}/x", most=100)
        assert fault.value.code == "content_encoded"
        with pytest.raises(UnsafeAddress):
            await client.fetch(partner, f"{partner.base_url}/y", most=100)
    finally:
        await client.close()
