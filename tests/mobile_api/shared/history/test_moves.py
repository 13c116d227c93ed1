"""Who acts, as every history writes it."""

from dataclasses import FrozenInstanceError
from enum import StrEnum
from uuid import UUID

import pytest

from mobile_api.shared.callers import Citizen, Staff, StaffRole
from mobile_api.shared.history.moves import SYSTEM, Actor, ActorKind, Move, actor_of

ONE, OTHER = UUID(int=1), UUID(int=2)


class Light(StrEnum):
    """A status of nothing in particular."""

    green = "green"
    red = "red"


def test_a_person_acts_as_a_citizen_and_staff_as_staff() -> None:
    citizen, staff = Citizen(ONE, OTHER), Staff(ONE, OTHER, "housing")
    assert actor_of(citizen) == Actor(ActorKind.citizen, f"citizen:{ONE}")
    assert actor_of(staff) == Actor(ActorKind.staff, f"staff:{ONE}")


def test_the_system_has_one_name_and_the_kinds_are_these() -> None:
    assert (SYSTEM.kind.value, SYSTEM.key) == ("system", "system")
    assert [kind.value for kind in ActorKind] == ["citizen", "staff", "system"]


def test_a_move_without_duties_asks_for_none_and_stays_as_it_was_written() -> None:
    move = Move[Light]("stop", frozenset({Light.green}), Light.red, ActorKind.system)
    assert move.roles == frozenset()
    with pytest.raises(FrozenInstanceError):
        move.roles = frozenset({StaffRole.decider})  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        SYSTEM.key = "somebody"  # type: ignore[misc]
