"""Whatever the order and repetition in which a track arrives, the parcel stands in one place."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.post.parcels.standing import Scan, standing_of
from notifications.post.parcels.states import ParcelNews, ParcelState, outcome_to_tell
from tests.notifications.post.ems.sample import START
from tests.simulators.ems.scripts import SCRIPTS

S = ParcelState
# Journeys of EMS, and where each of them ends.
TRACKS: list[tuple[Sequence[str], ParcelState]] = [
    (SCRIPTS["normal"], S.delivered),
    (SCRIPTS["locker"], S.delivered),
    (SCRIPTS["refused"], S.returned),
    (SCRIPTS["reversal"], S.delivered),
    (SCRIPTS["address_change"], S.delivered),
    (SCRIPTS["lost"], S.lost),
    (SCRIPTS["stuck"], S.in_transit),
    (("203", "954", "702", "704:10", "743"), S.out_for_delivery),
    (("203", "702", "704:10", "704:20", "743"), S.out_for_delivery),
    (("203", "702", "704:10", "743", "708", "711"), S.returned),
    (("203", "702", "704:10", "741", "389", "954", "711"), S.returned),
    (("203", "702", "705:7", "744"), S.out_for_delivery),
    (("203", "702", "742"), S.collected),
    (("203", "702", "747", "749"), S.out_for_delivery),
    (("203", "702", "747", "750", "389"), S.returning),
    (("203", "702", "705:8"), S.held_at_locker),
    (("203", "708", "389", "713", "702", "705:1"), S.returning),
    (("203", "447", "448", "389"), S.in_transit),
    (("203", "405", "474"), S.collected),
    (("203", "705:7", "708", "702", "704:10"), S.delivered),
    (("203", "704:10", "954"), S.delivered),
    (("203", "711", "704:10"), S.returned),
    (("203", "988", "704:10"), S.delivered),
    (("203", "207"), S.ordered),
    (("013", "600", "999"), S.ordered),
    ((), S.ordered),
]

WITHIN_A_SECOND: list[tuple[Sequence[str], ParcelState]] = [
    *TRACKS[:3],
    (("203", "954", "713", "702"), S.out_for_delivery),
    (("203", "704:10", "741"), S.returning),
    (("203", "954", "713", "702", "705:1"), S.attempted),
    (("203", "702", "704:10", "743"), S.out_for_delivery),
]


def scans_of(track: Sequence[str], *, spacing: int = 1) -> list[Scan]:
    pairs = [step.partition(":") for step in track]
    return [
        Scan(START + timedelta(minutes=number * spacing), code, sub_code)
        for number, (code, _, sub_code) in enumerate(pairs)
    ]


@pytest.mark.parametrize(("track", "state"), TRACKS, ids=str)
@settings(max_examples=40)
@given(data=st.data())
def test_any_order_and_repetition(
    track: Sequence[str], state: ParcelState, data: st.DataObject
) -> None:
    scans = scans_of(track)
    again = data.draw(st.lists(st.sampled_from(scans), max_size=5)) if scans else []
    arrived = data.draw(st.permutations(scans + again))
    assert standing_of(arrived, S.ordered).state is state


@pytest.mark.parametrize(("track", "state"), WITHIN_A_SECOND, ids=str)
@given(data=st.data())
def test_scans_of_the_same_second(
    track: Sequence[str], state: ParcelState, data: st.DataObject
) -> None:
    arrived = data.draw(st.permutations(scans_of(track, spacing=0)))
    assert standing_of(arrived, S.ordered).state is state


@given(data=st.data())
def test_unknown_codes_change_nothing(data: st.DataObject) -> None:
    scans = scans_of(SCRIPTS["reversal"])
    noise = st.builds(
        Scan, st.sampled_from([scan.at for scan in scans]), st.from_regex("6[0-9]{2}X")
    )
    arrived = data.draw(st.permutations(scans + data.draw(st.lists(noise, max_size=5))))
    assert standing_of(arrived, S.ordered) == standing_of(scans, S.ordered)


def test_delivery_is_dated_by_the_scan_that_holds() -> None:
    scans = scans_of(SCRIPTS["reversal"])
    assert standing_of(scans, S.ordered).scan == scans[-1]
    later = Scan(scans[-1].at + timedelta(hours=1), "748")
    assert standing_of([*scans, later], S.ordered).scan == scans[-1]


@pytest.mark.parametrize(
    ("told", "state", "new", "afterwards"),
    [
        (None, S.ordered, None, None),
        (None, S.collected, ParcelNews.sent, ParcelNews.sent),
        (ParcelNews.sent, S.returning, None, ParcelNews.sent),
        (ParcelNews.sent, S.ordered, None, ParcelNews.sent),
        (ParcelNews.sent, S.delivered, ParcelNews.delivered, ParcelNews.delivered),
        (ParcelNews.delivered, S.delivered, None, ParcelNews.delivered),
        (ParcelNews.delivered, S.out_for_delivery, ParcelNews.reversed, ParcelNews.sent),
        (ParcelNews.delivered, S.ordered, ParcelNews.reversed, ParcelNews.sent),
        (ParcelNews.delivered, S.returned, ParcelNews.returned, ParcelNews.returned),
        (ParcelNews.order_failed, S.collected, ParcelNews.sent, ParcelNews.sent),
        (ParcelNews.sent, S.held_at_locker, ParcelNews.held, ParcelNews.held),
        (ParcelNews.held, S.held_at_locker, None, ParcelNews.held),
        (ParcelNews.held, S.out_for_delivery, None, ParcelNews.held),
        (ParcelNews.held, S.delivered, ParcelNews.delivered, ParcelNews.delivered),
        (ParcelNews.delivered, S.held_at_locker, ParcelNews.reversed, ParcelNews.sent),
        (ParcelNews.delivered, S.cancelled, ParcelNews.reversed, ParcelNews.sent),
    ],
)
def test_outcome_to_tell(
    told: ParcelNews | None,
    state: ParcelState,
    new: ParcelNews | None,
    afterwards: ParcelNews | None,
) -> None:
    assert outcome_to_tell(told, state) == (new, afterwards)


def test_a_parcel_that_lies_there_is_told_of_once_more() -> None:
    told, state = ParcelNews.held, S.held_at_locker
    reminder = (ParcelNews.still_held, ParcelNews.still_held)
    assert outcome_to_tell(told, state, is_long_held=True) == reminder
    told = ParcelNews.still_held
    assert outcome_to_tell(told, state, is_long_held=True) == (None, told)
    assert outcome_to_tell(told, S.out_for_delivery, is_long_held=True) == (None, told)
    assert outcome_to_tell(ParcelNews.sent, S.in_transit, is_long_held=True) == (
        None,
        ParcelNews.sent,
    )
