"""A proposal within a sealed offer: one length for all of them, and none is spelled as before."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mobile_api.agency_supermarket.sealing.offers import (
    LARGEST_CIPHERTEXT,
    LONGEST_PROPOSAL,
    PLAIN_LENGTH,
    PROPOSAL_LENGTH,
    Malformed,
    is_proposal,
)
from tests.mobile_api.agency_supermarket.sealing.sealing_keys import (
    AGENCY,
    NEED,
    an_offer,
    opened,
    sealed,
)
from tests.mobile_api.agency_supermarket.sealing.test_sealing import by_hand, plain_of

lines = st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.just("\n"), min_size=1)


@given(lines)
def test_a_proposal_comes_back_as_it_was_sealed(text: str) -> None:
    offer = an_offer(proposal=text)
    assert opened(sealed(offer)) == offer
    assert len(plain_of(offer)) == PROPOSAL_LENGTH


@pytest.mark.parametrize("text", ["方" * LONGEST_PROPOSAL, '"\\' * (LONGEST_PROPOSAL // 2), "\n"])
def test_the_longest_proposal_has_room(text: str) -> None:
    longest = an_offer(price_fen=10**15, days=3660, note='"\\' * 90, proposal=text)
    assert len(plain_of(longest)) == PROPOSAL_LENGTH
    assert len(sealed(longest)) < LARGEST_CIPHERTEXT


@pytest.mark.parametrize("text", ["", "方" * (LONGEST_PROPOSAL + 1), "𠀀" * 17_000, "a\tb", "a\0b"])
def test_what_has_no_room_is_no_proposal(text: str) -> None:
    assert not is_proposal(text)
    with pytest.raises(ValidationError):
        an_offer(proposal=text)


def test_a_bid_sealed_by_an_older_release_opens() -> None:
    """It knew of no proposals, so their name stands nowhere in it."""
    text = (
        f'{{"agency_id":"{AGENCY}","days":5,"need_number":"{NEED}","nonce":"{"0" * 32}",'
        '"note":"","price_fen":100}'
    )
    found = opened(by_hand(text.encode().ljust(PLAIN_LENGTH)))
    assert (found.price_fen, found.proposal) == (100, None)
    assert b"proposal" not in plain_of(found)


@pytest.mark.parametrize("value", [None, "", "a\tb", 5, ["方案"]])
@pytest.mark.parametrize("length", [PLAIN_LENGTH, PROPOSAL_LENGTH])
def test_a_proposal_in_another_spelling_is_malformed(value: Any, length: int) -> None:
    content = json.loads(plain_of(an_offer())) | {"proposal": value}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    with pytest.raises(Malformed):
        opened(by_hand(text.encode().ljust(length)))
