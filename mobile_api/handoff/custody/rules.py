"""Which step may follow which, and who holds the papers after it: pure, the same in both cities.

Whoever holds the papers, sent them or waits for them says what becomes of them; nobody else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final, Protocol

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.custody.models import Paper
from mobile_api.handoff.states import (
    CustodyPlace,
    CustodyStep,
    HandoffSide,
    HandoffStatus,
    PaperFound,
    ReturnedTo,
)
from mobile_api.handoff.wire.custody import MOST_PAPERS

_Places = dict[CustodyPlace, CustodyPlace]
_P, _S, _C = CustodyPlace, CustodyStep, HandoffSide
# Also when what was missing has been found, after the rest was given back.
_BACK_WITH_PERSON: Final[_Places] = {
    _P.to_person: _P.with_person,
    _P.with_person: _P.with_person,
}
_ON_THEIR_WAY: Final = (_P.to_home, _P.to_taking, _P.to_person)
# The allow-list: who says which step, from where to where.
_MOVES: Final[Mapping[tuple[CustodyStep, HandoffSide], _Places]] = {
    (_S.collected, _C.taking): {_P.with_person: _P.at_taking, _P.at_taking: _P.at_taking},
    (_S.sealed, _C.taking): {_P.at_taking: _P.at_taking_sealed},
    (_S.posted, _C.taking): {_P.at_taking_sealed: _P.to_home},
    (_S.received, _C.home): {_P.to_home: _P.at_home, _P.missing: _P.at_home},
    (_S.received, _C.taking): {_P.to_taking: _P.at_taking, _P.missing: _P.at_taking},
    (_S.returned, _C.home): {_P.at_home: _P.to_taking},
    (_S.handed_over, _C.home): {_P.at_home: _P.with_person} | _BACK_WITH_PERSON,
    (_S.handed_over, _C.taking): {
        _P.at_taking: _P.with_person,
        _P.at_taking_sealed: _P.with_person,
    }
    | _BACK_WITH_PERSON,
    (_S.lost, _C.taking): dict.fromkeys(
        (_P.at_taking, _P.at_taking_sealed, *_ON_THEIR_WAY), _P.missing
    ),
    (_S.lost, _C.home): dict.fromkeys((_P.at_home, *_ON_THEIR_WAY), _P.missing),
    # The carrier's word is told by the city that posted them. What was inside is another matter.
    (_S.delivered, _C.taking): {_P.to_home: _P.to_home} | _BACK_WITH_PERSON,
    (_S.delivered, _C.home): {_P.to_taking: _P.to_taking} | _BACK_WITH_PERSON,
    (_S.sent_back, _C.taking): dict.fromkeys((_P.to_home, _P.to_person), _P.to_taking),
    (_S.sent_back, _C.home): dict.fromkeys((_P.to_taking, _P.to_person), _P.to_home),
}
# `returned` straight to the person: also by the window, to one who lives elsewhere.
_TO_PERSON: Final[Mapping[HandoffSide, _Places]] = {
    _C.home: {_P.at_home: _P.to_person},
    _C.taking: {_P.at_taking: _P.to_person},
}
JOURNEYS: Final = frozenset({CustodyStep.posted, CustodyStep.returned})
_KNOWN: Final = frozenset(CustodyStep)
_OF_CARRIER: Final = frozenset({CustodyStep.delivered, CustodyStep.sent_back})


def is_open(status: HandoffStatus, mode: HandoffMode) -> bool:
    """Papers go along only with what was handed over to be collected (代收代办)."""
    return status is not HandoffStatus.chosen and mode is HandoffMode.COLLECTED_ON_BEHALF


def may_be_posted(status: HandoffStatus) -> bool:
    """Only to a city that has made a case of it: a window there then knows what has come."""
    return status in (HandoffStatus.checked, HandoffStatus.decided)


class OutOfTurn(ValueError):
    """The entry cannot follow those before it."""


class Logged(Protocol):
    """What the rules read of an entry."""

    @property
    def city(self) -> HandoffSide: ...
    @property
    def sequence(self) -> int: ...
    @property
    def step(self) -> str: ...
    @property
    def papers(self) -> Sequence[Paper]: ...
    @property
    def to(self) -> ReturnedTo: ...
    @property
    def corrects(self) -> int | None: ...
    @property
    def is_out_of_turn(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class CustodyStanding:
    """Who holds which papers. `damaged`: names of those; `missing`: what was not in the envelope,
    and has not been given back since."""

    place: CustodyPlace = CustodyPlace.with_person
    papers: tuple[Paper, ...] = ()
    damaged: tuple[str, ...] = ()
    missing: tuple[Paper, ...] = ()


def standing_of(log: Sequence[Logged]) -> CustodyStanding:
    """After all entries, in the order of the log. Raises OutOfTurn for a log that cannot be."""
    standing = CustodyStanding()
    for entry in counted(log):
        standing = _after(standing, entry)
    return standing


def counted(log: Sequence[Logged]) -> list[Logged]:
    """Those that are neither struck nor out of turn. Raises OutOfTurn for a correction of what is
    not there before it, or was struck already."""
    kept: list[Logged] = []
    for entry in log:
        if entry.is_out_of_turn:
            continue
        if entry.step != CustodyStep.corrected:
            kept.append(entry)
            continue
        struck = [one for one in kept if (one.city, one.sequence) == (entry.city, entry.corrects)]
        if not struck:
            raise OutOfTurn()
        kept.remove(struck[0])
    return kept


def last_journey(log: Sequence[Logged]) -> Logged | None:
    """The posting that counts, there or back: what became of an earlier one moves nothing more."""
    journeys = [one for one in counted(log) if one.step in JOURNEYS]
    return journeys[-1] if journeys else None


def may_follow(log: Sequence[Logged], entry: Logged) -> bool:
    """Whether that entry may come next; a correction, where the rest still holds without what it
    strikes."""
    try:
        standing_of([*log, entry])
    except OutOfTurn:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Trial:
    """An entry that might be written."""

    city: HandoffSide
    step: CustodyStep
    to: ReturnedTo = ReturnedTo.window
    corrects: int | None = None
    sequence: int = 0
    papers: tuple[Paper, ...] = ()
    is_out_of_turn: bool = False


def next_steps(log: Sequence[Logged], city: HandoffSide) -> list[CustodyStep]:
    """What staff of that city may write after these entries."""
    own = [one.sequence for one in counted(log) if one.city is city]
    trials = [
        *(_Trial(city, step, to) for step, to in product(CustodyStep, ReturnedTo)),
        *(_Trial(city, CustodyStep.corrected, corrects=one) for one in own),
    ]
    allowed = {one.step for one in trials if may_follow(log, one)} - _OF_CARRIER
    return [step for step in CustodyStep if step in allowed]


def _after(standing: CustodyStanding, entry: Logged) -> CustodyStanding:
    if entry.step not in _KNOWN:
        return standing
    step = CustodyStep(entry.step)
    moves = _MOVES.get((step, entry.city), {})
    if step is CustodyStep.returned and entry.to is ReturnedTo.person:
        moves = _TO_PERSON[entry.city]
    place = moves.get(standing.place)
    if place is None:
        raise OutOfTurn()
    if standing.place is CustodyPlace.with_person and step is not CustodyStep.collected:
        return _found_again(standing, step)
    return replace(_with_papers(standing, step, entry), place=place)


def _found_again(standing: CustodyStanding, step: CustodyStep) -> CustodyStanding:
    if step is not CustodyStep.handed_over or not standing.missing:
        raise OutOfTurn()
    return replace(standing, papers=(*standing.papers, *standing.missing), missing=())


def _with_papers(standing: CustodyStanding, step: CustodyStep, entry: Logged) -> CustodyStanding:
    if step is CustodyStep.collected:
        is_anew = standing.place is CustodyPlace.with_person
        begun = CustodyStanding(missing=standing.missing) if is_anew else standing
        held = (*begun.papers, *entry.papers)
        if len(held) > MOST_PAPERS:
            # A message that lists them all, and a finding of each, could not be written.
            raise OutOfTurn()
        return replace(begun, papers=held)
    if step is CustodyStep.received and entry.papers:
        there = tuple(one for one in entry.papers if one.found is not PaperFound.missing)
        missing = tuple(one for one in entry.papers if one.found is PaperFound.missing)
        damaged = [one.name for one in there if one.found is PaperFound.damaged]
        return replace(
            standing,
            papers=there,
            damaged=tuple(dict.fromkeys((*standing.damaged, *damaged))),
            missing=(*standing.missing, *missing),
        )
    return standing
