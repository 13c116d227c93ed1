"""The tables of both sources against what is known of them, row by row."""

import pytest

from notifications.post.parcels.meanings import UNKNOWN_TEXT, meaning_of, table_of
from notifications.post.parcels.states import AlertKind, CarrierName, ParcelState

EMS_STATES = {
    ParcelState.collected: "203 208 303 336 345",
    ParcelState.in_transit: "305 364 374 376 389 V_398 398 404 423 457 472 482 516 713 756 802 803 "
    "911 912 954 V_954",
    ParcelState.out_for_delivery: "702 749",
    ParcelState.attempted: "705 705:1 705:2 705:3 705:4 705:5 705:6 705:7 705:10 705:11 705:12 "
    "705:14 705:15 705:16",
    ParcelState.held_at_locker: "747 723 705:8 705:9",
    ParcelState.delivered: "704 748 704:10 704:20 704:30 704:50 704:60 704:70 704:161 704:169",
    ParcelState.returning: "405 447 708 741 750 801",
    ParcelState.returned: "711",
    ParcelState.lost: "987 988 705:13",
    None: "013 993 207 212 304 424 448 474 483 742 743 744",
}
KUAIDI100_STATES = {
    ParcelState.collected: "1 103",
    ParcelState.in_transit: "0 7 8 10 11 12 13 1001 1002 1003",
    ParcelState.out_for_delivery: "5",
    ParcelState.held_at_locker: "501 205",
    ParcelState.attempted: "203 204 206 207",
    ParcelState.delivered: "3 301 302 303 304",
    ParcelState.returning: "6 14",
    ParcelState.returned: "4",
    ParcelState.cancelled: "401",
    None: "2 101 102 201 202 208 209 210",
}
ROWS = [
    (source, step, state)
    for source, states in (
        (CarrierName.ems, EMS_STATES),
        (CarrierName.kuaidi100, KUAIDI100_STATES),
    )
    for state, steps in states.items()
    for step in steps.split()
]
REVERSALS = {
    "207": {"203"},
    "212": {"208"},
    "304": {"303", "336", "345"},
    "424": {"423"},
    "448": {"447"},
    "472": {"404"},
    "474": {"405"},
    "483": {"482"},
    "742": {"702"},
    "743": {"704"},
    "744": {"705"},
}


@pytest.mark.parametrize(("source", "step", "state"), ROWS)
def test_state_of_a_code(source: CarrierName, step: str, state: ParcelState | None) -> None:
    code, _, sub_code = step.partition(":")
    found = meaning_of(source, code, sub_code)
    assert found.state is state
    assert found.text != UNKNOWN_TEXT


@pytest.mark.parametrize("source", list(CarrierName))
def test_every_row_is_judged_here(source: CarrierName) -> None:
    codes, finer = table_of(source)
    judged = {step.removeprefix("V_") for whose, step, _ in ROWS if whose is source}
    assert judged == {*codes, *(f"{code}:{sub_code}" for code, sub_code in finer)}


@pytest.mark.parametrize(("code", "undone"), REVERSALS.items())
def test_reversal_stands_after_what_it_undoes(code: str, undone: set[str]) -> None:
    found = meaning_of(CarrierName.ems, code)
    assert found.undoes == undone
    assert all(found.rank > meaning_of(CarrierName.ems, one).rank for one in undone)


def test_nothing_else_undoes() -> None:
    codes, _ = table_of(CarrierName.ems)
    assert {code for code, found in codes.items() if found.undoes} == set(REVERSALS)
    assert not any(found.undoes for found in table_of(CarrierName.kuaidi100)[0].values())


def test_refusals_ask_for_somebody() -> None:
    steps = [(source, step) for source, step, _ in ROWS]
    asking = {
        (source.value, step)
        for source, step in steps
        if meaning_of(source, *step.split(":")).alert is AlertKind.refused
    }
    assert asking == {("ems", "705:7"), ("kuaidi100", "203"), ("kuaidi100", "14")}


def test_unknown_codes_move_nothing() -> None:
    ems = CarrierName.ems
    assert meaning_of(ems, "999").state is None
    assert meaning_of(ems, "704", "998") == meaning_of(ems, "704")
    assert meaning_of(ems, "954", "10") == meaning_of(ems, "954")
    assert meaning_of(CarrierName.kuaidi100, "704").state is None
    assert meaning_of(CarrierName.kuaidi100, "").text == UNKNOWN_TEXT


@pytest.mark.parametrize(
    ("finer", "like"),
    [(("705", "13"), "987"), (("705", "8"), "747"), (("705", "1"), "705"), (("999", ""), "013")],
)
def test_scans_of_one_second_are_ordered_by_what_they_say(
    finer: tuple[str, str], like: str
) -> None:
    """A finer row stands with its state, an unknown code with those that move nothing."""
    assert meaning_of(CarrierName.ems, *finer).rank == meaning_of(CarrierName.ems, like).rank
