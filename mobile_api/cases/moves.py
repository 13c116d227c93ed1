"""Making a move: lock the case, check that the move is allowed, change it, append the event."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.cases.errors import CaseNotFound, MoveNotAllowed
from mobile_api.cases.history import Actor, append_event
from mobile_api.cases.models import Case
from mobile_api.cases.states import ActorKind, CaseStatus, Move
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.errors import NotAllowed


def scoped(caller: Citizen | Staff) -> QuerySet[Case]:
    """The cases that a caller may see at all: the one place where queries are scoped.

    A citizen sees their own, or, acting for an enterprise, its cases of the items that their power
    covers; staff see what was submitted to their department, and so carries a number: a draft that
    was withdrawn never reached them.
    """
    if isinstance(caller, Citizen):
        return _scoped_for_citizen(caller)
    return Case.filter(department_key=caller.department_key, number__isnull=False)


def _scoped_for_citizen(caller: Citizen) -> QuerySet[Case]:
    acting = caller.acting_for
    if acting is None:
        return Case.filter(applicant_id=caller.person_id, enterprise_id=None)
    cases = Case.filter(enterprise_id=acting.enterprise_id)
    return cases if acting.item_keys is None else cases.filter(item_key__in=acting.item_keys)


def actor_of(caller: Citizen | Staff) -> Actor:
    kind = ActorKind.citizen if isinstance(caller, Citizen) else ActorKind.staff
    return Actor(kind, caller.key)


async def locked(visible: QuerySet[Case], case_id: UUID) -> Case:
    """The case, its row locked until the transaction ends. Raises CaseNotFound."""
    case = await visible.select_for_update().get_or_none(id=case_id)
    if case is None:
        raise CaseNotFound()
    return case


def check_duty(move: Move, caller: Staff) -> None:
    """Raises NotAllowed when none of the caller's roles may make the move."""
    if not move.roles & caller.roles:
        raise NotAllowed()


def check_allowed(case: Case, move: Move) -> None:
    """Raises MoveNotAllowed, for instance because someone else was first."""
    if case.status not in move.sources:
        raise MoveNotAllowed()


async def make_move(
    case: Case, move: Move, actor: Actor, *, public_text: str,
    payload: Mapping[str, Any] | None = None, **changes: Any,
) -> Case:  # fmt: skip
    """Move a locked case and write its event; `changes` are further columns.

    Raises MoveNotAllowed, and ValueError for an actor whose move it is not (a program's mistake).
    """
    if actor.kind is not move.actor:
        raise ValueError(f"{move.name} is a move of the {move.actor}")
    check_allowed(case, move)
    before = CaseStatus(case.status)
    case.update_from_dict(changes | {"status": move.target, "touched_at": clock.now()})
    await case.save()
    await append_event(
        case, move.name, before=before, actor=actor, public_text=public_text, payload=payload
    )
    return case
