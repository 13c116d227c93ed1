"""Who sits, by the drawn order: at once after the draw, and whenever a seat becomes free."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from mobile_api.agency_supermarket.experts.errors import (
    PanelFourEyes,
    PanelMoveNotAllowed,
    ScoresStand,
    SeatHasScored,
    SeatNotFound,
)
from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.agency_supermarket.experts.panels import telling
from mobile_api.agency_supermarket.experts.panels.history import PANEL_LOG, move
from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel, PanelCandidate
from mobile_api.agency_supermarket.experts.panels.scope import (
    candidates_of,
    is_avoided,
    locked_panel,
    panel_at_the_desk,
    panels_of,
)
from mobile_api.agency_supermarket.experts.panels.states import (
    ASK_REPLACE,
    DECLINE,
    FAIL_PANEL,
    NAME,
    REPLACE,
    REPLACE_REASON_NAMES,
    SEAT,
    UNDER_WAY,
    CandidateState,
    PanelMove,
    PanelStatus,
    PassReason,
    ReplaceReason,
)
from mobile_api.agency_supermarket.experts.scope import each, own_entry
from mobile_api.agency_supermarket.experts.states import ExpertStatus
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.history.moves import SYSTEM, Actor, actor_of
from mobile_api.shared.history.writing import check_allowed

_NOBODY_LEFT = "第{group}组的候补已经用完,按规则抽取失败。"


def entry_of(panel_number: str, expert_number: str, nonce: str) -> str:
    """How an expert stands on the public list: nobody can guess who it is without the nonce."""
    return hashlib.sha256(f"{panel_number}:{expert_number}:{nonce}".encode()).hexdigest()


async def seat(panel: ExpertPanel, drawn: Sequence[Sequence[str]]) -> None:
    """Write down a draw's order, by group, and seat the first of each; `panel` is locked."""
    for group, entries in enumerate(drawn):
        for place, entry in enumerate(entries, 1):
            own = PanelCandidate.filter(panel_id=panel.id, group=group, entry=entry)
            await own.update(place=place, state=CandidateState.alternate)
    if not await _fill(panel):
        return
    told = sum(one.seats for one in panel.groups)
    text = f"摇号完成,入选{told}人;结果公布以前姓名保密,以名单中的摘要公开。"
    await move(panel, SEAT, SYSTEM, text)
    await telling.tell_seated(panel, [one for one in await candidates_of(panel.id) if _sits(one)])


async def _fill(panel: ExpertPanel) -> bool:
    """Let alternates move up until every seat is taken; else the panel fails, which it answers."""
    found = await candidates_of(panel.id)
    # Whoever gave one seat back takes no other one.
    gone = CandidateState.replaced
    taken = {one.expert_id for one in found if _sits(one) or one.state is gone}
    experts = {one.id: one for one in await each({one.expert_id for one in found})}
    for number, group in enumerate(panel.groups):
        own = [one for one in found if one.group == number]
        sitting = sum(_sits(one) for one in own)
        for one in own:
            if sitting == group.seats:
                break
            if one.state is CandidateState.alternate:
                await _take_turn(one, _passed_over(panel, experts[one.expert_id], taken))
                sitting += _sits(one)
                taken.add(one.expert_id)
        if sitting < group.seats:
            await fail(panel, _NOBODY_LEFT.format(group=number + 1))
            return False
    return True


async def _take_turn(one: PanelCandidate, passed: PassReason | None) -> None:
    one.state = CandidateState.passed if passed else CandidateState.seated
    one.reason = passed.value if passed else ""
    await one.save(update_fields=["state", "reason"])


def _passed_over(panel: ExpertPanel, expert: Expert, taken: set[UUID]) -> PassReason | None:
    """As the register stands now: the list was frozen days ago."""
    if expert.id in taken:
        return PassReason.elsewhere
    if expert.status is not ExpertStatus.active:
        return PassReason.inactive
    return PassReason.avoidance if is_avoided(panel, expert) else None


def _sits(one: PanelCandidate) -> bool:
    return one.state is CandidateState.seated


async def fail(panel: ExpertPanel, text: str) -> None:
    """抽取失败, with the public reason; who sat already is told."""
    # Before the panel is seated nobody was told of a seat.
    leaving = await seated_of(panel) if panel.status is PanelStatus.seated else []
    await move(panel, FAIL_PANEL, SYSTEM, text)
    await telling.tell_released(panel, leaving)


async def seated_of(panel: ExpertPanel) -> Sequence[PanelCandidate]:
    """Who sits now."""
    return [one for one in await candidates_of(panel.id) if _sits(one)]


async def ask_to_replace(
    caller: Staff, panel_id: UUID, seat_id: UUID, reason: ReplaceReason
) -> ExpertPanel:
    """Ask for a seat to be passed on, which a second person confirms.

    Raises NotAtTheDesk, PanelNotFound, SeatNotFound, and PanelMoveNotAllowed (somebody asked for
    another reason), ScoresStand.
    """
    await panel_at_the_desk(caller, panel_id)
    panel = await locked_panel(panel_id)
    leaving = await _seated(panel, seat_id, ASK_REPLACE)
    _check_scored(leaving, reason)
    if leaving.asked_by is not None:
        if leaving.reason != reason.value:
            raise PanelMoveNotAllowed()
        return panel
    leaving.asked_by, leaving.reason = caller.staff_id, reason.value
    await leaving.save(update_fields=["asked_by", "reason"])
    text = f"提出更换{_seat_text(leaving, reason)},等待第二人确认。"
    await move(panel, ASK_REPLACE, actor_of(caller), text)
    return panel


async def confirm_replacement(caller: Staff, panel_id: UUID, seat_id: UUID) -> ExpertPanel:
    """The seat passes on to the next alternate in the drawn order, by another than who asked.

    Raises NotAtTheDesk, PanelNotFound, PanelMoveNotAllowed (nobody asked), PanelFourEyes,
    SeatNotFound, ScoresStand (they were given since).
    """
    await panel_at_the_desk(caller, panel_id)
    panel = await locked_panel(panel_id)
    leaving = await _seated(panel, seat_id, REPLACE)
    if leaving.asked_by is None:
        raise PanelMoveNotAllowed()
    if leaving.asked_by == caller.staff_id:
        raise PanelFourEyes()
    reason = ReplaceReason(leaving.reason)
    _check_scored(leaving, reason)
    await pass_on(panel, leaving, reason, REPLACE, actor_of(caller))
    await telling.tell_released(panel, [leaving])
    return panel


def _check_scored(leaving: PanelCandidate, reason: ReplaceReason) -> None:
    """Scores that somebody does not like are not taken away by calling their expert absent."""
    if leaving.scored_at is not None and reason is not ReplaceReason.avoidance:
        raise ScoresStand()


async def decline(caller: Citizen, seat_id: UUID) -> ExpertPanel:
    """An expert gives their own seat back. Raises NotAnExpert, SeatNotFound, SeatHasScored and
    PanelMoveNotAllowed."""
    expert = await own_entry(caller)
    found = await PanelCandidate.get_or_none(id=seat_id, expert_id=expert.id)
    if found is None:
        raise SeatNotFound()
    panel = await locked_panel(found.panel_id)
    leaving = await _seated(panel, seat_id, DECLINE)
    if leaving.scored_at is not None:
        raise SeatHasScored()
    await pass_on(panel, leaving, ReplaceReason.declined, DECLINE, actor_of(caller))
    return panel


async def _seated(panel: ExpertPanel, seat_id: UUID, made: PanelMove) -> PanelCandidate:
    check_allowed(PANEL_LOG, panel, made)
    found = await PanelCandidate.get_or_none(
        id=seat_id, panel_id=panel.id, state=CandidateState.seated
    )
    if found is None:
        raise SeatNotFound()
    return found


async def pass_on(
    panel: ExpertPanel,
    leaving: PanelCandidate,
    reason: ReplaceReason,
    made: PanelMove,
    actor: Actor,
) -> None:
    """The seat of a locked panel goes to the next alternate; without any the panel has failed."""
    leaving.state, leaving.reason = CandidateState.replaced, reason.value
    await leaving.save(update_fields=["state", "reason"])
    before = {one.id for one in await candidates_of(panel.id) if _sits(one)}
    await move(panel, made, actor, f"更换{_seat_text(leaving, reason)}。")
    if await _fill(panel):
        after = [one for one in await candidates_of(panel.id) if _sits(one)]
        await telling.tell_seated(panel, [one for one in after if one.id not in before])


def _seat_text(leaving: PanelCandidate, reason: ReplaceReason) -> str:
    where = f"第{leaving.group + 1}组第{leaving.place}位({leaving.entry[:12]})"
    return f"{where},原因:{REPLACE_REASON_NAMES[reason]}"


async def mark_scored(seat: PanelCandidate) -> None:
    """Of a locked panel: whoever sits there has given their scores."""
    seat.scored_at = clock.now()
    await seat.save(update_fields=["scored_at"])


async def is_under_way(subject_number: str) -> bool:
    """Whether a panel of it is still to be drawn."""
    return any(one.status in UNDER_WAY for one in await panels_of(subject_number))


async def name_members(caller: Staff, subject_number: str) -> None:
    """Its result is public, and so are now the names of who sat (招标投标法 37)."""
    for one in await panels_of(subject_number):
        if one.status is PanelStatus.seated:
            panel = await locked_panel(one.id)
            await move(panel, NAME, actor_of(caller), "结果已经公布,成员名单随之公布。")
