"""SM2 against the vector of the standard and against somebody else's code, both ways."""

import gmalg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from mobile_api.signatures import sm2

IDENTITY = b"1234567812345678"
ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
# GB/T 32918.5-2017, A.2.
SECRET = bytes.fromhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
PUBLIC = bytes.fromhex(
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
SIGNED = bytes.fromhex(
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)


def test_the_vector_of_the_standard() -> None:
    assert sm2.public_of(SECRET) == PUBLIC
    assert sm2.verify(PUBLIC, SIGNED, b"message digest")
    assert not sm2.verify(PUBLIC, SIGNED, b"message digest.")


@settings(max_examples=5, deadline=None)
@given(some.binary(max_size=200))
def test_another_implementation_and_ours_believe_each_other(message: bytes) -> None:
    secret = sm2.new_secret()
    public = sm2.public_of(secret)
    other = gmalg.SM2(secret, IDENTITY, b"\x04" + public)
    ours = sm2.sign(secret, message)
    assert other.verify(message, ours[:32], ours[32:])
    # It leaves the zeroes out with which a number of 32 bytes may begin.
    theirs = b"".join(one.rjust(32, b"\0") for one in other.sign(message))
    assert sm2.verify(public, theirs, message)


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        SIGNED[:63],
        SIGNED + b"\0",
        bytes(64),
        SIGNED[:32] + bytes(32),
        ORDER.to_bytes(32, "big") + SIGNED[32:],
        SIGNED[32:] + SIGNED[:32],
    ],
)
def test_what_is_no_signature_of_it_is_refused(signature: bytes) -> None:
    assert not sm2.verify(PUBLIC, signature, b"message digest")


def test_what_is_no_key_is_none() -> None:
    off_the_curve = PUBLIC[:63] + bytes([PUBLIC[63] ^ 1])
    assert sm2.is_public(PUBLIC)
    assert not sm2.is_public(off_the_curve)
    assert not sm2.is_public(PUBLIC[:63])
    assert not sm2.verify(off_the_curve, SIGNED, b"message digest")
    for secret in (bytes(32), ORDER.to_bytes(32, "big"), b"\x01" * 31, b"\x01" * 33):
        with pytest.raises(ValueError):
            sm2.public_of(secret)
        with pytest.raises(ValueError):
            sm2.sign(secret, b"")
