"""The owner's identity under a passphrase."""

import base64

import pyrage
import pytest

from mobile_api.agency_supermarket.sealing.offers import NotAKey, new_identity, recipient_of
from mobile_api.agency_supermarket.sealing.passphrases import (
    LONGEST_PASSPHRASE,
    NotKept,
    PassphraseUnfit,
    WrongPassphrase,
    identity_of_passphrase,
    identity_under_passphrase,
)
from tests.mobile_api.agency_supermarket.sealing.sealing_keys import VECTORS

KEPT, PASSPHRASE, OWNER = VECTORS["kept"], VECTORS["passphrase"], VECTORS["owner_identity"]


def armoured(content: bytes) -> str:
    lines = base64.encodebytes(content).decode()
    head, tail = "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"
    return f"{head}\n{lines}{tail}\n"


def content() -> bytes:
    return base64.b64decode("".join(KEPT.splitlines()[1:-1]))


def test_what_was_kept_long_ago_is_found_again() -> None:
    assert identity_of_passphrase(KEPT, PASSPHRASE) == OWNER


def test_an_identity_is_found_again_by_its_passphrase_alone() -> None:
    identity, words = new_identity(), "一二三四五六七八九十甲乙"
    kept = identity_under_passphrase(identity, words)
    assert identity[-20:] not in kept
    assert identity_of_passphrase(kept, words) == identity
    with pytest.raises(WrongPassphrase):
        identity_of_passphrase(kept, "一二三四五六七八九十甲丙")


def test_one_that_was_changed_is_not_found() -> None:
    changed = bytearray(content())
    changed[-1] ^= 1
    with pytest.raises(WrongPassphrase):
        identity_of_passphrase(armoured(bytes(changed)), PASSPHRASE)


@pytest.mark.parametrize("passphrase", ["", "a" * 11, "a" * (LONGEST_PASSPHRASE + 1)])
def test_a_passphrase_that_keeps_nothing_is_refused(passphrase: str) -> None:
    with pytest.raises(PassphraseUnfit):
        identity_under_passphrase(OWNER, passphrase)


def test_nothing_but_an_identity_is_kept() -> None:
    with pytest.raises(NotAKey):
        identity_under_passphrase("something else", PASSPHRASE)
    other = pyrage.passphrase.encrypt(b"something else", PASSPHRASE, armored=True)
    with pytest.raises(NotKept):
        identity_of_passphrase(other.decode(), PASSPHRASE)


@pytest.mark.parametrize("work", [b"21", b"30", b"99", b"0", b"181"])
def test_a_file_that_asks_for_more_work_is_not_tried(work: bytes) -> None:
    """scrypt at 2^30 would take a TiB of memory."""
    assert b" 18\n" in content()[:80]
    with pytest.raises(NotKept):
        identity_of_passphrase(armoured(content().replace(b" 18\n", b" " + work + b"\n")), "a" * 12)


def test_what_is_no_such_file_is_not_tried() -> None:
    for_a_key = pyrage.encrypt(
        OWNER.encode(), [pyrage.x25519.Recipient.from_str(recipient_of(OWNER))], armored=True
    )
    for text in ("", OWNER, armoured(b"")[:40], KEPT + "x", KEPT * 9, for_a_key.decode()):
        with pytest.raises(NotKept):
            identity_of_passphrase(text, PASSPHRASE)
    with pytest.raises(NotKept):
        identity_of_passphrase(KEPT.replace("YWdl", "YWdl=", 1), PASSPHRASE)
    with pytest.raises(NotKept):
        identity_of_passphrase(armoured(content() + bytes(4096)), PASSPHRASE)
