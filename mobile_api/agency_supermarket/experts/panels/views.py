"""Shapes panels: digests for everybody, names of who sat once the result is public."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.agency_supermarket.experts.panels.history import events_of
from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel, PanelCandidate
from mobile_api.agency_supermarket.experts.panels.schemas import (
    GroupView,
    MemberView,
    OwnExpert,
    OwnSeat,
    PanelFact,
    PanelView,
    SeatView,
)
from mobile_api.agency_supermarket.experts.panels.scope import candidates_of, draws_of, seats_of
from mobile_api.agency_supermarket.experts.panels.states import (
    CANDIDATE_STATE_NAMES,
    PANEL_STATUS_NAMES,
    PASS_REASON_NAMES,
    REPLACE_REASON_NAMES,
    CandidateState,
    PanelStatus,
    ReplaceReason,
)
from mobile_api.agency_supermarket.experts.rules import RULES
from mobile_api.agency_supermarket.experts.scope import each
from mobile_api.agency_supermarket.experts.states import EXPERT_STATUS_NAMES
from mobile_api.shared import clock
from mobile_api.shared.json_columns import lacks, shown

_OWN_SEATS = 50
_REASONS = {
    **{(CandidateState.replaced, one.value): name for one, name in REPLACE_REASON_NAMES.items()},
    **{(CandidateState.passed, one.value): name for one, name in PASS_REASON_NAMES.items()},
}


async def view(panel: ExpertPanel) -> PanelView:
    """One panel, as anybody sees it."""
    drawn = await candidates_of(panel.id)
    members = await _named(panel, drawn)
    day = clock.beijing_date(panel.asked_at)
    known = RULES.here().specialties.on(day).names
    groups = [
        GroupView(
            specialty=group.specialty,
            specialty_name=known.get(group.specialty, group.specialty),
            seats=group.seats,
            alternates=group.alternates,
            draw_number=one.number,
            drawn=[_seat(each, members) for each in drawn if each.group == one.group],
        )
        for group, one in zip(panel.groups, await draws_of(panel.id), strict=True)
    ]
    history = await events_of(panel.id)
    return PanelView(
        id=panel.id,
        number=panel.number,
        subject_number=panel.subject_number,
        subject_title=panel.subject_title,
        status=panel.status,
        status_name=PANEL_STATUS_NAMES[panel.status],
        members=panel.members,
        names_rule=RULES.here().names.on(day).source,
        groups=groups,
        history=[PanelFact(at=event.at, text=event.public_text) for event in history],
    )


async def _named(panel: ExpertPanel, drawn: Sequence[PanelCandidate]) -> Mapping[UUID, Expert]:
    """Who sat, once that is public."""
    if panel.status is not PanelStatus.named:
        return {}
    sat = {one.expert_id for one in drawn if one.state is CandidateState.seated}
    return {one.id: one for one in await each(sat)}


def _seat(one: PanelCandidate, members: Mapping[UUID, Expert]) -> SeatView:
    expert = members.get(one.expert_id) if one.state is CandidateState.seated else None
    return SeatView(
        id=one.id,
        place=one.place or 0,
        entry=one.entry,
        state=one.state,
        state_name=CANDIDATE_STATE_NAMES[one.state],
        reason=_REASONS.get((one.state, one.reason), ""),
        expert_number=expert.number if expert else None,
        name=expert.name if expert else None,
        employer_name=expert.employer_name if expert else None,
        nonce=one.nonce if expert and not lacks(one, "nonce") else None,
    )


async def members(panel: ExpertPanel) -> tuple[list[MemberView], int]:
    """Who sits, as the desk has to reach them; and how many cannot be shown."""
    seated = [one for one in await candidates_of(panel.id) if one.state is CandidateState.seated]
    experts = {one.id: one for one in await each({one.expert_id for one in seated})}

    def member(one: PanelCandidate) -> MemberView:
        expert = experts[one.expert_id]
        return MemberView(
            seat_id=one.id,
            number=expert.number,
            name=expert.name,
            phone=expert.phone,
            employer_name=expert.employer_name,
            specialty=panel.groups[one.group].specialty,
            leaving=REPLACE_REASON_NAMES[ReplaceReason(one.reason)] if one.reason else "",
        )

    return shown(seated, member)


async def own(expert: Expert) -> OwnExpert:
    """What an expert sees of themselves."""
    seats = [
        OwnSeat(
            seat_id=one.id,
            panel_number=one.panel.number,
            subject_title=one.panel.subject_title,
            status=one.panel.status,
            state=one.state,
            state_name=CANDIDATE_STATE_NAMES[one.state],
            may_decline=one.state is CandidateState.seated
            and one.panel.status is PanelStatus.seated
            and one.scored_at is None,
        )
        for one in await seats_of(expert.id, _OWN_SEATS)
        # Whoever is an alternate is told when their turn comes, and not before.
        if one.state in (CandidateState.seated, CandidateState.replaced)
    ]
    return OwnExpert(
        number=expert.number,
        status_name=EXPERT_STATUS_NAMES[expert.status],
        employer_name=expert.employer_name,
        avoided=list(expert.avoided),
        seats=seats,
    )
