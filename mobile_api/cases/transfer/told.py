"""What the history of a case says for the other city, as it was when it happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mobile_api.cases.clocks import Clock, clocks_of
from mobile_api.cases.models import Case, CaseEvent, CorrectionNotice, Fault
from mobile_api.cases.rules import ClockKind
from mobile_api.cases.states import REQUEST_CORRECTION
from mobile_api.shared import clock


@dataclass(frozen=True, slots=True)
class CorrectionRound:
    """One round of correction: its faults by our keys, and its last day."""

    round: int
    faults: Sequence[Fault]
    answer_by: date


async def round_at(happened: CaseEvent) -> int:
    """Which round of correction that was, however late it is asked."""
    asked = CaseEvent.filter(
        case_id=happened.case_id,
        kind=REQUEST_CORRECTION.name,
        sequence__lte=happened.sequence,
    )
    return await asked.count()


async def correction_at(case: Case, happened: CaseEvent) -> CorrectionRound:
    """What was asked for then."""
    this_round = await round_at(happened)
    notice = await CorrectionNotice.get(case_id=case.id, round=this_round)
    clocks = await clocks_of(case, clock.today())
    rounds = [one for one in clocks if one.kind is ClockKind.correction]
    return CorrectionRound(this_round, notice.faults, rounds[this_round - 1].due_on)


async def decision_clocks(case: Case) -> Mapping[ClockKind, Clock]:
    """The statutory and the promised clock of a case that was accepted."""
    wanted = (ClockKind.statutory, ClockKind.promised)
    return {one.kind: one for one in await clocks_of(case, clock.today()) if one.kind in wanted}
