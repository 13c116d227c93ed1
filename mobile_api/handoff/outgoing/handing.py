"""A case goes away: by the window that checked it, by itself where all is online, corrected."""

from datetime import timedelta
from uuid import UUID

from mobile_api.cases.errors import MoveNotAllowed
from mobile_api.cases.models import Case
from mobile_api.cases.states import HAND_OFF, CaseStatus
from mobile_api.cases.status.service import STATUS_NAMES
from mobile_api.cases.transfer.service import hand_off as move_away
from mobile_api.cases.transfer.service import locked_for
from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.errors import PlaceNeeded
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.outgoing.choosing import HandoffPlace, chosen_place, place_for, put_at
from mobile_api.handoff.outgoing.composing import write_case, write_correction
from mobile_api.handoff.outgoing.scope import locked_handoff_of, relocked
from mobile_api.handoff.states import OVER, HandoffSide, HandoffStatus
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff
from mobile_api.shared.history.moves import Actor, actor_of

LOOK_EVERY = timedelta(days=1)
"""How often an open handoff is asked after where nothing is missing."""
_AWAY = frozenset({HandoffStatus.received, HandoffStatus.checked, HandoffStatus.decided})


async def hand_off(
    caller: Staff, case_id: UUID, region_code: str | None, mode: HandoffMode | None
) -> Case:
    """The window has checked form and person. Where the home city waits for a correction, that is
    what goes; else the case goes to where it was meant to go, or to `region_code`.

    Done again it answers the same case. Raises CaseNotFound, NotAllowed, MoveNotAllowed,
    PlaceNeeded, NoSuchPlace, TooLargeToHandOver.
    """
    case = await locked_for(caller, case_id, HAND_OFF)
    handoff = await locked_handoff_of(case)
    is_same = handoff is not None and region_code in (None, handoff.region_code)
    if case.status is CaseStatus.transferred and is_same:
        return case
    if case.status not in HAND_OFF.sources or case.handoff_side == HandoffSide.home:
        # What came from another city is decided here.
        raise MoveNotAllowed(STATUS_NAMES[case.status])
    actor = actor_of(caller)
    if handoff is not None and is_open_there(handoff):
        if not is_same:
            raise MoveNotAllowed(STATUS_NAMES[CaseStatus.transferred])
        return await send_correction(case, handoff, actor)
    place = await _place(case, handoff, region_code, mode)
    return await send_case(case, handoff, place, actor)


def is_open_there(handoff: Handoff) -> bool:
    """Whether the home city has the case, as far as is known here."""
    return handoff.side is HandoffSide.taking and handoff.status in _AWAY


async def _place(
    case: Case, handoff: Handoff | None, region_code: str | None, mode: HandoffMode | None
) -> HandoffPlace:
    if region_code is not None:
        return await place_for(case.item_key, region_code, mode, clock.today())
    if handoff is None or handoff.status is not HandoffStatus.chosen:
        raise PlaceNeeded()
    return await chosen_place(case, handoff)


async def send_case(case: Case, handoff: Handoff | None, place: HandoffPlace, actor: Actor) -> Case:
    """One move and one message in the running transaction; the case is locked.

    A handoff that is over stays as it was, and another one begins. Raises TooLargeToHandOver.
    """
    now = clock.now()
    if handoff is None or handoff.status is not HandoffStatus.chosen:
        handoff = Handoff(case_id=case.id, side=HandoffSide.taking, created_at=now)
    put_at(handoff, place)
    handoff.status, handoff.problem = HandoffStatus.sending, ""
    handoff.due_at = now + LOOK_EVERY
    await handoff.save()
    handoff = await relocked(handoff)
    case = await move_away(case, actor, handoff.partner.name)
    await write_case(case, handoff)
    return case


async def send_correction(case: Case, handoff: Handoff, actor: Actor) -> Case:
    """What the home city asked for, as the answer to its round. Raises TooLargeToHandOver."""
    case = await move_away(case, actor, handoff.partner.name)
    await write_correction(case, handoff)
    return case


def is_over(handoff: Handoff) -> bool:
    return handoff.status in OVER
