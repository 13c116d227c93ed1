"""The law's own move: silence for five working days counts as acceptance (行政许可法 32(4))."""

from datetime import datetime, timedelta

from mobile_api.cases import telling
from mobile_api.cases.case_guide import guide_of_case
from mobile_api.cases.clocks import (
    close_clocks,
    due_date,
    limit_of,
    start_decision_clocks,
)
from mobile_api.cases.history import SYSTEM
from mobile_api.cases.models import Case, ClockSegment, CorrectionNotice
from mobile_api.cases.moves import make_move
from mobile_api.cases.rules import ClockKind
from mobile_api.cases.scope import locked_for_nobody
from mobile_api.cases.states import DEEM_ACCEPTED
from mobile_api.cases.words import WORDS
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import calendar_for
from mobile_api.shared.clock import end_of
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.text.words import limit_in_words

# Set aside after days of failing: the office's silence then counts only when operators see to it.
NOTICE_CLOCKS = DueTable(
    model=ClockSegment, lease=timedelta(minutes=1), at_once=1, claim_size=20, retry=OWN_WORK
)


async def run_out(held: Held[ClockSegment]) -> str:
    """Deem one application accepted whose notice clock has run out."""
    async with in_transaction():
        # The case first, as everybody does who ends its clocks.
        case = await locked_for_nobody(held.row.case_id)
        segment = await held.locked()
        if segment.ended_on is not None:
            return "ended_before"
        calendar = await calendar_for(case.region_code, segment.started_on, limit_of(segment))
        due = due_date(segment, calendar)
        if end_of(due.on) > clock.now():
            # The calendar was corrected since: wait for the new date.
            await held.record(due_at=end_of(due.on))
            return "later"
        # It ends today and not on its last day: the office was silent, so its light is red.
        await close_clocks(case, clock.today(), ClockKind.notice)
        # What is meant for another city, or lies there, is accepted there or not at all.
        if case.status in DEEM_ACCEPTED.sources and not case.is_for_another_city:
            await _deem_accepted(case, segment)
        return "run_out"


async def _deem_accepted(case: Case, segment: ClockSegment) -> None:
    received_on = segment.started_on
    promised = await start_decision_clocks(case, await guide_of_case(case), received_on)
    text = WORDS.moves.deemed_accepted.format(
        limit=limit_in_words(limit_of(segment)), received_on=received_on, due_on=promised
    )
    case = await make_move(
        case, DEEM_ACCEPTED, SYSTEM, public_text=text, accepted_at=await _received_at(case)
    )
    await telling.tell_accepted(case, received_on, promised)


async def _received_at(case: Case) -> datetime | None:
    """When the application, or the last answer to a correction notice, came in."""
    answered = await CorrectionNotice.get_or_none(case_id=case.id, round=case.correction_round)
    return answered.answered_at if answered else case.submitted_at
