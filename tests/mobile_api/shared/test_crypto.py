"""Sealing and keyed hashes: bound to place and key, never readable, and rotation works."""

import base64
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_api.shared.crypto import CannotOpen, Keyring, derived_key

OLD = base64.b64encode(bytes(range(32))).decode()
NEW = base64.b64encode(bytes(range(1, 33))).decode()


@given(st.binary(max_size=2000))
def test_what_is_sealed_opens_in_its_place(plain: bytes) -> None:
    ring = Keyring(NEW)
    assert ring.open(ring.seal(plain, "person.name"), "person.name") == plain


def test_the_same_text_is_sealed_differently_each_time() -> None:
    ring = Keyring(NEW)
    assert ring.seal(b"x" * 20, "person.name") != ring.seal(b"x" * 20, "person.name")


@given(st.integers(0, 60), st.integers(1, 255))
def test_any_changed_byte_is_noticed(place: int, change: int) -> None:
    ring = Keyring(NEW)
    sealed = bytearray(ring.seal(b"a" * 28, "person.name"))
    sealed[place] ^= change
    with pytest.raises(CannotOpen):
        ring.open(bytes(sealed), "person.name")


def test_a_value_moved_to_another_column_does_not_open() -> None:
    ring = Keyring(NEW)
    assert ring.open(ring.seal(b"secret", "person.phone"), "person.phone") == b"secret"
    with pytest.raises(CannotOpen):
        ring.open(ring.seal(b"secret", "person.name"), "person.phone")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01abcd", b"\x02" + bytes(40)])
def test_garbage_is_refused(sealed: bytes) -> None:
    with pytest.raises(CannotOpen):
        Keyring(NEW).open(sealed, "person.name")


@pytest.mark.parametrize("length", range(0, 33))
def test_a_value_cut_short_is_refused(length: int) -> None:
    ring = Keyring(NEW)
    with pytest.raises(CannotOpen):
        ring.open(ring.seal(b"", "person.name")[:length], "person.name")


def test_a_retired_key_still_opens_and_no_longer_seals() -> None:
    before, after = Keyring(OLD), Keyring(NEW, [OLD])
    assert after.open(before.seal(b"old", "t.c"), "t.c") == b"old"
    with pytest.raises(CannotOpen):
        before.open(after.seal(b"new", "t.c"), "t.c")


def test_hashes_differ_by_purpose_and_key() -> None:
    one, other = Keyring(NEW), Keyring(OLD)
    value = one.keyed_hash("11010119900307001X", "id_number")
    assert value == Keyring(NEW).keyed_hash("11010119900307001X", "id_number")
    assert value != one.keyed_hash("11010119900307001X", "case-query")
    assert value != other.keyed_hash("11010119900307001X", "id_number")
    assert len(value) == 32


def test_rows_are_still_found_after_a_rotation() -> None:
    before, after = Keyring(OLD), Keyring(NEW, [OLD])
    assert after.keyed_hash("openid", "wechat") == before.keyed_hash("openid", "wechat")


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring(base64.b64encode(bytes(16)).decode())


def test_a_key_is_derived_once() -> None:
    ring = Keyring(base64.b64encode(os.urandom(32)).decode())
    before = derived_key.cache_info().misses
    hashes = {ring.keyed_hash("openid", "count") for _ in range(3)}
    keys = {ring.derived("access-token") for _ in range(3)}
    assert len(hashes) == len(keys) == 1
    assert derived_key.cache_info().misses == before + 2
