"""Which scans count when several tell of a parcel, and which of them staff are shown."""

from datetime import timedelta

import pytest

from notifications.post.parcels.standing import Scan, authoritative, standing_of
from notifications.post.parcels.states import AlertKind, CarrierName, ParcelState
from tests.notifications.post.ems.sample import START

EMS, KUAIDI100 = CarrierName.ems, CarrierName.kuaidi100
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
# Codes that carry one state and one rank, as EMS may send them within a second.
SAME_RANK = [
    "376",
    "305",
    "911",
    "364",
    "398",
    "423",
    "457",
    "482",
    "516",
    "374",
    "389",
    "404",
    "912",
    "954",
]
SIGNATURES = ["70", "20", "169", "30", "50", "10", "60", "161"]


def test_who_is_alone_is_heard() -> None:
    alone = [Scan(START, "3", source=KUAIDI100)]
    assert authoritative(alone) == alone
    assert standing_of(alone, ParcelState.ordered).state is ParcelState.delivered
    assert authoritative([]) == []


@pytest.mark.parametrize(
    ("behind", "heard"), [(DAY - SECOND, EMS), (DAY, EMS), (DAY + SECOND, KUAIDI100)]
)
def test_ems_is_heard_until_it_is_a_day_behind(behind: timedelta, heard: CarrierName) -> None:
    theirs = [Scan(START - 9 * DAY, "203"), Scan(START, "702")]
    others = [
        Scan(START - 9 * DAY, "1", source=KUAIDI100),
        Scan(START + behind, "3", source=KUAIDI100),
    ]
    assert authoritative([*others, *theirs]) == (theirs if heard is EMS else others)


def test_a_refusal_is_shown_from_its_first_scan() -> None:
    collected, refused = Scan(START, "203"), Scan(START + SECOND, "705", "7")
    again = Scan(START + DAY, "705", "7")
    assert standing_of([collected], ParcelState.ordered).alert is None
    found = standing_of([again, refused, collected], ParcelState.ordered)
    assert found.alert == (AlertKind.refused, refused.at)
    voided = standing_of([collected, refused, Scan(START + DAY, "744")], ParcelState.ordered)
    assert voided.alert is None


def test_of_one_second_the_same_scan_is_always_the_first() -> None:
    carried = [Scan(START, code) for code in SAME_RANK]
    assert standing_of(carried, ParcelState.ordered).scan == Scan(START, min(SAME_RANK))
    signed = [Scan(START, "704", sub_code) for sub_code in SIGNATURES]
    assert standing_of(signed, ParcelState.ordered).scan == Scan(START, "704", min(SIGNATURES))
