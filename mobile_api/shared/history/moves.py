"""Moves as data: from where, to where, by whom; of these every status machine is made."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from mobile_api.shared.callers import Citizen, Staff, StaffRole

Status = TypeVar("Status", bound=StrEnum)


class ActorKind(StrEnum):
    """Who made a move."""

    citizen = "citizen"
    staff = "staff"
    system = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the kind, and the caller key or the name of the system's own loop."""

    kind: ActorKind
    key: str


SYSTEM = Actor(ActorKind.system, "system")


def actor_of(caller: Citizen | Staff) -> Actor:
    """Whoever calls."""
    kind = ActorKind.citizen if isinstance(caller, Citizen) else ActorKind.staff
    return Actor(kind, caller.key)


# Without slots: Python 3.11 cannot make a frozen one through `Move[CaseStatus](...)`.
@dataclass(frozen=True)
class Move(Generic[Status]):
    """One allowed move. `roles` are the duties that may make it when staff do."""

    name: str
    sources: frozenset[Status]
    target: Status
    actor: ActorKind
    roles: frozenset[StaffRole] = field(default_factory=frozenset)
