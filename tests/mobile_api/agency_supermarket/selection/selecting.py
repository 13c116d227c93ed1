"""Bids and terms for the tests of selection, and a whole selection walked to its end."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from mobile_api.agency_supermarket.selection import rules
from mobile_api.agency_supermarket.selection.engine import decide
from mobile_api.agency_supermarket.selection.judging import Criterion, Judging
from mobile_api.agency_supermarket.selection.rules import FundSource, Method, SelectionRules
from mobile_api.agency_supermarket.selection.schemas import (
    Candidate,
    DrawPurpose,
    ExclusionReason,
    ListSizes,
    Offer,
    Outcome,
    OutcomeKind,
    Terms,
)
from mobile_api.shared.calendar.rules import rules_in

SHIPPED = Path(rules.__file__).with_name("rules.json")
TABLE = rules_in(SelectionRules, SHIPPED).methods.root[-1]
PRICED = [Method.competitive_price, Method.average_price, Method.best_price]
WITH_LEAST_OF_THREE = [*PRICED, Method.random_draw]
_BELONGING: dict[Method, dict[str, Any]] = {
    Method.credit_weighted: {"sizes": ListSizes(big=5, small=3)},
    Method.proposal: {
        "price_percent": 30,
        "judging": Judging(
            specialty="asset-valuation",
            members=3,
            criteria=(Criterion(name="实施方案", points=60), Criterion(name="项目团队", points=40)),
        ),
    },
}


def terms(method: Method, source: FundSource = FundSource.social, **others: Any) -> Terms:
    belonging = _BELONGING.get(method, {}) | others
    return Terms(rules=TABLE.of(method), fund_source=source, **belonging)


def offer(number: int, price_fen: int | None = 100, **others: Any) -> Offer:
    """The bid of that number; its agency is told by name in the record."""
    given: dict[str, Any] = {"days": 10, "credit": 100} | others
    return Offer(
        bid_id=UUID(int=number),
        agency_id=UUID(int=1000 + number),
        agency_name=f"第{number}测绘院",
        price_fen=price_fen,
        **given,
    )


def offers(*prices: int, **others: Any) -> list[Offer]:
    return [offer(number, price, **others) for number, price in enumerate(prices, 1)]


def numbers(bids: Sequence[UUID]) -> list[int]:
    return [bid.int for bid in bids]


def of(names: Sequence[str]) -> list[int]:
    return [UUID(name).int for name in names]


def ids(*told: int) -> list[str]:
    return [str(UUID(int=number)) for number in told]


def texts(outcome: Outcome) -> list[str]:
    return [step.text for step in outcome.steps]


Draws = Callable[[DrawPurpose, Sequence[Candidate], int], Sequence[str]]
Walk = tuple[Outcome, Mapping[DrawPurpose, Sequence[str]]]


def first_named(purpose: DrawPurpose, candidates: Sequence[Candidate], picks: int) -> Sequence[str]:
    return [one.id for one in candidates][:picks]


def walked(
    published: Terms, bids: Sequence[Offer], draw: Draws = first_named, owner: int = 0
) -> Walk:
    """All draws drawn; the owner, where asked, takes the one at that place of the list."""
    drawn: dict[DrawPurpose, Sequence[str]] = {}
    outcome = decide(published, bids)
    while outcome.draw is not None:
        asked = outcome.draw
        assert asked.purpose not in drawn
        drawn[asked.purpose] = draw(asked.purpose, asked.candidates, asked.picks)
        outcome = decide(published, bids, drawn)
    if outcome.kind is OutcomeKind.owner_chooses:
        outcome = decide(published, bids, drawn, outcome.bids[owner % len(outcome.bids)])
    return outcome, drawn


# Few prices, so that equals are common; and those of which a float would lose a digit.
_HUGE = 2**63 - 1
prices = st.one_of(
    st.integers(1, 6), st.integers(1, 3_000_000), st.integers(_HUGE - 3, _HUGE), st.just(1)
)
price_lists = st.lists(prices, min_size=1, max_size=12)
reasons = st.one_of(st.none(), st.none(), st.sampled_from(ExclusionReason))


@st.composite
def many_offers(draw: st.DrawFn) -> list[Offer]:
    """From none to a dozen, with whatever a bid may be."""
    count = draw(st.integers(0, 12))
    panel = draw(st.integers(3, 8))
    scores = st.lists(st.integers(0, 10_000), min_size=panel, max_size=panel).map(tuple)
    return [
        offer(
            number,
            draw(st.one_of(prices, st.sampled_from([None, 0, -5]))),
            credit=draw(st.integers(-20, 130)),
            excluded=draw(reasons),
            excluded_since=draw(reasons),
            scores=draw(scores),
        )
        for number in range(1, count + 1)
    ]


@st.composite
def drawers(draw: st.DrawFn) -> Draws:
    """Draws with any result."""
    random = draw(st.randoms(use_true_random=False))

    def one(purpose: DrawPurpose, candidates: Sequence[Candidate], picks: int) -> Sequence[str]:
        return random.sample([candidate.id for candidate in candidates], picks)

    return one
