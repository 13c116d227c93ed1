"""A key under a passphrase takes seconds of the one thread that makes them: it is asked for last,
by few at once, and by one person now and then."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from mobile_api.agency_supermarket.sealing.passphrases import MOST_AT_ONCE, TURNS
from mobile_api.shared import clock
from tests.mobile_api.agency_supermarket.needing import OWN_NEEDS, Bidder, Buyer

KEY = {"passphrase": "马跃檀溪 九月初九 天气晴好"}
OFTEN = 10


@pytest.fixture
def every_turn() -> Iterator[None]:
    """As many work and wait as may."""
    for _ in range(MOST_AT_ONCE):
        assert TURNS.acquire(blocking=False)
    yield
    for _ in range(MOST_AT_ONCE):
        TURNS.release()


async def test_what_cannot_be_published_takes_no_turn(
    every_turn: None, buyer: Buyer, bidders: list[Bidder]
) -> None:
    """Red before: the key was made first, for a need of somebody else as well."""
    need_id = await buyer.draft()
    foreign = await bidders[0].call("POST", f"{OWN_NEEDS}/{need_id}/publish", KEY)
    assert foreign.json()["code"] == "need_not_found"
    soon = await buyer.draft(bids_close_at=(clock.now() + timedelta(hours=1)).isoformat())
    assert (await buyer.act(soon, "publish", KEY)).json()["code"] == "bids_close_too_early"
    published = await buyer.publish()
    again = await buyer.act(published, "publish", KEY)
    assert again.json()["code"] == "need_move_not_allowed"


async def test_whoever_would_wait_too_long_is_told(every_turn: None, buyer: Buyer) -> None:
    need_id = await buyer.draft()
    for _ in range(OFTEN):
        refused = await buyer.act(need_id, "publish", KEY)
        assert (refused.status_code, refused.json()["code"]) == (503, "temporarily_unavailable")
        assert refused.headers["Retry-After"]
    refused = await buyer.act(need_id, "publish", KEY)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")


async def test_a_turn_is_given_back(buyer: Buyer) -> None:
    need_id = await buyer.draft()
    assert (await buyer.act(need_id, "publish", KEY)).is_success
    taken = 0
    while TURNS.acquire(blocking=False):
        taken += 1
    for _ in range(taken):
        TURNS.release()
    assert taken == MOST_AT_ONCE
