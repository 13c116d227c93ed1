"""The table of operation codes against what is known of EMS, row by row."""

import pytest

from notifications.ems.operation_codes import UNKNOWN_TEXT, operation
from notifications.ems.states import ParcelState

STATES = {
    ParcelState.collected: "203 208 303",
    ParcelState.in_transit: "305 389 V_398 954 V_954 364 374 376 404 457 911 912 516 713 802",
    ParcelState.out_for_delivery: "702 749",
    ParcelState.attempted: "705 705:1 705:6 705:7 705:14 705:16",
    ParcelState.held_at_locker: "747 723 705:8 705:9",
    ParcelState.delivered: "704 748 704:10 704:20 704:30 704:50 704:60 704:70 704:161 704:169",
    ParcelState.returning: "708 741 750 405 447 801",
    ParcelState.returned: "711",
    ParcelState.lost: "987 988 705:13",
    None: "013 993 743",
}
ROWS = [(step, state) for state, steps in STATES.items() for step in steps.split()]
REVERSALS = {
    "207": {"203"}, "212": {"208"}, "304": {"303", "336", "345"}, "424": {"423"}, "448": {"447"},
    "472": {"404"}, "474": {"405"}, "483": {"482"}, "742": {"702"}, "743": {"704"}, "744": {"705"},
}  # fmt: skip


@pytest.mark.parametrize(("step", "state"), ROWS)
def test_state_of_a_code(step: str, state: ParcelState | None) -> None:
    code, _, sub_code = step.partition(":")
    found = operation(code, sub_code)
    assert found.state is state
    assert found.text != UNKNOWN_TEXT


@pytest.mark.parametrize(("code", "undone"), REVERSALS.items())
def test_reversal_stands_after_what_it_undoes(code: str, undone: set[str]) -> None:
    found = operation(code)
    assert found.undoes == undone
    assert all(found.rank > operation(one).rank for one in undone)


def test_unknown_codes_move_nothing() -> None:
    assert operation("999").state is None
    assert operation("704", "998") == operation("704")
    assert operation("954", "10") == operation("954")
