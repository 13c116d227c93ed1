"""Which bids do not take part, by who stands behind them; what they say is judged by the engine."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from mobile_api.agency_supermarket.selection.schemas import ExclusionReason


@dataclass(frozen=True)
class BidFacts:
    """A bid at its opening.

    `submitted_by`: the person. `controllers`: of the agency, whatever names them one by one (its
    legal representative, whoever holds or manages it). `people`: who may act for it, its clerks
    among them. `code`: its own, and `declared`: of enterprises that it said it is tied to.
    `barred`: blacklisted, suspended or not_listed. `since_changed`: what the need asked for was
    changed after the bid, and the bid was not given again. `is_complete`: it has the proposal that
    was asked for.
    """

    bid_id: UUID
    agency_id: UUID
    submitted_by: UUID
    controllers: frozenset[str]
    people: frozenset[UUID] = frozenset()
    code: str = ""
    declared: frozenset[str] = frozenset()
    withdrawn: bool = False
    since_changed: bool = False
    readable: bool = True
    is_complete: bool = True
    barred: ExclusionReason | None = None
    qualified: bool = True


@dataclass(frozen=True)
class OwnerFacts:
    """`avoided`: the agencies on the owner's public list (回避名单). `relatives`: those behind
    which a relative of the owner's stands. `people`: who may act for the owner. `code`: of the
    owner's enterprise, and `declared`: of those that it said it is tied to.
    """

    controllers: frozenset[str]
    avoided: frozenset[UUID]
    relatives: frozenset[UUID] = frozenset()
    people: frozenset[UUID] = frozenset()
    code: str = ""
    declared: frozenset[str] = frozenset()


def screened(facts: Sequence[BidFacts], owner: OwnerFacts) -> dict[UUID, ExclusionReason]:
    """The bids that are out, each with the first of its reasons; a withdrawn one harms no other.

    One person who bids for two agencies takes all of these out: bidders who leave their bids to the
    same person are taken to collude, and one kept would reward it (招标投标法实施条例 40).
    Bidders under one controller are all out (34), and so is a bidder under the owner's. One that
    declared a tie with the owner or with another bidder is out by its own word; the other one is
    not, for nobody is bound by what a rival says. So is one with a clerk who is the owner's too.
    """
    live = [bid for bid in facts if not bid.withdrawn]
    shared = _of_several(live, lambda bid: bid.controllers)
    doubled = _of_several(live, lambda bid: [str(bid.submitted_by)])
    codes = {bid.code: bid.agency_id for bid in live if bid.code}
    reasons = {}
    for bid in facts:
        is_behind = bid.controllers & (owner.controllers | shared) or _is_tied(bid, owner, codes)
        by_order = (
            (bid.withdrawn, ExclusionReason.withdrawn),
            (bid.since_changed, ExclusionReason.since_changed),
            (not bid.readable, ExclusionReason.unreadable),
            (not bid.is_complete, ExclusionReason.proposal_missing),
            (bid.agency_id in owner.avoided, ExclusionReason.avoided),
            (bid.agency_id in owner.relatives, ExclusionReason.relative),
            (bool(is_behind), ExclusionReason.same_controller),
            (str(bid.submitted_by) in doubled, ExclusionReason.double),
            (bid.barred is not None, bid.barred),
            (not bid.qualified, ExclusionReason.qualification_expired),
        )
        if found := next((reason for holds, reason in by_order if holds and reason), None):
            reasons[bid.bid_id] = found
    return reasons


def _is_tied(bid: BidFacts, owner: OwnerFacts, codes: Mapping[str, UUID]) -> bool:
    """`codes`: of the agencies that bid."""
    others = {code for code, agency_id in codes.items() if agency_id != bid.agency_id}
    by_word = bid.declared & (others | {owner.code} - {""})
    return bool(by_word) or bid.code in owner.declared or bool(bid.people & owner.people)


def _of_several(
    bids: Iterable[BidFacts], behind: Callable[[BidFacts], Iterable[str]]
) -> frozenset[str]:
    """Those who stand behind more than one agency."""
    agencies: dict[str, set[UUID]] = defaultdict(set)
    for bid in bids:
        for one in behind(bid):
            agencies[one].add(bid.agency_id)
    return frozenset(one for one, several in agencies.items() if len(several) > 1)
