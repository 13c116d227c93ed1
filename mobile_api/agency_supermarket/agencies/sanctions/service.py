"""警示、暂停、黑名单: ordered with a reason and a term, answered by the agency, over by itself."""

from datetime import date, timedelta
from uuid import UUID

from mobile_api.agency_supermarket.agencies import telling
from mobile_api.agency_supermarket.agencies.history import SYSTEM, move, note
from mobile_api.agency_supermarket.agencies.models import Agency, Sanction
from mobile_api.agency_supermarket.agencies.sanctions.schemas import (
    ObjectionAnswer,
    SanctionRequest,
)
from mobile_api.agency_supermarket.agencies.scope import at_the_desk, locked, locked_by_itself, own
from mobile_api.agency_supermarket.agencies.states import (
    LAPSE,
    LAPSE_BLACKLIST,
    LIFT,
    LIFT_BY_RULE,
    LIFT_TO,
    SANCTION_NAMES,
    SANCTIONS,
    WARN_BY_RULE,
    AgencyStatus,
    Move,
    SanctionKind,
)
from mobile_api.agency_supermarket.errors import (
    ObjectionAnswered,
    ObjectionTooLate,
    OwnSanction,
    SanctionNotFound,
)
from mobile_api.agency_supermarket.rules import RULES
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.clock import end_of
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.history.moves import Actor, actor_of

SANCTION_TERMS = DueTable(
    model=Sanction, lease=timedelta(minutes=1), at_once=1, claim_size=20, retry=OWN_WORK
)
_LONGEST = timedelta(days=365)
# Of no member of staff: in the place of whoever ordered it.
_BY_RULE_ITSELF = UUID(int=0)
_WANTED = "请填写最后一天,须在明天到一年之内。"
_BY_RULE = "黑名单的期限由规定确定,不用填写。"


async def order(caller: Staff, agency_id: UUID, ordered: SanctionRequest) -> Agency:
    """Order it; the agency is told the reason, and till when it may object.

    Raises AgencyNotFound, AgencyMoveNotAllowed, NotAtTheDesk, InvalidInput.
    """
    last_day = _last_day(ordered)
    agency = await locked(at_the_desk(caller), agency_id)
    order = SANCTIONS[ordered.kind]
    await _order(agency, order, actor_of(caller), caller.staff_id, ordered, last_day)
    return agency


async def order_against(agency: Agency, caller: Staff, ordered: SanctionRequest) -> Sanction:
    """The same against a locked agency. Raises AgencyMoveNotAllowed, InvalidInput."""
    by, last_day = caller.staff_id, _last_day(ordered)
    return await _order(agency, SANCTIONS[ordered.kind], actor_of(caller), by, ordered, last_day)


async def warn_by_rule(agency: Agency, reason: str, last_day: date) -> Sanction:
    """A warning of a locked, listed agency that a rule orders. Raises AgencyMoveNotAllowed."""
    ordered = SanctionRequest(kind=SanctionKind.warning, reason=reason, last_day=last_day)
    return await _order(agency, WARN_BY_RULE, SYSTEM, _BY_RULE_ITSELF, ordered, last_day)


async def lift_by_rule(agency: Agency, sanction_id: UUID, reason: str) -> None:
    """Take back a warning that a rule ordered, unless it is over.

    One in whose place something heavier came does not return when that is over.
    """
    sanction = await _of(agency, sanction_id)
    if sanction.lifted_at is not None or sanction.last_day < clock.today():
        return
    in_force = sanction.due_at is not None and agency.status in LIFT_BY_RULE.sources
    sanction.lifted_at, sanction.due_at = clock.now(), None
    await sanction.save(update_fields=["lifted_at", "due_at"])
    if not in_force:
        return
    await move(agency, LIFT_BY_RULE, SYSTEM, f"撤销“{SANCTION_NAMES[sanction.kind]}”。{reason}")
    await telling.tell_lapsed(agency, SANCTION_NAMES[sanction.kind], "恢复正常")


async def resume_by_rule(agency: Agency, sanction_id: UUID) -> None:
    """A warning that a rule ordered goes on until its last day: its locked agency was away, or
    something heavier came and was over before.

    Raises AgencyMoveNotAllowed.
    """
    sanction = await _of(agency, sanction_id)
    if sanction.lifted_at is not None or sanction.last_day < clock.today():
        return
    text = f"此前的“{SANCTION_NAMES[sanction.kind]}”仍在期限内,至{sanction.last_day}。"
    await move(agency, WARN_BY_RULE, SYSTEM, text)
    sanction.due_at = end_of(sanction.last_day)
    await sanction.save(update_fields=["due_at"])
    await wake(Sanction._meta.db_table)


async def _order(
    agency: Agency,
    ordering: Move,
    actor: Actor,
    by: UUID,
    ordered: SanctionRequest,
    last_day: date,
) -> Sanction:
    today = clock.today()
    object_by = await last_day_of(RULES.here().objection.on(today).limit)
    name = SANCTION_NAMES[ordered.kind]
    text = f"{name},至{last_day}。原因:{ordered.reason}"
    await move(agency, ordering, actor, text)
    # Of two that follow each other only the last one has a term: the heavier took its place.
    await Sanction.filter(agency_id=agency.id).update(due_at=None)
    made = await Sanction.create(
        agency_id=agency.id,
        kind=ordered.kind,
        reason=ordered.reason,
        ordered_by=by,
        ordered_at=clock.now(),
        last_day=last_day,
        object_by=object_by,
        due_at=end_of(last_day),
    )
    await wake(Sanction._meta.db_table)
    await telling.tell_sanction(agency, name, ordered.reason, last_day, object_by)
    return made


def _last_day(ordered: SanctionRequest) -> date:
    today = clock.today()
    if ordered.kind is SanctionKind.blacklisting:
        if ordered.last_day is not None:
            raise InvalidInput([FieldFault("/last_day", "by_rule", _BY_RULE)])
        return today + RULES.here().blacklist.on(today).span
    if ordered.last_day is None or not today < ordered.last_day <= today + _LONGEST:
        raise InvalidInput([FieldFault("/last_day", "last_day_out_of_range", _WANTED)])
    return ordered.last_day


async def object_to(caller: Citizen, sanction_id: UUID, text: str) -> Agency:
    """陈述申辩, once, in time. Raises AgencyNotFound, SanctionNotFound, ObjectionTooLate."""
    agency = await locked(own(caller))
    sanction = await _of(agency, sanction_id)
    if sanction.objected_at is None:
        if clock.today() > sanction.object_by or sanction.lifted_at is not None:
            raise ObjectionTooLate()
        sanction.objection, sanction.objected_at = text, clock.now()
        await sanction.save(update_fields=["objection", "objected_at"])
        name = SANCTION_NAMES[sanction.kind]
        await note(agency, actor_of(caller), "object", f"对“{name}”提出了异议。")
    return agency


async def answer(
    caller: Staff, agency_id: UUID, sanction_id: UUID, given: ObjectionAnswer
) -> Agency:
    """Answer an objection to what another one ordered; where it was right, it is as it was before.

    Raises AgencyNotFound, SanctionNotFound, ObjectionAnswered, OwnSanction, NotAtTheDesk.
    """
    agency = await locked(at_the_desk(caller), agency_id)
    sanction = await _of(agency, sanction_id)
    if sanction.objected_at is None or sanction.answered_at is not None:
        raise ObjectionAnswered()
    if sanction.ordered_by == caller.staff_id:
        raise OwnSanction()
    name, now = SANCTION_NAMES[sanction.kind], clock.now()
    sanction.answer, sanction.answered_at = given.answer, now
    if not given.upheld:
        text = f"对“{name}”的异议不成立。{given.answer}"
        await note(agency, actor_of(caller), "answer_objection", text)
    else:
        text = f"对“{name}”的异议成立,予以撤销。{given.answer}"
        sanction.lifted_at = now
        await _lift(agency, sanction, actor_of(caller), text)
        sanction.due_at = None
    await sanction.save(update_fields=["answer", "answered_at", "lifted_at", "due_at"])
    await telling.tell_objection_answered(agency, name, given.answer)
    return agency


async def _lift(agency: Agency, sanction: Sanction, actor: Actor, text: str) -> None:
    """A later and heavier one stays; a term that is over, or an agency that left, needs no move."""
    earlier = Sanction.filter(agency_id=agency.id, lifted_at=None, last_day__gte=clock.today())
    before = await earlier.exclude(id=sanction.id).order_by("-ordered_at").first()
    lifting = LIFT if before is None else LIFT_TO.get(before.kind, LIFT)
    if sanction.due_at is None or agency.status not in lifting.sources:
        await note(agency, actor, "answer_objection", text)
        return
    if before is None:
        await move(agency, LIFT, actor, text)
        return
    still = f"此前的“{SANCTION_NAMES[before.kind]}”仍在期限内,至{before.last_day}。"
    await move(agency, lifting, actor, text + still)
    before.due_at = end_of(before.last_day)
    await before.save(update_fields=["due_at"])
    await wake(Sanction._meta.db_table)


async def _of(agency: Agency, sanction_id: UUID) -> Sanction:
    sanction = await Sanction.get_or_none(id=sanction_id, agency_id=agency.id)
    if sanction is None:
        raise SanctionNotFound()
    return sanction


async def run_out(held: Held[Sanction]) -> str:
    """The term of a sanction is over."""
    async with in_transaction():
        # The agency first, as everybody does who changes its sanctions.
        agency = await locked_by_itself(held.row.agency_id)
        sanction = await held.locked()
        await held.record(due_at=None)
        if sanction.due_at is None:
            return "replaced"
        lapse = LAPSE_BLACKLIST if agency.status is AgencyStatus.blacklisted else LAPSE
        if agency.status not in lapse.sources:
            return "left_before"
        name = SANCTION_NAMES[sanction.kind]
        after = "可以重新申请入驻" if lapse is LAPSE_BLACKLIST else "恢复承接业务"
        await move(agency, lapse, SYSTEM, f"“{name}”期满,{after}。")
        await telling.tell_lapsed(agency, name, after)
        return "run_out"
