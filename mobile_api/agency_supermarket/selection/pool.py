"""What the methods share: the valid bids of one selection, and the ways in which it may end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from mobile_api.agency_supermarket.selection.record import Record
from mobile_api.agency_supermarket.selection.schemas import (
    Candidate,
    DrawNeeded,
    DrawPurpose,
    FailureReason,
    Offer,
    Outcome,
    OutcomeKind,
    StepCode,
    Terms,
)
from mobile_api.agency_supermarket.selection.words import WORDS


class UnsoundSelection(ValueError):
    """What was given does not belong to this selection: a mistake of the program that asks."""


@dataclass(frozen=True)
class Pool:
    """`offers`: the valid ones by id. `drawn`: what draws have named. `chosen`: by the owner.

    `asked`: the draws that were looked for.
    """

    terms: Terms
    offers: Sequence[Offer]
    drawn: Mapping[DrawPurpose, Sequence[str]]
    chosen: UUID | None
    record: Record = field(default_factory=Record)
    asked: set[DrawPurpose] = field(default_factory=set)

    def names_of(self, draw: DrawNeeded) -> Sequence[str] | None:
        """Whom that draw named, or None before it. Raises UnsoundSelection if it named others."""
        self.asked.add(draw.purpose)
        names = self.drawn.get(draw.purpose)
        if names is None:
            return None
        known = {one.id for one in draw.candidates}
        if len(names) != draw.picks or len(set(names)) != draw.picks or not known.issuperset(names):
            raise UnsoundSelection(f"a draw for {draw.purpose.value} over others")
        return names

    def named_by(self, draw: DrawNeeded) -> list[Offer] | None:
        """The bids that the draw named, in its order, on the record; None before it."""
        names = self.names_of(draw)
        if names is None:
            return None
        by_id = {str(offer.bid_id): offer for offer in self.offers}
        named = [by_id[name] for name in names]
        for place, offer in enumerate(named, 1):
            self.record.add(StepCode.drawn, offer, place=place)
        return named

    def still_may_win(self, offers: Sequence[Offer]) -> list[Offer]:
        """Without those excluded since the list was frozen; each of them is on the record."""
        for offer in offers:
            if offer.excluded_since is not None:
                self.record.add_reason(StepCode.may_not_win, offer, offer.excluded_since)
        return [offer for offer in offers if offer.excluded_since is None]

    def draw_needed(self, draw: DrawNeeded) -> Outcome:
        return Outcome(kind=OutcomeKind.draw_needed, draw=draw, steps=self.record.steps)

    def award(self, offer: Offer) -> Outcome:
        self.record.add(StepCode.award, offer)
        return Outcome(kind=OutcomeKind.award, winner=offer.bid_id, steps=self.record.steps)

    def failed(self, reason: FailureReason) -> Outcome:
        self.record.add(StepCode.failed, reason=WORDS.failures[reason])
        return Outcome(kind=OutcomeKind.failed, failure=reason, steps=self.record.steps)

    def owner_takes_one_of(self, offers: Sequence[Offer]) -> Outcome:
        """Raises UnsoundSelection if the owner chose another one."""
        able = self.still_may_win(offers)
        if not able:
            return self.failed(FailureReason.winner_excluded)
        self.record.add(StepCode.owner_chooses, count=len(able))
        if self.chosen is None:
            ids = tuple(offer.bid_id for offer in able)
            return Outcome(kind=OutcomeKind.owner_chooses, bids=ids, steps=self.record.steps)
        for offer in able:
            if offer.bid_id == self.chosen:
                self.record.add(StepCode.owner_chose, offer)
                return self.award(offer)
        raise UnsoundSelection("the chosen one is not on the list")


def one_ticket_each(offers: Sequence[Offer]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(id=name, tickets=1) for name in sorted(str(offer.bid_id) for offer in offers)
    )
