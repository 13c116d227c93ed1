"""评分: each expert scores every proposal, once and all at once; the last one's scores decide.

The need is locked first and the panel after it, as everywhere, so that of two who score at once
the second knows of the first, and whoever is replaced meanwhile scores no more.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from mobile_api.agency_supermarket.experts.panels.by_rule import conclude
from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel, PanelCandidate
from mobile_api.agency_supermarket.experts.panels.scope import (
    is_avoided,
    locked_panel,
    own_seat,
)
from mobile_api.agency_supermarket.experts.panels.seating import mark_scored, seated_of
from mobile_api.agency_supermarket.experts.panels.states import CandidateState, PanelStatus
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.scope import need_by_itself, public_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.openings.deciding import note_barred_since, settle
from mobile_api.agency_supermarket.openings.models import Mark, MarkedBid, Sheet
from mobile_api.agency_supermarket.openings.scores import (
    count_up,
    keep_sheet,
    labels_of,
    sheet_of,
)
from mobile_api.agency_supermarket.openings.scoring.errors import (
    MustAvoid,
    ScoredAlready,
    ScoringOver,
)
from mobile_api.agency_supermarket.openings.scoring.schemas import (
    MarkedProposal,
    MarkRequest,
    ScoresRequest,
)
from mobile_api.agency_supermarket.selection.judging import Criterion
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import FieldFault, InvalidInput

_MISSING = "{label}号方案还没有评分,请补齐;所有方案须一次评完。"
_UNKNOWN = "没有这个编号的方案,请核对编号。"
_TWICE = "这个编号的方案评了两次,请合并。"
_COUNT = "每份方案要按{count}项评审因素逐项评分,请补齐或删去多余的。"
_TOO_MANY = "这一项最多{points}分,请改小。"


async def to_judge(caller: Citizen, seat_id: UUID) -> tuple[Need, PanelCandidate]:
    """What the caller has to judge from their own seat.

    Raises NotAnExpert, SeatNotFound, ScoringOver.
    """
    seat = await own_seat(caller, seat_id)
    need = await _need_of(seat)
    _check_open(need, seat.panel, seat)
    return need, seat


async def score(caller: Citizen, seat_id: UUID, given: ScoresRequest) -> PanelCandidate:
    """Score for the caller's own seat; the same scores again change nothing.

    Raises NotAnExpert, SeatNotFound, ScoringOver, ScoredAlready, MustAvoid, and InvalidInput with
    every fault.
    """
    before = await own_seat(caller, seat_id)
    need = await need_by_itself((await _need_of(before)).id)
    panel = await locked_panel(before.panel_id)
    # Only now nobody scores or is replaced beside this.
    seat = await own_seat(caller, seat_id)
    if seat.scored_at is not None:
        await _check_same(seat.id, given)
        return seat
    _check_open(need, panel, seat)
    if is_avoided(panel, seat.expert):
        raise MustAvoid()
    await keep_sheet(need.id, seat.id, await _checked(need, given))
    await mark_scored(seat)
    await _decide_when_whole(need, panel)
    return seat


async def _need_of(seat: PanelCandidate) -> Need:
    """Raises ScoringOver for the seat of a panel that judges something else."""
    found = await public_needs().get_or_none(number=seat.panel.subject_number)
    if found is None or found.terms.judging is None:
        raise ScoringOver()
    return found


def _check_open(need: Need, panel: ExpertPanel, seat: PanelCandidate) -> None:
    """Raises ScoringOver."""
    is_open = need.status is NeedStatus.scoring and panel.status is PanelStatus.seated
    is_late = need.due_at is not None and need.due_at <= clock.now()
    if not is_open or is_late or seat.state is not CandidateState.seated:
        raise ScoringOver()


async def _check_same(seat_id: UUID, given: ScoresRequest) -> None:
    if _sheet(given.proposals) != await sheet_of(seat_id):
        raise ScoredAlready()


def _sheet(given: Sequence[MarkedProposal]) -> Sheet:
    """In the order of the numbers, in whatever order they were given."""
    ordered = sorted(given, key=lambda one: one.label)
    return Sheet(
        bids=tuple(
            MarkedBid(label=one.label, marks=tuple(Mark.of(mark) for mark in one.marks))
            for one in ordered
        )
    )


async def _checked(need: Need, given: ScoresRequest) -> Sheet:
    """Raises InvalidInput with every fault."""
    assert need.terms.judging is not None
    labels = await labels_of(need.id)
    if faults := list(_faults(labels, need.terms.judging.criteria, given.proposals)):
        raise InvalidInput(faults)
    return _sheet(given.proposals)


def _faults(
    labels: Sequence[int], criteria: Sequence[Criterion], given: Sequence[MarkedProposal]
) -> Iterator[FieldFault]:
    said = [one.label for one in given]
    for place, one in enumerate(given):
        path = f"/proposals/{place}"
        if one.label not in labels:
            yield FieldFault(f"{path}/label", "unknown", _UNKNOWN)
        elif one.label in said[:place]:
            yield FieldFault(f"{path}/label", "twice", _TWICE)
        yield from _faults_of_marks(f"{path}/marks", criteria, one.marks)
    for label in labels:
        if label not in said:
            yield FieldFault("/proposals", "missing", _MISSING.format(label=label))


def _faults_of_marks(
    path: str, criteria: Sequence[Criterion], marks: Sequence[MarkRequest]
) -> Iterator[FieldFault]:
    if len(marks) != len(criteria):
        yield FieldFault(path, "other_count", _COUNT.format(count=len(criteria)))
    for place, (mark, criterion) in enumerate(zip(marks, criteria, strict=False)):
        if mark.hundredths > criterion.points * 100:
            text = _TOO_MANY.format(points=criterion.points)
            yield FieldFault(f"{path}/{place}/hundredths", "too_many", text)


async def _decide_when_whole(need: Need, panel: ExpertPanel) -> None:
    """Everybody who sits has scored: the engine decides, in the same transaction."""
    seats = await seated_of(panel)
    if any(one.scored_at is None for one in seats):
        return
    await count_up(need.id, [one.id for one in seats])
    await conclude(panel)
    await note_barred_since(need)
    await settle(need)
