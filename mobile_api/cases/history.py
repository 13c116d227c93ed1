"""The history of a case: what kind of log it is, and how a note is written into it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from mobile_api.cases.errors import MoveNotAllowed
from mobile_api.cases.models import Case, CaseEvent
from mobile_api.cases.states import DECIDE, DECLINE, DECLINED_AT_HOME, FORWARD, HAND_OFF, CaseStatus
from mobile_api.shared.history.logs import Log
from mobile_api.shared.history.moves import SYSTEM, Actor
from mobile_api.shared.history.room import check_room
from mobile_api.shared.history.writing import append
from mobile_api.shared.json_columns import read_each

__all__ = ["CASE_LOG", "SYSTEM", "Actor", "events_of", "is_intact", "note"]

WITHDRAWAL_ASKED = "withdrawal_asked"
# What the other city answers, and whatever begins anew: after it one may ask again.
_ASKED_NO_MORE = ("withdrawal_refused", HAND_OFF.name, FORWARD.name)
DECIDED_AT_HOME = "decided_at_home"
# Events whose payload says why it was declined or refused.
DECIDING = (DECIDE.name, DECLINE.name, DECIDED_AT_HOME, DECLINED_AT_HOME.name)

CASE_LOG = Log(
    name="case",
    rows=Case,
    events=CaseEvent,
    subject="case_id",
    label="number",
    begins_as=CaseStatus.draft,
    # A draft is the person's own and goes with their account; a number is given out once.
    kept="number IS NOT NULL",
    refusal=MoveNotAllowed,
)


async def note(
    case: Case, actor: Actor, kind: str, text: str, payload: Mapping[str, Any] | None = None
) -> None:
    """An event of a locked case that moves nothing; `text` is public, as in `append`.

    Raises TooManyRequests, with the seconds to wait, for an applicant who has caused MOST_A_DAY.
    """
    await check_room(CASE_LOG, case.id, actor)
    await append(CASE_LOG, case, kind, actor, public_text=text, payload=payload)


async def events_of(case_id: UUID) -> Sequence[CaseEvent]:
    """What each says to everybody is there; a payload that cannot be read is missing."""
    return await read_each(CaseEvent.filter(case_id=case_id).order_by("sequence"))


async def is_withdrawal_asked(case: Case) -> bool:
    """Whether the other city, which has the case, has yet to answer that it is to be withdrawn."""
    told = CaseEvent.filter(case_id=case.id, kind__in=[WITHDRAWAL_ASKED, *_ASKED_NO_MORE])
    last = await told.order_by("-sequence").first()
    return last is not None and last.kind == WITHDRAWAL_ASKED


def is_intact(case: Case, events: Sequence[CaseEvent]) -> bool:
    """Whether no event was altered, removed or put in, and the last one says the status."""
    return CASE_LOG.first_fault(case, events) is None
