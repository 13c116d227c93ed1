"""Who stands behind a bid: avoidance, one controller, one person for two agencies."""

from typing import Any
from uuid import UUID

import pytest

from mobile_api.agency_supermarket.selection.schemas import ExclusionReason
from mobile_api.agency_supermarket.selection.screening import BidFacts, OwnerFacts, screened

OWNER = OwnerFacts(frozenset({"owner"}), frozenset({UUID(int=1009)}))


def bid(number: int, **others: Any) -> BidFacts:
    """A bid against which nothing speaks; an agency and a person of its own."""
    given: dict[str, Any] = {
        "agency_id": UUID(int=1000 + number),
        "submitted_by": UUID(int=2000 + number),
        "controllers": frozenset({f"controller {number}"}),
    }
    return BidFacts(bid_id=UUID(int=number), **(given | others))


def out(*bids: BidFacts) -> dict[int, str]:
    return {one.int: reason.value for one, reason in screened(bids, OWNER).items()}


def test_nothing_speaks_against_bidders_who_have_nothing_to_do_with_each_other() -> None:
    assert out(bid(1), bid(2), bid(3)) == {}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"withdrawn": True}, "withdrawn"),
        ({"readable": False}, "unreadable"),
        ({"agency_id": UUID(int=1009)}, "avoided"),
        ({"controllers": frozenset({"owner", "other"})}, "same_controller"),
        ({"barred": ExclusionReason.blacklisted}, "blacklisted"),
        ({"barred": ExclusionReason.suspended}, "suspended"),
        ({"qualified": False}, "qualification_expired"),
    ],
)
def test_each_reason_takes_that_bid_out_alone(change: dict[str, Any], reason: str) -> None:
    assert out(bid(1), bid(2, **change)) == {2: reason}


def test_one_person_for_two_agencies_takes_both_out() -> None:
    one = UUID(int=7)
    assert out(bid(1, submitted_by=one), bid(2), bid(3, submitted_by=one)) == {
        1: "double",
        3: "double",
    }


def test_two_agencies_under_one_controller_are_both_out() -> None:
    both = frozenset({"holding"})
    assert out(bid(1, controllers=both | {"x"}), bid(2, controllers=both), bid(3)) == {
        1: "same_controller",
        2: "same_controller",
    }


def test_a_withdrawn_bid_takes_no_other_one_out() -> None:
    one, both = UUID(int=7), frozenset({"holding"})
    withdrawn = bid(1, submitted_by=one, controllers=both, withdrawn=True)
    assert out(withdrawn, bid(2, submitted_by=one, controllers=both)) == {1: "withdrawn"}


def test_a_bid_that_does_not_open_still_shows_who_stands_behind_it() -> None:
    """Else a second bid could be made unreadable to save the first."""
    one = UUID(int=7)
    spoilt = bid(1, submitted_by=one, readable=False)
    assert out(spoilt, bid(2, submitted_by=one)) == {1: "unreadable", 2: "double"}
