"""Which bids do not take part, by who stands behind them; what they say is judged by the engine."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from mobile_api.agency_supermarket.selection.schemas import ExclusionReason


@dataclass(frozen=True)
class BidFacts:
    """A bid at its opening.

    `submitted_by`: the person. `controllers`: of the agency, whatever names them one by one (its
    legal representative, whoever holds or manages it). `barred`: blacklisted, suspended or
    not_listed.
    """

    bid_id: UUID
    agency_id: UUID
    submitted_by: UUID
    controllers: frozenset[str]
    withdrawn: bool = False
    readable: bool = True
    barred: ExclusionReason | None = None
    qualified: bool = True


@dataclass(frozen=True)
class OwnerFacts:
    """`avoided`: the agencies that the owner declared (回避名单)."""

    controllers: frozenset[str]
    avoided: frozenset[UUID]


def screened(facts: Sequence[BidFacts], owner: OwnerFacts) -> dict[UUID, ExclusionReason]:
    """The bids that are out, each with the first of its reasons; a withdrawn one harms no other.

    One person who bids for two agencies takes all of these out: bidders who leave their bids to the
    same person are taken to collude, and one kept would reward it (招标投标法实施条例 40).
    Bidders under one controller are all out (34), and so is a bidder under the owner's.
    """
    live = [bid for bid in facts if not bid.withdrawn]
    shared = _of_several(live, lambda bid: bid.controllers)
    doubled = _of_several(live, lambda bid: [str(bid.submitted_by)])
    reasons = {}
    for bid in facts:
        behind = bid.controllers & (owner.controllers | shared)
        by_order = (
            (bid.withdrawn, ExclusionReason.withdrawn),
            (not bid.readable, ExclusionReason.unreadable),
            (bid.agency_id in owner.avoided, ExclusionReason.avoided),
            (bool(behind), ExclusionReason.same_controller),
            (str(bid.submitted_by) in doubled, ExclusionReason.double),
            (bid.barred is not None, bid.barred),
            (not bid.qualified, ExclusionReason.qualification_expired),
        )
        if found := next((reason for holds, reason in by_order if holds and reason), None):
            reasons[bid.bid_id] = found
    return reasons


def _of_several(
    bids: Iterable[BidFacts], behind: Callable[[BidFacts], Iterable[str]]
) -> frozenset[str]:
    """Those who stand behind more than one agency."""
    agencies: dict[str, set[UUID]] = defaultdict(set)
    for bid in bids:
        for one in behind(bid):
            agencies[one].add(bid.agency_id)
    return frozenset(one for one, several in agencies.items() if len(several) > 1)
