"""A sealed bid opens with both keys, for its need and its bidder, unchanged, and not otherwise."""

import base64
import json
from typing import Any
from uuid import UUID

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mobile_api.agency_supermarket.sealing.offers import (
    LARGEST_CIPHERTEXT,
    PLAIN_LENGTH,
    CannotOpenBid,
    Damaged,
    Malformed,
    NotAKey,
    OtherBidder,
    OtherNeed,
    SealedOffer,
    TooLarge,
    WrongKeys,
    is_recipient,
    new_identity,
    recipient_of,
    seal,
)
from tests.mobile_api.agency_supermarket.sealing.sealing_keys import (
    NEED,
    OTHER,
    OWNER,
    PLATFORM,
    VECTORS,
    an_offer,
    opened,
    sealed,
)

Pyrage = pyrage.x25519
notes = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=180)
amounts = st.none() | st.integers(1, 10**15)


def around(plain: bytes, *recipients: str) -> bytes:
    """Sealed by hand, the innermost first."""
    for recipient in recipients:
        plain = pyrage.encrypt(plain, [Pyrage.Recipient.from_str(recipient)])
    return plain


def by_hand(plain: bytes) -> bytes:
    return around(plain, recipient_of(OWNER), recipient_of(PLATFORM))


def plain_of(offer: SealedOffer) -> bytes:
    """What is inside, opened by hand."""
    inner = pyrage.decrypt(sealed(offer), [Pyrage.Identity.from_str(PLATFORM)])
    plain: bytes = pyrage.decrypt(inner, [Pyrage.Identity.from_str(OWNER)])
    return plain


@given(amounts, st.none() | st.integers(1, 3660), notes)
def test_an_offer_comes_back_as_it_was_sealed(
    price: int | None, days: int | None, note: str
) -> None:
    offer = an_offer(price_fen=price, days=days, note=note)
    assert opened(sealed(offer)) == offer


@given(amounts, notes)
def test_its_length_says_nothing(price: int | None, note: str) -> None:
    assert len(plain_of(an_offer(price_fen=price, note=note))) == PLAIN_LENGTH


@pytest.mark.parametrize("note", ["𠀀" * 180, '"\\' * 90])
def test_the_longest_offer_has_room(note: str) -> None:
    longest = an_offer(need_number="N" * 40, price_fen=10**15, days=3660, note=note)
    assert len(plain_of(longest)) == PLAIN_LENGTH
    assert len(sealed(longest)) < LARGEST_CIPHERTEXT
    assert opened(sealed(longest), need_number="N" * 40) == longest


def test_two_equal_offers_do_not_look_alike() -> None:
    assert an_offer().nonce != an_offer().nonce
    offer = an_offer()
    assert sealed(offer)[-500:] != sealed(offer)[-500:]


@pytest.mark.parametrize(
    "keys",
    [
        {"owner_identity": OTHER},
        {"platform_identity": OTHER},
        {"owner_identity": PLATFORM},
        {"platform_identity": OWNER},
        {"owner_identity": PLATFORM, "platform_identity": OWNER},
    ],
)
def test_one_key_alone_opens_nothing(keys: dict[str, str]) -> None:
    with pytest.raises(WrongKeys):
        opened(sealed(), **keys)


def test_no_single_flipped_bit_opens() -> None:
    ciphertext, found = sealed(), set()
    for place in range(len(ciphertext)):
        changed = bytearray(ciphertext)
        changed[place] ^= 1 << place % 8
        with pytest.raises(CannotOpenBid) as raised:
            opened(bytes(changed))
        found.add(raised.type)
    # In the stanza that carries the key a change cannot be told from a key of somebody else.
    assert found == {Damaged, WrongKeys}


@pytest.mark.parametrize("length", [0, 1, 20, 100, 200, 400, 1000, 1400])
def test_no_part_of_it_opens(length: int) -> None:
    with pytest.raises(Damaged):
        opened(sealed()[:length])


def test_a_flipped_bit_of_the_content_is_damage() -> None:
    ciphertext = sealed()
    with pytest.raises(Damaged):
        opened(ciphertext[:-1] + bytes([ciphertext[-1] ^ 1]))


def test_a_copy_is_nobodys_bid() -> None:
    with pytest.raises(OtherBidder):
        opened(sealed(), agency_id=UUID(int=2))
    with pytest.raises(OtherNeed):
        opened(sealed(), need_number="N999900-20261201-000002-5")


def test_one_layer_is_not_enough() -> None:
    plain = plain_of(an_offer())
    for recipient in (recipient_of(OWNER), recipient_of(PLATFORM)):
        with pytest.raises((Damaged, WrongKeys)):
            opened(around(plain, recipient))


def test_what_is_too_large_is_not_tried() -> None:
    large = by_hand(b" " * LARGEST_CIPHERTEXT)
    with pytest.raises(TooLarge):
        opened(large)
    assert len(large) > LARGEST_CIPHERTEXT


def changed_json(**changes: Any) -> bytes:
    content = json.loads(plain_of(an_offer())) | changes
    kept = {name: value for name, value in content.items() if value != "absent"}
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode().ljust(PLAIN_LENGTH)


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b" " * PLAIN_LENGTH,
        b"null".ljust(PLAIN_LENGTH),
        b"\xff" * PLAIN_LENGTH,
        changed_json(price_fen=0),
        changed_json(price_fen=-1),
        changed_json(price_fen=1.5),
        changed_json(price_fen="100"),
        changed_json(price_fen=True),
        changed_json(price_fen=10**15 + 1),
        changed_json(price_fen="absent"),
        changed_json(days=0),
        changed_json(nonce="00"),
        changed_json(nonce="absent"),
        changed_json(note="a\nb"),
        changed_json(note="a\0b"),
        changed_json(note="a" * 181),
        changed_json(unknown=1),
        changed_json(need_number="n 1"),
    ],
)
def test_what_opens_and_is_no_offer_is_malformed(plain: bytes) -> None:
    with pytest.raises(Malformed):
        opened(by_hand(plain))


def test_an_offer_in_another_spelling_is_malformed() -> None:
    """Of a name that stands twice, one program reads the first value and another the last."""
    plain = changed_json()
    assert opened(by_hand(plain)).price_fen == 1234567
    twice = plain.rstrip().replace(b'{"', b'{"price_fen":1,"', 1)
    spaced = plain.rstrip().replace(b",", b", ", 1)
    for other in (twice.ljust(PLAIN_LENGTH), spaced.ljust(PLAIN_LENGTH), plain.rstrip()):
        with pytest.raises(Malformed):
            opened(by_hand(other))


@pytest.mark.parametrize("price", [0, -1, 10**15 + 1, 1.0])
def test_a_price_that_is_none_is_not_sealed(price: Any) -> None:
    with pytest.raises(ValidationError):
        an_offer(price_fen=price)


def test_each_fault_has_a_code_of_its_own() -> None:
    faults = [WrongKeys, Damaged, Malformed, OtherNeed, OtherBidder, TooLarge]
    assert len({fault.code for fault in faults}) == len(faults)


def test_keys() -> None:
    identity = new_identity()
    assert identity != new_identity()
    assert is_recipient(recipient_of(identity))
    good = recipient_of(identity)
    for text in ("", identity, good[:-1], good + "\n", good.upper(), "age1é"):
        assert not is_recipient(text)
        with pytest.raises(NotAKey):
            seal(an_offer(), text, recipient_of(OWNER))
    changed = recipient_of(identity)[:-1] + ("q" if recipient_of(identity)[-1] != "q" else "p")
    assert not is_recipient(changed)
    with pytest.raises(NotAKey):
        recipient_of("age-secret-key-1")


@pytest.mark.parametrize("bid", VECTORS["bids"])
def test_what_was_sealed_long_ago_still_opens(bid: dict[str, Any]) -> None:
    told = bid["offer"]
    offer = opened(
        base64.b64decode(bid["ciphertext"]),
        owner_identity=VECTORS["owner_identity"],
        platform_identity=VECTORS["platform_identity"],
        need_number=told["need_number"],
        agency_id=UUID(told["agency_id"]),
    )
    assert offer.model_dump(mode="json", exclude={"proposal"}) == told


def test_the_plain_form_is_written_down() -> None:
    """A page that seals must make the same bytes."""
    offer = an_offer(nonce="0" * 32, note="含“税”/")
    assert plain_of(offer).rstrip().decode() == (
        '{"agency_id":"00000000-0000-0000-0000-000000000001","days":20,'
        f'"need_number":"{NEED}","nonce":"{"0" * 32}","note":"含“税”/","price_fen":1234567}}'
    )
