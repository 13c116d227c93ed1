"""Must show 4: every row of both carriers' tables lands right, however the track arrives."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.post.parcels.standing import Scan, standing_of
from notifications.post.parcels.states import CarrierName, ParcelState
from tests.notifications.post.ems.sample import START
from tests.notifications.post.parcels.test_meanings import REVERSALS, ROWS

S = ParcelState
EMS, KUAIDI100 = CarrierName.ems, CarrierName.kuaidi100
STATES = {(source, step): state for source, step, state in ROWS}
COLLECTED = {EMS: "203", KUAIDI100: "103"}
# Written down anew here: what a parcel in the first state no longer is, whatever is scanned.
MOVING = {S.collected, S.in_transit, S.out_for_delivery, S.attempted, S.held_at_locker}
STAYS = {
    S.returning: MOVING,
    S.delivered: MOVING,
    S.lost: {*MOVING, S.returning},
    S.returned: {*MOVING, S.returning, S.delivered},
}


def scan(source: CarrierName, step: str, minute: float) -> Scan:
    code, _, sub_code = step.partition(":")
    return Scan(START + timedelta(minutes=minute), code, sub_code, source)


def told_in_time(source: CarrierName, steps: Sequence[str]) -> ParcelState:
    """Where a parcel stands, by reading its track from the beginning with nothing missing."""
    valid: list[str] = []
    for step in steps:
        undone = REVERSALS.get(step, set()) if source is EMS else set()
        valid = [one for one in valid if one.partition(":")[0].removeprefix("V_") not in undone]
        valid.append(step)
    state = S.ordered
    for step in valid:
        found = STATES[source, step]
        if found is not None and found not in STAYS.get(state, set()):
            state = found
    return state


@pytest.mark.parametrize(("source", "step", "state"), ROWS)
@settings(max_examples=8)
@given(data=st.data())
def test_each_row(
    source: CarrierName, step: str, state: ParcelState | None, data: st.DataObject
) -> None:
    scans = [scan(source, COLLECTED[source], 0), scan(source, step, 5)]
    arrived = data.draw(st.permutations(scans * 2))
    expected = state or told_in_time(source, [COLLECTED[source], step])
    assert standing_of(arrived, S.ordered).state is expected


@pytest.mark.parametrize("source", [EMS, KUAIDI100])
@settings(max_examples=400)
@given(data=st.data())
def test_any_rows_in_any_order_and_repetition(source: CarrierName, data: st.DataObject) -> None:
    rows = sorted(step for whose, step in STATES if whose is source)
    steps = data.draw(st.lists(st.sampled_from(rows), max_size=12))
    scans = [scan(source, step, minute) for minute, step in enumerate(steps)]
    again = data.draw(st.lists(st.sampled_from(scans), max_size=5)) if scans else []
    arrived = data.draw(st.permutations(scans + again))
    assert standing_of(arrived, S.ordered).state is told_in_time(source, steps)


@settings(max_examples=200)
@given(data=st.data())
def test_two_sources_count_as_one(data: st.DataObject) -> None:
    """Kuaidi100 may say what it likes of a parcel as long as EMS is not a day behind it."""
    rows = {
        whose: sorted(step for one, step in STATES if one is whose) for whose in (EMS, KUAIDI100)
    }
    steps = data.draw(st.lists(st.sampled_from(rows[EMS]), min_size=1, max_size=8))
    other = data.draw(st.lists(st.sampled_from(rows[KUAIDI100]), max_size=8))
    told = [scan(EMS, step, minute) for minute, step in enumerate(steps)]
    also = [scan(KUAIDI100, step, 60.0 * hour) for hour, step in enumerate(other)]
    arrived = data.draw(st.permutations(told + also))
    assert standing_of(arrived, S.ordered) == standing_of(told, S.ordered)


def test_the_other_source_counts_once_the_first_fell_silent() -> None:
    told = [scan(EMS, "203", 0), scan(EMS, "389", 30)]
    soon, late = scan(KUAIDI100, "301", 30 + 24 * 60), scan(KUAIDI100, "301", 31 + 24 * 60)
    assert standing_of([*told, soon], S.ordered).state is S.in_transit
    assert standing_of([*told, late], S.ordered).state is S.delivered
    taken_back = [*told, late, scan(EMS, "702", 32 + 24 * 60)]
    assert standing_of(taken_back, S.ordered).state is S.out_for_delivery


@pytest.mark.parametrize("step", ["705:7", "203", "14"])
def test_a_refusal_asks_for_somebody(step: str) -> None:
    source = EMS if ":" in step else KUAIDI100
    first = scan(source, step, 1)
    standing = standing_of([scan(source, step, 9), first], S.ordered)
    assert standing.alert and standing.alert[1] == first.at
