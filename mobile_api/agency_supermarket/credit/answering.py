"""Objection to an entry, and its repair (信用修复): what is asked, what the desk decides."""

from datetime import date
from uuid import UUID

from mobile_api.agency_supermarket.agencies.history import note
from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.scope import at_the_desk, locked
from mobile_api.agency_supermarket.credit import telling
from mobile_api.agency_supermarket.credit.errors import (
    CreditObjectionAnswered,
    CreditObjectionTooLate,
    RepairNotYet,
    RepairWaits,
    TooManyRepairs,
)
from mobile_api.agency_supermarket.credit.models import CreditEntry, CreditRepair
from mobile_api.agency_supermarket.credit.queries import scores_of
from mobile_api.agency_supermarket.credit.rules import RULES, KindRule
from mobile_api.agency_supermarket.credit.schemas import (
    CreditAnswer,
    EntryRequest,
    RepairDecision,
    RepairRequest,
)
from mobile_api.agency_supermarket.credit.scope import (
    entry_at_the_desk,
    own_entry,
    repair_at_the_desk,
)
from mobile_api.agency_supermarket.credit.service import (
    CreditFinding,
    enter_into,
    lift,
)
from mobile_api.agency_supermarket.credit.states import OF_CONTRACTS, LiftedBy
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.history.moves import actor_of
from uploads.service import clean_files

_NOT_BY_DESK = (
    "这类记分由处理决定、评价或合同产生,不能凭文书记入。"
    "合同方面的,请打开那份合同记入;其他的,请选择其他种类。"
)


def kind_of(entry: CreditEntry) -> KindRule:
    """The rule of its kind on the day on which it was entered."""
    return RULES.here().kinds.on(entry.counts_from).kinds[entry.kind]


def may_object(entry: CreditEntry, on: date) -> bool:
    """Once, in time, against what costs points and still counts."""
    counts = entry.lifted_at is None and entry.points < 0
    return counts and entry.objected_at is None and on <= entry.object_by


def may_repair(entry: CreditEntry, on: date) -> bool:
    """After the least time of its rule, while it counts and no objection waits."""
    waits = entry.objected_at is not None and entry.answered_at is None
    from_then = entry.repair_from
    return from_then is not None and not waits and from_then <= on <= entry.counts_until


async def enter_at_the_desk(caller: Staff, agency_id: UUID, given: EntryRequest) -> Agency:
    """记分 with the paper that proves it; the same paper again changes nothing.

    Raises AgencyNotFound, NotAtTheDesk, InvalidInput (a kind that comes of something else).
    """
    rule = RULES.here().kinds.on(clock.today()).kinds[given.kind]
    if given.kind in OF_CONTRACTS or not rule.by_desk:
        raise InvalidInput([FieldFault("/kind", "not_by_desk", _NOT_BY_DESK)])
    agency = await locked(at_the_desk(caller), agency_id)
    found = CreditFinding(given.kind, given.reason, f"paper:{given.reference}")
    await enter_into(agency, actor_of(caller), found)
    return agency


async def object_to(caller: Citizen, entry_id: UUID, text: str) -> Agency:
    """An agency objects to an entry, once; again, it changes nothing.

    Raises NotForMarket, AgencyNotFound, CreditEntryNotFound, CreditObjectionTooLate,
    TooManyRequests.
    """
    agency, entry = await own_entry(caller, entry_id)
    if entry.objected_at is not None:
        return agency
    if not may_object(entry, clock.today()):
        raise CreditObjectionTooLate()
    entry.objection, entry.objected_at = text, clock.now()
    entry.waits_since = entry.objected_at
    await entry.save(update_fields=["objection", "objected_at", "waits_since"])
    name = kind_of(entry).name
    await note(agency, actor_of(caller), "object_to_credit", f"对“{name}”的记分提出了异议。")
    return agency


async def answer(caller: Staff, entry_id: UUID, given: CreditAnswer) -> Agency:
    """Answer an objection; where it was right, the entry never counted.

    Raises NotAtTheDesk, AgencyNotFound, CreditEntryNotFound, CreditObjectionAnswered, OwnEntry.
    """
    agency, entry = await entry_at_the_desk(caller, entry_id)
    if entry.objected_at is None or entry.answered_at is not None:
        raise CreditObjectionAnswered()
    entry.answer, entry.answered_at = given.answer, clock.now()
    entry.answered_by, entry.waits_since = caller.staff_id, None
    await entry.save(update_fields=["answer", "answered_at", "answered_by", "waits_since"])
    name, actor = kind_of(entry).name, actor_of(caller)
    if given.upheld:
        why = f"异议成立。{given.answer}"
        score = await lift(agency, entry, LiftedBy.objection, actor, why)
    else:
        await note(agency, actor, "answer_credit", f"对“{name}”记分的异议不成立。{given.answer}")
        score = (await scores_of([agency.id], clock.today()))[agency.id]
    await telling.tell_answered(agency, entry, name, score)
    return agency


async def ask_repair(caller: Citizen, entry_id: UUID, given: RepairRequest) -> Agency:
    """信用修复: asked with a proof; one at a time, and no more often than the rule allows.

    Raises NotForMarket, AgencyNotFound, CreditEntryNotFound, RepairNotYet, RepairWaits,
    TooManyRepairs, FilesNotUsable, TooManyRequests.
    """
    agency, entry = await own_entry(caller, entry_id)
    today, now = clock.today(), clock.now()
    if not may_repair(entry, today):
        raise RepairNotYet()
    asked = await CreditRepair.filter(entry_id=entry.id)
    if any(one.decided_at is None for one in asked):
        raise RepairWaits()
    if len(asked) >= RULES.here().repairs.on(today).amount:
        raise TooManyRepairs()
    await clean_files(caller.key, [given.file_id], paths=["/file_id"])
    await CreditRepair.create(
        entry_id=entry.id,
        statement=given.statement,
        file_id=given.file_id,
        asked_at=now,
        answer_by=await last_day_of(RULES.here().answer.on(today).limit),
        waits_since=now,
    )
    name = kind_of(entry).name
    await note(agency, actor_of(caller), "ask_repair", f"对“{name}”的记分申请信用修复。")
    return agency


async def decide_repair(caller: Staff, repair_id: UUID, given: RepairDecision) -> Agency:
    """Grant it, and the entry counts no longer from today on; or not, with the reason.

    Raises NotAtTheDesk, AgencyNotFound, RepairNotFound, OwnEntry.
    """
    agency, entry, repair = await repair_at_the_desk(caller, repair_id)
    repair.granted, repair.reason = given.granted, given.reason
    repair.decided_at, repair.decided_by = clock.now(), caller.staff_id
    repair.waits_since = None
    await repair.save()
    name, actor = kind_of(entry).name, actor_of(caller)
    if given.granted:
        why = f"同意信用修复。{given.reason}"
        score = await lift(agency, entry, LiftedBy.repair, actor, why)
    else:
        text = f"对“{name}”记分的修复申请未获同意。{given.reason}"
        await note(agency, actor, "refuse_repair", text)
        score = (await scores_of([agency.id], clock.today()))[agency.id]
    await telling.tell_repair(agency, repair, name, score)
    return agency
