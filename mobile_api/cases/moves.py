"""Making a move: lock the case, check that the move is allowed, change it, append the event."""

from collections.abc import Mapping
from typing import Any

from mobile_api.cases.errors import MoveNotAllowed
from mobile_api.cases.history import Actor, append_event
from mobile_api.cases.models import Case
from mobile_api.cases.states import CaseStatus, Move
from mobile_api.shared import clock


def check_allowed(case: Case, move: Move) -> None:
    """Raises MoveNotAllowed, for instance because someone else was first."""
    if case.status not in move.sources:
        raise MoveNotAllowed()


async def make_move(
    case: Case,
    move: Move,
    actor: Actor,
    *,
    public_text: str,
    payload: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Case:
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
