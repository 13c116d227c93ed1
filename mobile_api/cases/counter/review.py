"""What the counter does with a submitted case: one list of faults, or pass; accept or decline."""

from collections.abc import Sequence
from uuid import UUID

from mobile_api.cases import telling
from mobile_api.cases.case_guide import guide_of_case, remedy_text, wanted_fields, wanted_materials
from mobile_api.cases.clocks import (
    close_clocks,
    open_clock,
    start_decision_clocks,
)
from mobile_api.cases.counter.law import after_pre_review, locked_to_move
from mobile_api.cases.counter.schemas import CorrectionFault
from mobile_api.cases.errors import OneTimeNoticeRule
from mobile_api.cases.models import Case, CorrectionNotice, Fault, SubmittedMaterial
from mobile_api.cases.moves import make_move
from mobile_api.cases.post.owner import recall
from mobile_api.cases.rules import RULES, ClockKind
from mobile_api.cases.shapes import FaultTarget
from mobile_api.cases.states import (
    ACCEPT,
    DECLINE,
    PASS_PRE_REVIEW,
    REQUEST_CORRECTION,
)
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import OnlineLevel
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff, StaffRole
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.history.moves import actor_of
from notifications.post.states import Direction


async def request_correction(
    caller: Staff, case_id: UUID, faults: Sequence[CorrectionFault]
) -> Case:
    """Return the case with ONE list of every fault (行政许可法 32(4)).

    A later round may only name faults listed before or things supplied since, unless a supervisor
    signs. Raises CaseNotFound, MoveNotAllowed, NoticeLimitPassed, InvalidInput (not in this
    applicant's list of materials and fields), OneTimeNoticeRule.
    """
    case = await locked_to_move(caller, case_id, REQUEST_CORRECTION)
    guide = await guide_of_case(case)
    _check_targets(case, guide, faults)
    is_signed = await _check_one_time_rule(caller, case, faults)
    now = clock.now()
    this_round = case.correction_round + 1
    await CorrectionNotice.create(
        case_id=case.id,
        round=this_round,
        form_seen=case.form or {},
        faults=tuple(Fault.of(fault) for fault in faults),
        issued_by=caller.staff_id,
        signed_by_supervisor=is_signed,
        issued_at=now,
    )
    today = clock.beijing_date(now)
    await close_clocks(case, today, ClockKind.notice)
    limit = RULES.here().correction.on(today).limit
    due = await open_clock(case, ClockKind.correction, limit, today)
    text = WORDS.moves.correction_requested.format(count=len(faults), answer_by=due.on)
    case = await make_move(
        case,
        REQUEST_CORRECTION,
        actor_of(caller),
        public_text=text,
        correction_round=this_round,
    )
    await telling.tell_correction(case, len(faults), due.on)
    return case


def _check_targets(case: Case, guide: ServiceGuide, faults: Sequence[CorrectionFault]) -> None:
    # Of this applicant's own list: what their situation does not call for may not be asked for.
    known = {(FaultTarget.material, material.key) for material in wanted_materials(case, guide)}
    known |= {(FaultTarget.form_field, field.key) for field in wanted_fields(case, guide)}
    wrong = [
        FieldFault(f"/faults/{index}/key", "unknown", WORDS.counter.fault_unknown)
        for index, fault in enumerate(faults)
        if (fault.target, fault.key) not in known
    ]
    if wrong:
        raise InvalidInput(wrong)


async def _check_one_time_rule(
    caller: Staff, case: Case, faults: Sequence[CorrectionFault]
) -> bool:
    """Whether a supervisor's signature was needed and given. Raises OneTimeNoticeRule."""
    notices = await CorrectionNotice.filter(case_id=case.id).order_by("round")
    if not notices:
        return False
    allowed = {(fault.target, fault.key) for notice in notices for fault in notice.faults}
    newly = await SubmittedMaterial.filter(case_id=case.id, round=case.correction_round)
    allowed |= {(FaultTarget.material, material.requirement_key) for material in newly}
    allowed |= {(FaultTarget.form_field, key) for key in _changed_fields(case, notices)}
    if all((fault.target, fault.key) in allowed for fault in faults):
        return False
    if StaffRole.supervisor not in caller.roles:
        raise OneTimeNoticeRule()
    return True


def _changed_fields(case: Case, notices: Sequence[CorrectionNotice]) -> set[str]:
    before, now = notices[-1].form_seen, case.form or {}
    return {key for key, value in now.items() if before.get(key, "") != value}


async def pass_pre_review(caller: Staff, case_id: UUID) -> Case:
    """预审通过. Where a visit follows, the office has answered in time and waits for the applicant.

    Raises CaseNotFound, MoveNotAllowed, NoticeLimitPassed.
    """
    case = await locked_to_move(caller, case_id, PASS_PRE_REVIEW)
    guide = await guide_of_case(case)
    following = await after_pre_review(case, guide)
    if guide.online_level is OnlineLevel.PRE_REVIEW:
        await close_clocks(case, clock.today(), ClockKind.notice)
    text = WORDS.moves.pre_reviewed.format(following=following)
    case = await make_move(case, PASS_PRE_REVIEW, actor_of(caller), public_text=text)
    await telling.tell_pre_reviewed(case, following)
    return case


async def accept(caller: Staff, case_id: UUID) -> Case:
    """受理: starts the statutory and the promised clock; the applicant is told till when.

    Raises CaseNotFound, MoveNotAllowed, ForAnotherCity, NoticeLimitPassed.
    """
    case = await locked_to_move(caller, case_id, ACCEPT)
    guide = await guide_of_case(case)
    now = clock.now()
    today = clock.beijing_date(now)
    await close_clocks(case, today, ClockKind.notice)
    due = await start_decision_clocks(case, guide, today)
    text = WORDS.moves.accepted.format(due_on=due)
    case = await make_move(case, ACCEPT, actor_of(caller), public_text=text, accepted_at=now)
    await telling.tell_accepted(case, today, due)
    return case


async def decline(caller: Staff, case_id: UUID, reason: str) -> Case:
    """不予受理, with the reason and the remedies in writing (行政许可法 32, 38).

    Raises CaseNotFound, MoveNotAllowed, ForAnotherCity, NoticeLimitPassed.
    """
    case = await locked_to_move(caller, case_id, DECLINE)
    guide = await guide_of_case(case)
    await close_clocks(case, clock.today(), *ClockKind)
    await recall(case, Direction.to_hall)
    case = await make_move(
        case,
        DECLINE,
        actor_of(caller),
        public_text=WORDS.moves.declined.format(remedy=remedy_text(guide)),
        payload={"reason": reason},
    )
    await telling.tell_declined(case, reason)
    return case
