"""The moves of a case: allowed by `states`, written with their event as one compare-and-set."""

from collections.abc import Mapping
from typing import Any

from mobile_api.cases.errors import MoveNotAllowed
from mobile_api.cases.history import CASE_LOG, Actor
from mobile_api.cases.models import Case, CaseClaim
from mobile_api.cases.states import HOLDERS, CaseStatus, Holder, Move
from mobile_api.cases.words import WORDS
from mobile_api.shared import clock
from mobile_api.shared.history import writing

_WITH_STAFF = (Holder.counter, Holder.department)


def check_allowed(case: Case, move: Move) -> None:
    """Raises MoveNotAllowed, which says where the case stands."""
    if case.status not in move.sources:
        raise not_now(case)


def not_now(case: Case) -> MoveNotAllowed:
    """The refusal of what cannot be done with a case where it stands."""
    return MoveNotAllowed(WORDS.statuses[CaseStatus(case.status)])


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
    check_allowed(case, move)
    changes["touched_at"] = clock.now()
    if HOLDERS[CaseStatus(case.status)] in _WITH_STAFF:
        # Whoever worked on it has done their part, or somebody else was first.
        await CaseClaim.filter(case_id=case.id).delete()
    await writing.make_move(
        CASE_LOG, case, move, actor, public_text=public_text, payload=payload, **changes
    )
    return case
