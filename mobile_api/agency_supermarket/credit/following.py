"""Sanctions are entered by themselves, and lifted with them: by the agency's own history.

And what its points ask for is looked at again when it stands at the market anew, and each day.
"""

from datetime import timedelta

from mobile_api.agency_supermarket.agencies.history import AGENCY_LOG, SYSTEM
from mobile_api.agency_supermarket.agencies.models import Agency, AgencyEvent, Sanction
from mobile_api.agency_supermarket.agencies.queries import sanctions_of
from mobile_api.agency_supermarket.agencies.scope import listed_by, locked_by_itself
from mobile_api.agency_supermarket.agencies.states import (
    LAPSE,
    LIFT,
    LIFT_TO,
    LIST,
    SANCTION_NAMES,
    SANCTIONS,
)
from mobile_api.agency_supermarket.credit import effects
from mobile_api.agency_supermarket.credit.models import CreditDay, CreditEffect, CreditEntry
from mobile_api.agency_supermarket.credit.queries import scores_of
from mobile_api.agency_supermarket.credit.service import CreditFinding, enter_into, lift
from mobile_api.agency_supermarket.credit.states import OF_SANCTIONS, LiftedBy
from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.history.followers import Follower
from mobile_api.shared.ids import new_id

CREDIT_DAYS = DueTable(model=CreditDay, lease=timedelta(minutes=1), at_once=1, retry=OWN_WORK)
AT_A_TIME = 200
_KEPT = timedelta(days=30)
_BEGIN = """
INSERT INTO credit_day (id, "on", due_at) VALUES ($1, $2, $3) ON CONFLICT ("on") DO NOTHING
"""

# An objection to a sanction that is over already is answered without a move.
_LIFTING = frozenset({LIFT.name, *(move.name for move in LIFT_TO.values()), "answer_objection"})
_ORDERING = frozenset(move.name for move in SANCTIONS.values())
# It is at the market again, or something heavier is over.
_STANDING_ANEW = frozenset({LIST.name, LAPSE.name})


async def _follow(event: AgencyEvent) -> None:
    agency = await locked_by_itself(event.agency_id)
    if event.kind in _LIFTING:
        for sanction in await sanctions_of(agency.id):
            if sanction.lifted_at is not None:
                await _lift(agency, sanction)
    elif event.kind in _ORDERING:
        await _ordered(agency, event)
    await effects.judge(agency)


async def _ordered(agency: Agency, event: AgencyEvent) -> None:
    # It is written right after its event, in the same transaction.
    found = await sanctions_of(agency.id)
    ordered = next(one for one in found if one.ordered_at >= event.at)
    # Whoever is barred for too few points does not lose more of them for it.
    for_credit = await CreditEffect.exists(sanction_id=ordered.id)
    if ordered.lifted_at is None and not for_credit:
        await _enter(agency, ordered)


async def _enter(agency: Agency, sanction: Sanction) -> None:
    reason = f"{SANCTION_NAMES[sanction.kind]}:{sanction.reason}"[:300]
    found = CreditFinding(OF_SANCTIONS[sanction.kind], reason, f"sanction:{sanction.id}")
    await enter_into(agency, SYSTEM, found)


async def _lift(agency: Agency, sanction: Sanction) -> None:
    entry = await CreditEntry.get_or_none(
        agency_id=agency.id,
        kind=OF_SANCTIONS[sanction.kind],
        reference=f"sanction:{sanction.id}",
    )
    if entry is not None:
        await lift(agency, entry, LiftedBy.sanction_lifted, SYSTEM, "处理决定已撤销。")


def following() -> list[Follower[AgencyEvent]]:
    """Each sanction is one entry, whenever and however often its events are seen."""
    kinds = _ORDERING | _LIFTING | _STANDING_ANEW
    return [Follower(AGENCY_LOG, "market_credit", kinds, _follow)]


async def begin_days() -> int:
    """The row of this day; the calendar is the fact that it follows from. Old ones go."""
    today = clock.today()
    await fetch(_BEGIN, new_id(), today, clock.now())
    return await CreditDay.filter(due_at=None, on__lt=today - _KEPT).delete()


async def look(held: Held[CreditDay]) -> str:
    """The next agencies in the order of their ids; those whose points ask for something, or did."""
    async with in_transaction():
        day = await held.locked()
        agencies = await listed_by(clock.now(), day.after, AT_A_TIME)
        if not agencies:
            await held.record(due_at=None)
            return "done"
        ids = [one.id for one in agencies]
        scores = await scores_of(ids, clock.today())
        open_ones = await CreditEffect.filter(agency_id__in=ids, ended_at=None)
        judged = {one.agency_id for one in open_ones}
        judged |= {one for one in ids if effects.lines_above(scores[one])}
        for one in ids:
            if one in judged:
                await effects.judge(await locked_by_itself(one))
        await held.record(due_at=clock.now(), after=ids[-1])
        return "some"
