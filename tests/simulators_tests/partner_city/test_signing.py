"""The simulated city signs and checks as the published vectors do, without the product's code."""

import base64
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.simulators.clock import Clock
from tests.simulators.partner_city.keys import CityKey, CityKeys, public_key
from tests.simulators.partner_city.messages import Answered, Asked, Signing
from tests.simulators.partner_city.signing import Signer, fault_of

_TOLD = json.loads((Path(__file__).parents[3] / "docs/partner/vectors.json").read_text())
VECTORS = [one for one in _TOLD if one["public_key"].startswith("ed25519:")]
_SIGNATURE = ("Signature-Input", "Signature")


def pair(vector: dict[str, Any]) -> tuple[Asked, Answered]:
    """The messages of a vector, as they were signed."""
    request, answer = vector["request"], vector["answer"]
    asked = Asked(
        request["method"], request["url"], dict(request["headers"]), request["body"].encode()
    )
    return asked, Answered(
        answer["status"], asked, dict(answer["headers"]), answer["body"].encode()
    )


def faults(vector: dict[str, Any], *messages: Asked | Answered, late: float = 0) -> list[Any]:
    key = public_key(vector["public_key"])
    keys = {CityKey(secret_of(vector)).key_id: key}
    now = datetime.fromisoformat(vector["now"]).timestamp() + late
    return [fault_of(one, keys, now) for one in messages]


def keys_of(key: CityKey) -> CityKeys:
    keys = CityKeys()
    keys.own = key
    return keys


def secret_of(vector: dict[str, Any]) -> bytes:
    return base64.b64decode(vector["secret_key"].removeprefix("secret-ed25519:"))


@pytest.mark.parametrize("vector", VECTORS)
def test_published_messages_hold(vector: dict[str, Any]) -> None:
    assert len(VECTORS) > 1
    assert faults(vector, *pair(vector)) == [None, None]
    assert faults(vector, *pair(vector), late=601) == ["clock", "clock"]


@pytest.mark.parametrize("vector", VECTORS)
def test_messages_are_signed_as_published(vector: dict[str, Any]) -> None:
    """Ed25519 is deterministic: the same base gives the same signature."""
    key = CityKey(secret_of(vector))
    assert key.public == vector["public_key"]
    signer = Signer(Clock(datetime.fromisoformat(vector["now"]), scale=0), keys_of(key))
    asked, answered = pair(vector)
    for message in (asked, answered):
        told = [message.headers.pop(name) for name in _SIGNATURE]
        signer.sign(message, Signing(nonce=False))
        assert [message.headers[name] for name in _SIGNATURE] == told


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"body": b"{}"}, "digest"),
        ({"url": "https://b.example/partner/v1/messages?after=%e6%8a%a4"}, "signature"),
        ({"method": "PUT"}, "signature"),
    ],
)
def test_a_change_on_the_way_is_named(change: dict[str, Any], fault: str) -> None:
    asked, answered = pair(VECTORS[0])
    for name, value in change.items():
        setattr(asked, name, value)
    assert faults(VECTORS[0], asked) == [fault]
    if fault == "signature":
        assert faults(VECTORS[0], answered) == ["signature"], "the answer is bound to the request"


@pytest.mark.parametrize(
    ("how", "fault"),
    [
        (Signing(), None),
        (Signing(says_algorithm=False), None),
        (Signing(nonce=False), None),
        (Signing(also=["handoff-other"]), None),
        (Signing(unsigned=True), "missing"),
        (Signing(label="sig2"), "malformed"),
        (Signing(tag="yiwang-handoff-2"), "malformed"),
        (Signing(created_offset=-601), "clock"),
        (Signing(created_offset=302), "clock"),
        (Signing(lifetime=301), "clock"),
        (Signing(key="stranger"), "key"),
        (Signing(key_id="0" * 16), "key"),
        (Signing(omit=["@method"]), "components"),
        (Signing(omit=["content-type"]), "components"),
        (Signing(omit=["content-digest"]), "components"),
        (Signing(digest_of="other"), "digest"),
    ],
)
def test_every_wrong_way_to_sign_is_named(how: Signing, fault: str | None) -> None:
    vector = VECTORS[0]
    asked, _ = pair(vector)
    asked.headers["Handoff-Other"] = "x"
    key = CityKey(secret_of(vector))
    Signer(Clock(datetime.fromisoformat(vector["now"]), scale=0), keys_of(key)).sign(
        without_signature(asked), how
    )
    assert faults(vector, asked) == [fault]


def test_a_stranger_under_a_known_name_is_seen() -> None:
    vector = VECTORS[0]
    asked, _ = pair(vector)
    key = CityKey(secret_of(vector))
    signer = Signer(Clock(datetime.fromisoformat(vector["now"]), scale=0), keys_of(key))
    signer.sign(without_signature(asked), Signing(key="stranger", key_id=key.key_id))
    assert faults(vector, asked) == ["signature"]


def without_signature(asked: Asked) -> Asked:
    for name in _SIGNATURE:
        asked.headers.pop(name, None)
    return asked
