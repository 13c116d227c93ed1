"""Detached signatures: of one message for one purpose by one key, which outlives its secret."""

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from mobile_api.signatures.schemas import PublicKey, Signature
from mobile_api.signatures.service import SIGNER, Signer, public_keys, sign, verify
from tests.stack import Stack

OLD = base64.b64encode(bytes(range(32))).decode()
NEW = base64.b64encode(bytes(range(1, 33))).decode()
SIGNS = Signer(NEW)
[KEY] = SIGNS.public_keys
SIGNED = SIGNS.sign(b"what was said", "purpose")


def holds(**changes: Any) -> bool:
    given_: dict[str, Any] = {
        "message": b"what was said",
        "purpose": "purpose",
        "signature": SIGNED,
        "public_key": KEY,
    }
    return verify(**(given_ | changes))


@given(st.binary(max_size=2000), st.from_regex("[a-z][a-z0-9-]{0,63}", fullmatch=True))
def test_what_is_signed_is_verified(message: bytes, purpose: str) -> None:
    assert verify(message, purpose, SIGNS.sign(message, purpose), KEY)


@given(st.integers(0, 63), st.integers(1, 255))
def test_any_changed_byte_of_a_signature_is_noticed(place: int, change: int) -> None:
    raw = bytearray(base64.b64decode(SIGNED.value))
    raw[place] ^= change
    changed = SIGNED.model_copy(update={"value": base64.b64encode(raw).decode()})
    assert holds()
    assert not holds(signature=changed)


def test_it_is_of_nothing_else_and_for_nothing_else_and_by_nobody_else() -> None:
    [other] = Signer(OLD).public_keys
    assert not holds(message=b"what was said ")
    assert not holds(purpose="purpose-b")
    assert not holds(public_key=other)
    assert not holds(public_key=other.model_copy(update={"key_id": KEY.key_id}))
    assert not holds(signature=SIGNED.model_copy(update={"key_id": other.key_id}))


def test_a_key_that_goes_by_another_id_is_not_believed() -> None:
    """Else a list of keys could be looked up by an id that says nothing of the key."""
    named = "0" * 16
    signature = SIGNED.model_copy(update={"key_id": named})
    assert not holds(signature=signature, public_key=KEY.model_copy(update={"key_id": named}))


@pytest.mark.parametrize("value", ["*" * 88, "A" * 88, "é" * 88])
def test_garbage_is_no_signature(value: str) -> None:
    assert not holds(signature=Signature(key_id=KEY.key_id, value=value))
    assert not holds(public_key=PublicKey(key_id=KEY.key_id, value=value[:44]))


@pytest.mark.parametrize("purpose", ["", "Purpose", "a\nb", "a b", "a" * 65, "1a"])
def test_a_purpose_is_a_name(purpose: str) -> None:
    with pytest.raises(ValueError, match="purpose"):
        SIGNS.sign(b"", purpose)


def test_a_purpose_cannot_be_prolonged_into_the_message() -> None:
    assert not verify(b"b\nx", "a", SIGNS.sign(b"x", "a-b"), KEY)
    assert not verify(b"-b\nx", "a", SIGNS.sign(b"x", "a-b"), KEY)


def test_whoever_checks_needs_nothing_of_ours() -> None:
    """The bytes are written down: another program makes them."""
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(KEY.value))
    key.verify(base64.b64decode(SIGNED.value), b"yiwang-signature/1\npurpose\nwhat was said")


def test_the_key_of_a_retired_secret_is_published_and_signs_no_more() -> None:
    before, after = Signer(OLD), Signer(NEW, [OLD])
    [old] = before.public_keys
    assert after.public_keys == [KEY, old]
    assert after.sign(b"x", "p").key_id == KEY.key_id
    assert verify(b"x", "p", before.sign(b"x", "p"), old)


def test_a_signature_is_the_same_each_time() -> None:
    assert SIGNS.sign(b"what was said", "purpose") == SIGNED
    assert SIGNED.model_dump() == {
        "key_id": "217fc0de360a74c6",
        "value": (
            "O7dsNd1quGqwxuLPgqWI9MPUYlv1BbqNq0ZP3RTem730"
            "CnuZFC4Rzre+QWvz5XocbJvKUesS4IGe07PAGzmXBw=="
        ),
    }


def test_a_short_secret_signs_nothing() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Signer(base64.b64encode(bytes(31)).decode())


async def test_a_process_signs_by_its_own_secret(stack: Stack) -> None:
    own = Signer.of(stack.settings).public_keys
    assert public_keys() == own
    with stack.having(SIGNER, Signer(NEW, [OLD])):
        assert sign(b"what was said", "purpose") == SIGNED
        assert public_keys()[0] == KEY
