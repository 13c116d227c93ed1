"""What follows from too few points: a warning by the rule, or a task for the desk with a hearing.

The row of the agency is locked, and judged by its points: whatever happened, in whatever order.
"""

from collections.abc import Mapping
from uuid import UUID

from mobile_api.agency_supermarket.agencies.history import note
from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.sanctions import service as sanctions
from mobile_api.agency_supermarket.agencies.sanctions.schemas import SanctionRequest
from mobile_api.agency_supermarket.agencies.scope import at_the_desk, locked, own
from mobile_api.agency_supermarket.agencies.states import (
    PUBLIC,
    SANCTION_NAMES,
    SANCTIONS,
    AgencyStatus,
    SanctionKind,
)
from mobile_api.agency_supermarket.credit import telling
from mobile_api.agency_supermarket.credit.errors import (
    EffectDecided,
    EffectNotFound,
    HearingOpen,
    HearingOver,
    OwnEntry,
)
from mobile_api.agency_supermarket.credit.models import CreditEffect, CreditEntry
from mobile_api.agency_supermarket.credit.queries import scores_of
from mobile_api.agency_supermarket.credit.rules import RULES, CreditLine
from mobile_api.agency_supermarket.credit.schemas import EffectDecision
from mobile_api.agency_supermarket.credit.scope import is_any_own
from mobile_api.agency_supermarket.credit.states import EffectOutcome
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.history.moves import SYSTEM, actor_of


async def judge(agency: Agency) -> None:
    """What the points of a locked agency ask for today is there, once, and nothing besides.

    By how they stand, not by what changed: so it may be asked at any time, and again.
    """
    score = (await scores_of([agency.id], clock.today()))[agency.id]
    below = lines_above(score)
    standing = await _standing(agency, below, score)
    if agency.status not in PUBLIC:
        return
    warning = below.pop(SanctionKind.warning, None)
    if warning is not None and agency.status is AgencyStatus.listed:
        warned = standing.get(SanctionKind.warning)
        if warned is None:
            await _warn(agency, warning, score)
        elif warned.sanction_id is not None:
            await sanctions.resume_by_rule(agency, warned.sanction_id)
    # Of several heavier lines only the last one counts.
    heaviest = max(below.values(), key=lambda line: -line.below, default=None)
    if heaviest is not None and heaviest.effect not in standing:
        await _await_desk(agency, heaviest, score)


def lines_above(score: int) -> dict[SanctionKind, CreditLine]:
    """What so few points ask for today."""
    lines = RULES.here().lines.on(clock.today()).lines
    return {line.effect: line for line in lines if score < line.below}


async def _standing(
    agency: Agency, below: Mapping[SanctionKind, CreditLine], score: int
) -> dict[SanctionKind, CreditEffect]:
    """What follows from lines below which the points are still; the others end now."""
    standing = {}
    found = CreditEffect.filter(agency_id=agency.id, ended_at=None)
    for effect in await found.order_by("opened_at", "id"):
        if effect.kind in below:
            standing[effect.kind] = effect
        else:
            await _recovered(agency, effect, score)
    return standing


async def _recovered(agency: Agency, effect: CreditEffect, score: int) -> None:
    """What the points no longer ask for is taken back; what the desk has ordered stays."""
    reason = f"信用分恢复至{score}分。"
    effect.ended_at = clock.now()
    if effect.decided_at is None:
        await _end(agency, effect, EffectOutcome.recovered, reason)
        return
    await effect.save(update_fields=["ended_at"])
    if effect.sanction_id is not None and effect.kind is SanctionKind.warning:
        await sanctions.lift_by_rule(agency, effect.sanction_id, reason)


async def _warn(agency: Agency, line: CreditLine, score: int) -> None:
    today = clock.today()
    last_day = today + RULES.here().warning.on(today).span
    reason = f"信用分为{score}分,低于{line.below}分,按规则警示。"
    ordered = await sanctions.warn_by_rule(agency, reason, last_day)
    await CreditEffect.create(
        agency_id=agency.id,
        kind=line.effect,
        score=score,
        below=line.below,
        opened_at=clock.now(),
        hear_by=ordered.object_by,
        outcome=EffectOutcome.ordered,
        reason=reason,
        decided_at=clock.now(),
        sanction_id=ordered.id,
    )


async def _await_desk(agency: Agency, line: CreditLine, score: int) -> None:
    """No rule bars an agency by itself: it is told first, and heard."""
    if agency.status not in SANCTIONS[line.effect].sources:
        return
    today, now = clock.today(), clock.now()
    effect = await CreditEffect.create(
        agency_id=agency.id,
        kind=line.effect,
        score=score,
        below=line.below,
        opened_at=now,
        hear_by=await last_day_of(RULES.here().hearing.on(today).limit),
        waits_since=now,
    )
    name = SANCTION_NAMES[line.effect]
    text = f"信用分为{score}分,低于{line.below}分,拟{name};{effect.hear_by}前可以陈述申辩。"
    await note(agency, SYSTEM, "credit_hearing", text)
    await telling.tell_hearing(agency, effect)


async def _end(agency: Agency, effect: CreditEffect, how: EffectOutcome, reason: str) -> None:
    effect.outcome, effect.reason, effect.decided_at = how, reason, clock.now()
    effect.waits_since = None
    await effect.save()
    if how is not EffectOutcome.ordered:
        name = SANCTION_NAMES[effect.kind]
        await note(agency, SYSTEM, "credit_hearing_ended", f"不予{name}。{reason}")
        await telling.tell_hearing_ended(agency, effect)


async def state(caller: Citizen, effect_id: UUID, text: str) -> Agency:
    """陈述申辩 against what the desk is about to order, once, in time.

    Raises NotForMarket, AgencyNotFound, EffectNotFound, HearingOver, TooManyRequests.
    """
    agency = await locked(own(caller))
    effect = await _of(agency, effect_id)
    if effect.stated_at is None:
        if effect.decided_at is not None or clock.today() > effect.hear_by:
            raise HearingOver()
        effect.statement, effect.stated_at = text, clock.now()
        await effect.save(update_fields=["statement", "stated_at"])
        name = SANCTION_NAMES[effect.kind]
        await note(agency, actor_of(caller), "state", f"对拟{name}作了陈述申辩。")
    return agency


async def decide(caller: Staff, effect_id: UUID, given: EffectDecision) -> CreditEffect:
    """Order what too few points may lead to, or not; the agency was heard, or let its days pass.

    Where the points are there again by themselves, it ends as recovered, whatever was wanted.

    Raises NotAtTheDesk, EffectNotFound, EffectDecided, HearingOpen, OwnEntry, and what
    `sanctions.order_against` raises.
    """
    desk = at_the_desk(caller)
    found = await CreditEffect.get_or_none(id=effect_id)
    if found is None:
        raise EffectNotFound()
    agency = await locked(desk, found.agency_id)
    effect = await _of(agency, effect_id)
    await _check_decidable(caller, agency, effect)
    # Entries have run out since: nothing is ordered for points that are there again.
    await judge(agency)
    effect = await _of(agency, effect_id)
    if effect.decided_at is not None:
        return effect
    effect.decided_by = caller.staff_id
    if not given.order:
        await _end(agency, effect, EffectOutcome.dismissed, given.reason)
        return effect
    ordered = SanctionRequest(kind=effect.kind, reason=given.reason, last_day=given.last_day)
    effect.sanction_id = (await sanctions.order_against(agency, caller, ordered)).id
    await _end(agency, effect, EffectOutcome.ordered, given.reason)
    return effect


async def _check_decidable(caller: Staff, agency: Agency, effect: CreditEffect) -> None:
    """Raises EffectDecided, HearingOpen, and OwnEntry for who made an entry that counts."""
    if effect.decided_at is not None:
        raise EffectDecided()
    if effect.stated_at is None and clock.today() <= effect.hear_by:
        raise HearingOpen()
    counting = await CreditEntry.filter(
        agency_id=agency.id, points__lt=0, lifted_at=None, counts_until__gte=clock.today()
    )
    if await is_any_own(caller, counting):
        raise OwnEntry()


async def _of(agency: Agency, effect_id: UUID) -> CreditEffect:
    found = await CreditEffect.get_or_none(id=effect_id, agency_id=agency.id)
    if found is None:
        raise EffectNotFound()
    return found
