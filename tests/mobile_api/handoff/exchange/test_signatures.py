"""Whatever does not hold of a signature is refused by its name, and leaves one line of audit."""

import base64
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile_api.handoff.models import Handoff, IncomingMessage
from mobile_api.handoff.partners.models import OwnKey, Partner, PartnerKey
from mobile_api.handoff.wire.receipts import Envelope
from mobile_api.shared import clock
from mobile_api.shared.process.cache import REDIS
from mobile_api.signatures.service import KeyKind, SigningKey, VerifyingKey
from tests.mobile_api.handoff.exchange.conftest import add_key, registered
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

# How it is signed, what is changed after it, and the word for it.
FAULTS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "no signature": ({"unsigned": True}, {}, "missing"),
    "no field with the value": ({}, {"headers": {"Signature": None}}, "missing"),
    "no readable field": ({}, {"headers": {"Signature-Input": "sig1=("}}, "malformed"),
    "no readable value": ({}, {"headers": {"Signature": "sig1=7"}}, "malformed"),
    "another label": ({"label": "sig2"}, {}, "malformed"),
    "another protocol": ({"tag": "yiwang-handoff-2"}, {}, "malformed"),
    "method not covered": ({"omit": ["@method"]}, {}, "components"),
    "target not covered": ({"omit": ["@target-uri"]}, {}, "components"),
    "digest not covered": ({"omit": ["content-digest"]}, {}, "components"),
    "type not covered": ({"omit": ["content-type"]}, {}, "components"),
    "id not covered": ({"omit": ["handoff-message-id"]}, {}, "components"),
    "an old clock": ({"created_offset": -901}, {}, "clock"),
    "a clock ahead": ({"created_offset": 400}, {}, "clock"),
    "too long a life": ({"lifetime": 301}, {}, "clock"),
    "an unknown key": ({"key": "stranger"}, {}, "key"),
    "a key of somebody else": ({"key_id": "0000000000000000"}, {}, "key"),
    "a forged signature": ({"key": "stranger", "key_id": "own"}, {}, "signature"),
    "another body": ({}, {"body": '{"version":"1"}'}, "digest"),
    "the digest of another body": ({"digest_of": "{}"}, {}, "digest"),
    "another digest": ({}, {"headers": {"Content-Digest": "sha-256=:AAAA:"}}, "digest"),
    "another type": ({}, {"headers": {"Content-Type": "application/json; a=b"}}, "signature"),
    "another path": ({}, {"url": "/partner/v1/messages/"}, "signature"),
    "another query": ({}, {"url": "/partner/v1/messages?x=1"}, "signature"),
    "an empty query": ({}, {"url": "/partner/v1/messages?"}, "signature"),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_a_signature_that_does_not_hold_is_refused(
    name: str, city: PartnerCity, partner: Partner, case: dict[str, Any], stack: Stack
) -> None:
    signing, after, word = FAULTS[name]
    if signing.get("key_id") == "own":
        signing = signing | {"key_id": city.key_id}
    if "url" in after:
        after = after | {"url": stack.api + after["url"]}
    before = await filled()
    sent = await city.hand_over(says=case, signing=signing, after=after)
    assert (sent.answered.status, sent.answered.code) == (401, f"signature_{word}")
    assert written(before, await filled()) == TOLD
    assert await audited() == [
        {
            "caller_key": "anyone",
            "action": "partner_call_refused",
            "subject_id": f"signature_{word}",
        }
    ]


async def test_a_refusal_is_signed_where_it_can_be_bound(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    sent = await city.hand_over(says=case, signing={"key": "stranger"})
    assert (sent.answered.code, sent.answered.fault) == ("signature_key", None)
    bare = await city.hand_over(says=case, signing={"unsigned": True})
    assert (bare.answered.code, bare.answered.fault) == ("signature_missing", "missing")


async def test_json_written_anew_is_another_body(
    stack: Stack, client: httpx.AsyncClient, own_key: OwnKey
) -> None:
    key = SigningKey.new(KeyKind.ed25519)
    await registered("b", str(key.public), "https://b.example", "age1")
    said = signed(stack.api, key, b'{"version": "1", "kind": "case"}')
    answer = await sent(client, replace(said, body=said.body.replace(b" ", b"")))
    assert (answer.status_code, answer.json()["code"]) == (401, "signature_digest")


async def test_the_very_same_signature_serves_once_whatever_is_forgotten(
    city: PartnerCity, partner: Partner, case: dict[str, Any], stack: Stack
) -> None:
    first = await city.hand_over(says=case)
    await stack.settle()
    await REDIS.of(stack.app).flushdb()
    before = await filled()
    again = await city.replay(first.answered.number)
    assert (again.status, again.code, again.fault) == (409, "replayed", None)
    assert written(before, await filled()) == TOLD


async def test_a_question_serves_once_too(city: PartnerCity, partner: Partner) -> None:
    first = await city.get("/partner/v1/handoffs/0190a0a0-0000-7000-8000-000000000001")
    assert (first.status, first.code, first.fault) == (404, "not_found", None)
    # Refused, it has used nothing up.
    again = await city.replay(first.number)
    assert (again.status, again.code) == (404, "not_found")


async def test_signatures_are_forgotten_once_the_clock_refuses_them(
    city: PartnerCity, partner: Partner, case: dict[str, Any], stack: Stack
) -> None:
    first = await city.hand_over(says=case)
    await stack.sweep("forget_old_signatures")
    assert (await city.replay(first.answered.number)).code == "replayed"
    with clock.standing_at(clock.now() + timedelta(seconds=601)):
        await stack.sweep("forget_old_signatures")
        late = await city.replay(first.answered.number)
    assert (late.status, late.code) == (401, "signature_clock")


async def test_a_partner_with_keys_of_sm2(
    stack: Stack, client: httpx.AsyncClient, own_key: OwnKey
) -> None:
    key = SigningKey.new(KeyKind.sm2)
    await registered("sm", str(key.public), "https://sm.example", "age1")
    said = signed(stack.api, key, b"", method="GET", path="/partner/v1/handoffs/" + NOWHERE)
    answer = await sent(client, said)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    check_answer(said, answer, VerifyingKey.read(own_key.public_key))
    forged = signed(stack.api, key, b"", method="GET", path="/partner/v1/handoffs/" + NOWHERE)
    forged.headers["Signature"] = said.headers["Signature"]
    assert (await sent(client, forged)).json()["code"] == "signature_signature"


NOWHERE = "0190a0a0-0000-7000-8000-000000000001"
KEYS: dict[str, dict[str, timedelta]] = {
    "revoked": {"revoked_at": timedelta()},
    "over": {"valid_until": timedelta()},
    "not yet begun": {"valid_from": timedelta(seconds=60)},
}


@pytest.mark.parametrize("name", KEYS)
async def test_a_key_that_is_not_good_is_dead_at_once(
    name: str, city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    assert (await city.hand_over(says=case)).answered.status == 202
    changes = {field: clock.now() + away for field, away in KEYS[name].items()}
    await PartnerKey.filter(key_id=city.key_id).update(**changes)
    before = await filled()
    sent = await city.hand_over(says=case)
    assert (sent.answered.status, sent.answered.code) == (401, "signature_key")
    assert written(before, await filled()) == TOLD


async def test_two_keys_are_good_at_once(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    await city.rotate_key()
    assert (await city.hand_over(says=case)).answered.code == "signature_key"
    await add_key(partner, city.public_key)
    assert (await city.hand_over(says=case)).answered.status == 202


async def test_another_partners_handoff_is_unknown(
    stack: Stack,
    client: httpx.AsyncClient,
    city: PartnerCity,
    partner: Partner,
    case: dict[str, Any],
) -> None:
    first = await city.hand_over(says=case)
    key = SigningKey.new(KeyKind.ed25519)
    await registered("nosy", str(key.public), "https://nosy.example", "age1")
    body = (
        f'{{"version":"1","kind":"withdrawal","handoff_id":"{first.handoff_id}",'
        f'"asked_at":"{clock.in_beijing(clock.now())}"}}'
    )
    answer = await sent(client, signed(stack.api, key, body.encode()))
    assert answer.status_code == 422
    envelope = Envelope.model_validate_json(answer.content)
    assert b'"code":"unknown_handoff"' in base64.b64decode(envelope.receipt)
    row = await IncomingMessage.get(answer_status=422)
    assert row.handoff_row_id is None
    handoff = await Handoff.get(handoff_id=first.handoff_id)
    assert handoff.withdrawal_asked_at is None
    path = f"/partner/v1/handoffs/{first.handoff_id}"
    asked = await sent(client, signed(stack.api, key, method="GET", path=path))
    assert (asked.status_code, asked.json()["code"]) == (404, "not_found")
    # The one whose it is reads on.
    assert (await city.get(path)).status == 200


async def test_host_says_nothing(stack: Stack, client: httpx.AsyncClient, own_key: OwnKey) -> None:
    key = SigningKey.new(KeyKind.ed25519)
    await registered("b", str(key.public), "https://b.example", "age1")
    said = signed("https://other.example", key, method="GET", path="/partner/v1/items")
    answer = await client.get(
        "/partner/v1/items", headers={**said.headers, "Host": "other.example"}
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "signature_signature")
