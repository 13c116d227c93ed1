"""The vectors of RFC 9421 (appendix B) and of SM2 and SM3, through what the product signs with.

`standards.json` is run by the packages for Node as well, see `tests/independent/`.
"""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from http_message_signatures import HTTPSignatureAlgorithm, InvalidSignature, algorithms
from http_message_signatures.resolvers import MappingKeyResolver

from mobile_api.signatures import sm2
from mobile_api.signatures.keys import VerifyingKey
from mobile_api.signatures.library import Ed25519, LibraryVerifier
from mobile_api.signatures.messages import Answer, Request

STANDARDS: dict[str, Any] = json.loads((Path(__file__).parent / "standards.json").read_text())
RFC_9421: dict[str, Any] = STANDARDS["rfc9421"]
# Ed25519 is our own, the others those of the library that makes our signature bases.
ALGORITHMS: dict[str, type[HTTPSignatureAlgorithm]] = {
    "rsa-pss-sha512": algorithms.RSA_PSS_SHA512,
    "ecdsa-p256-sha256": algorithms.ECDSA_P256_SHA256,
    "hmac-sha256": algorithms.HMAC_SHA256,
    "ed25519": Ed25519,
}
each = pytest.mark.parametrize("vector", RFC_9421["vectors"], ids=lambda one: one["section"])


def message_of(vector: dict[str, Any]) -> Request | Answer:
    """With the signature of the vector under our label."""
    request, response = RFC_9421["request"], RFC_9421["response"]
    signed = {
        "Signature-Input": f"sig1={vector['input']}",
        "Signature": f"sig1=:{vector['signature']}:",
    }
    asked = Request(request["method"], request["url"], dict(request["headers"]), b"")
    if vector["message"] == "request":
        asked.headers.update(signed)
        return asked
    return Answer(response["status"], asked, dict(response["headers"]) | signed)


def key_of(vector: dict[str, Any]) -> Any:
    if vector["algorithm"] == "hmac-sha256":
        return base64.b64decode(vector["key"])
    public = load_pem_public_key(vector["key"].encode())
    if vector["algorithm"] == "ed25519":
        raw = base64.b64encode(public.public_bytes_raw()).decode()  # type: ignore[union-attr]
        return VerifyingKey.read(f"ed25519:{raw}")
    return public


def verify(vector: dict[str, Any]) -> None:
    key_id = vector["input"].partition('keyid="')[2].partition('"')[0]
    keys = MappingKeyResolver(public_keys={key_id: key_of(vector)}, private_keys={})
    algorithm = ALGORITHMS[vector["algorithm"]]
    verifier = LibraryVerifier(signature_algorithm=algorithm, key_resolver=keys)
    verifier.verify(message_of(vector), max_age=None)


@each
def test_a_vector_of_rfc_9421_holds(vector: dict[str, Any]) -> None:
    verify(vector)


@each
def test_and_holds_no_longer_where_it_was_changed(vector: dict[str, Any]) -> None:
    changed = vector | {"input": vector["input"].replace("1618884473", "1618884474")}
    with pytest.raises(InvalidSignature):
        verify(changed)


@pytest.mark.parametrize("vector", STANDARDS["sm3"]["vectors"])
def test_the_vectors_of_sm3(vector: dict[str, str]) -> None:
    digest = hashes.Hash(hashes.SM3())
    digest.update(vector["message"].encode())
    assert digest.finalize().hex() == vector["digest"]


def test_the_vector_of_sm2() -> None:
    vector = STANDARDS["sm2"]
    public, signature = bytes.fromhex(vector["public"]), bytes.fromhex(vector["signature"])
    message = vector["message"].encode()
    assert sm2.public_of(bytes.fromhex(vector["secret"])) == public
    assert sm2.verify(public, signature, message)
    assert not sm2.verify(public, signature, message + b".")
