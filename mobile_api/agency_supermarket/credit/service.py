"""记分: points are entered with their reason, and lifted; whatever follows, follows at once."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from mobile_api.agency_supermarket.agencies.history import SYSTEM, note
from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.scope import locked_by_itself
from mobile_api.agency_supermarket.credit import effects, telling
from mobile_api.agency_supermarket.credit.models import CreditEntry
from mobile_api.agency_supermarket.credit.queries import scores_of
from mobile_api.agency_supermarket.credit.rules import RULES
from mobile_api.agency_supermarket.credit.states import COUNTS_AGAIN, CreditKind, LiftedBy
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of
from mobile_api.shared.history.moves import Actor

__all__ = ["enter", "enter_into", "lift", "scores_of", "take_back"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CreditFinding:
    """What an agency did: `reason` is public, `reference` names it among those of its kind."""

    kind: CreditKind
    reason: str
    reference: str


async def enter(agency_id: UUID, kind: CreditKind, reason: str, reference: str) -> CreditEntry:
    """Points by the rule of that kind, in the caller's transaction; `reason` is public.

    `reference`, at most 100 characters, names what it is for (`contract:<id>`): entered once, it is
    there, and again it changes nothing. Locks the agency. Raises AgencyNotFound.
    """
    agency = await locked_by_itself(agency_id)
    return await enter_into(agency, SYSTEM, CreditFinding(kind, reason, reference))


async def enter_into(agency: Agency, actor: Actor, found: CreditFinding) -> CreditEntry:
    """The same for a locked agency, by whoever found it; what was uncounted counts again."""
    known = await CreditEntry.get_or_none(
        agency_id=agency.id, kind=found.kind, reference=found.reference
    )
    if known is not None:
        if known.lifted_by in COUNTS_AGAIN:
            await _count_again(agency, actor, known)
        return known
    today = clock.today()
    rule = RULES.here().kinds.on(today).kinds[found.kind]
    until = today + timedelta(days=rule.counts_days)
    wait = rule.repair_after_days
    entry = await CreditEntry.create(
        agency_id=agency.id,
        kind=found.kind,
        points=rule.points,
        reason=found.reason,
        reference=found.reference,
        entered_by=actor.key,
        entered_at=clock.now(),
        counts_from=today,
        told_until=until,
        counts_until=until,
        repair_from=today + timedelta(days=wait) if wait is not None else None,
        object_by=await last_day_of(RULES.here().objection.on(today).limit),
    )
    score = await _score(agency, today)
    text = f"信用记分{rule.points:+d},现为{score}分,计至{until}。{rule.name}:{found.reason}"
    await note(agency, actor, "credit", text)
    await telling.tell_entered(agency, entry, rule.name, score)
    await effects.judge(agency)
    return entry


async def _count_again(agency: Agency, actor: Actor, entry: CreditEntry) -> None:
    """For as long as it was told at first."""
    today = clock.today()
    entry.update_from_dict({"counts_until": entry.told_until, "lifted_at": None, "lifted_by": None})
    await entry.save(update_fields=["counts_until", "lifted_at", "lifted_by"])
    score = await _score(agency, today)
    name = RULES.here().kinds.on(today).kinds[entry.kind].name
    text = f"“{name}”的记分恢复计算,现为{score}分,计至{entry.counts_until}。"
    await note(agency, actor, "credit_counts_again", text)
    await effects.judge(agency)


async def lift(agency: Agency, entry: CreditEntry, by: LiftedBy, actor: Actor, why: str) -> int:
    """An entry of a locked agency counts no longer, or never did; answers the points then.

    `why` is public. Lifted again, it changes nothing.
    """
    today = clock.today()
    if entry.lifted_at is None:
        ended = today if by is LiftedBy.repair else entry.counts_from
        entry.counts_until = min(entry.counts_until, ended - _DAY)
        entry.lifted_at, entry.lifted_by = clock.now(), by
        await entry.save(update_fields=["counts_until", "lifted_at", "lifted_by"])
        score = await _score(agency, today)
        name = RULES.here().kinds.on(today).kinds[entry.kind].name
        await note(agency, actor, "credit_lifted", f"“{name}”的记分不再计算,现为{score}分。{why}")
        await effects.judge(agency)
    return await _score(agency, today)


async def take_back(
    agency_id: UUID, kind: CreditKind, reference: str, by: LiftedBy, why: str
) -> None:
    """What was entered for that, if anything was, counts no longer; `why` is public.

    Locks the agency. Raises AgencyNotFound.
    """
    agency = await locked_by_itself(agency_id)
    entry = await CreditEntry.get_or_none(agency_id=agency.id, kind=kind, reference=reference)
    if entry is not None:
        await lift(agency, entry, by, SYSTEM, why)


async def _score(agency: Agency, on: date) -> int:
    return (await scores_of([agency.id], on))[agency.id]
