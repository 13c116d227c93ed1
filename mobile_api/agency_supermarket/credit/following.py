"""Sanctions are entered by themselves, and lifted with them: by the agency's own history."""

from mobile_api.agency_supermarket.agencies.history import AGENCY_LOG, SYSTEM
from mobile_api.agency_supermarket.agencies.models import Agency, AgencyEvent, Sanction
from mobile_api.agency_supermarket.agencies.queries import sanctions_of
from mobile_api.agency_supermarket.agencies.scope import locked_by_itself
from mobile_api.agency_supermarket.agencies.states import LIFT, LIFT_TO, SANCTION_NAMES, SANCTIONS
from mobile_api.agency_supermarket.credit.models import CreditEffect, CreditEntry
from mobile_api.agency_supermarket.credit.service import CreditFinding, enter_into, lift
from mobile_api.agency_supermarket.credit.states import OF_SANCTIONS, LiftedBy
from mobile_api.shared.history.followers import Follower

# An objection to a sanction that is over already is answered without a move.
_LIFTING = frozenset({LIFT.name, *(move.name for move in LIFT_TO.values()), "answer_objection"})
_ORDERING = frozenset(move.name for move in SANCTIONS.values())


async def _follow(event: AgencyEvent) -> None:
    agency = await locked_by_itself(event.agency_id)
    sanctions = await sanctions_of(agency.id)
    if event.kind in _LIFTING:
        for sanction in sanctions:
            if sanction.lifted_at is not None:
                await _lift(agency, sanction)
        return
    # It is written right after its event, in the same transaction.
    ordered = next(one for one in sanctions if one.ordered_at >= event.at)
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
    return [Follower(AGENCY_LOG, "market_credit", _ORDERING | _LIFTING, _follow)]
