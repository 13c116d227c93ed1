"""The moves of a case: allowed by `states`, written with their event as one compare-and-set."""

from collections.abc import Mapping
from typing import Any

from mobile_api.cases.history import CASE_LOG, Actor
from mobile_api.cases.models import Case
from mobile_api.cases.states import Move
from mobile_api.shared import clock
from mobile_api.shared.history import writing


def check_allowed(case: Case, move: Move) -> None:
    """Raises MoveNotAllowed, for instance because someone else was first."""
    writing.check_allowed(CASE_LOG, case, move)


async def make_move(
    case: Case,
    move: Move,
    actor: Actor,
    *,
    public_text: str,
    payload: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Case:
    """Move a case and write its event; `changes` are further columns, and only they are written.

    Raises MoveNotAllowed, and ValueError for an actor whose move it is not (a program's mistake).
    """
    changes["touched_at"] = clock.now()
    await writing.make_move(
        CASE_LOG, case, move, actor, public_text=public_text, payload=payload, **changes
    )
    return case
