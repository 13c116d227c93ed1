"""Where a case of an item may be handed to on a day, and where a draft is meant to go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mobile_api.cases.errors import MoveNotAllowed
from mobile_api.cases.models import Case
from mobile_api.cases.states import CaseStatus
from mobile_api.cases.status.service import STATUS_NAMES
from mobile_api.cases.transfer.service import locked, scoped
from mobile_api.guides.catalogue.service import HandoffMode, ItemState
from mobile_api.guides.errors import GuideNotFound
from mobile_api.guides.publishing.queries import current_guide
from mobile_api.handoff.errors import NoSuchPlace
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.outgoing.scope import locked_handoff_of
from mobile_api.handoff.partners.models import AgreedItem, Partner
from mobile_api.handoff.partners.queries import agreed_items, region_today
from mobile_api.handoff.partners.states import HandoffDirection, PartnerState
from mobile_api.handoff.states import HandoffSide, HandoffStatus
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen

# The one that costs the person least comes first.
_BEST_FIRST = tuple(HandoffMode)


@dataclass(frozen=True, slots=True)
class HandoffPlace:
    """One region that an item may be handed to today, and under what."""

    region_code: str
    item: AgreedItem

    @property
    def partner(self) -> Partner:
        return self.item.agreement.partner


async def places_for(item_key: str, on: date) -> Sequence[HandoffPlace]:
    """通办范围: what both the guide and an agreement allow, by region and with the best mode first.

    A city that takes no new cases is left out. Raises GuideNotFound.
    """
    found = await current_guide(item_key)
    if found is None or found.guide.state is ItemState.CANCELLED:
        raise GuideNotFound()
    if found.guide.state is not ItemState.IN_USE:
        return []
    agreed = await agreed_items(HandoffDirection.to_partner, on, item_key=item_key)
    places = [
        HandoffPlace(region, item)
        for item in agreed
        if item.mode in found.guide.cross_region.modes
        and item.agreement.partner.state is not PartnerState.draining
        for region in item.regions or item.agreement.partner.regions
    ]
    return sorted(places, key=lambda one: (one.region_code, _BEST_FIRST.index(one.item.mode)))


async def place_for(
    item_key: str, region_code: str, mode: HandoffMode | None, on: date
) -> HandoffPlace:
    """Raises NoSuchPlace, also where the item itself is not in use any more."""
    region = await region_today(region_code, on)
    try:
        places = await places_for(item_key, on)
    except GuideNotFound:
        places = []
    for place in places:
        if place.region_code == region and mode in (None, place.item.mode):
            return place
    raise NoSuchPlace()


async def choose(
    caller: Citizen, case_id: UUID, region_code: str, mode: HandoffMode | None
) -> Case:
    """A draft is meant for that region; chosen again, the last choice counts.

    Raises CaseNotFound, MoveNotAllowed, NoSuchPlace.
    """
    case = await _draft(caller, case_id)
    place = await place_for(case.item_key, region_code, mode, clock.today())
    handoff = await locked_handoff_of(case)
    if handoff is None:
        handoff = Handoff(
            case_id=case.id,
            side=HandoffSide.taking,
            status=HandoffStatus.chosen,
            created_at=clock.now(),
        )
    put_at(handoff, place)
    await handoff.save()
    case.handoff_side = HandoffSide.taking.value
    await case.save(update_fields=["handoff_side"])
    return case


def put_at(handoff: Handoff, place: HandoffPlace) -> None:
    """The columns that say where it goes; the caller saves."""
    handoff.partner_id, handoff.agreed_item_id = place.partner.id, place.item.id
    handoff.region_code, handoff.changed_at = place.region_code, clock.now()


async def take_choice_back(caller: Citizen, case_id: UUID) -> None:
    """The draft stays in this city; repeating it changes nothing.

    Raises CaseNotFound, MoveNotAllowed.
    """
    case = await _draft(caller, case_id)
    handoff = await locked_handoff_of(case)
    if handoff is not None:
        await handoff.delete()
        case.handoff_side = None
        await case.save(update_fields=["handoff_side"])


async def _draft(caller: Citizen, case_id: UUID) -> Case:
    case = await locked(scoped(caller), case_id)
    if case.status is not CaseStatus.draft:
        raise MoveNotAllowed(STATUS_NAMES[case.status])
    return case


async def chosen_place(case: Case, handoff: Handoff) -> HandoffPlace:
    """Whether what was chosen still holds on the day of sending. Raises NoSuchPlace."""
    mode = handoff.agreed_item.mode
    return await place_for(case.item_key, handoff.region_code, mode, clock.today())
