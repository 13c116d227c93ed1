"""What the demo market is told to be: whole, sound, and of nobody who exists."""

from collections import Counter, defaultdict

import pytest
from pydantic import ValidationError

from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.selection.rules import Method
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.demo.market.numbers import published
from mobile_api.demo.market.schemas import (
    ToldAgency,
    told_agencies,
    told_needs,
    told_owners,
    walked_needs,
)
from mobile_api.draws.proof.sources import source_named
from tests.stack import Stack

CALLED = {agency.name: agency for agency in told_agencies()}


def test_sixty_agencies_bear_names_and_codes_of_their_own() -> None:
    assert len(told_agencies()) == len(CALLED) == 60
    codes = [one.social_credit_code for one in told_agencies()]
    codes += [one.social_credit_code for one in told_owners()]
    assert len(set(codes)) == len(codes)
    # No county of a real city stands behind the office that gave them.
    assert {code[2:8] for code in codes} == {"999900"}


def test_each_of_eight_trades_has_a_choice(stack: Stack) -> None:
    trades = {
        service.key: trade.key
        for trade in SERVICES.of(stack.app).trades
        for service in trade.service_types
    }
    behind = defaultdict(list)
    for agency in told_agencies():
        (trade,) = {trades[one.service_type] for one in agency.services}
        behind[trade].append(agency.representative)
    assert set(behind) == set(trades.values()) and len(behind) == 8
    for trade, people in behind.items():
        assert len(people) >= 7, trade
        # One person behind two bidders takes both of them out.
        assert len(set(people)) == len(people), trade


def test_thirteen_needs_stand_in_every_state() -> None:
    states = Counter(told.state for told in told_needs())
    assert sum(states.values()) == 13
    # An opening is settled at once, so none stands opened.
    assert set(states) == set(NeedStatus) - {NeedStatus.opened} | {"closed"}
    assert {told.method for told in told_needs()} == set(Method)
    assert len({told.title for told in (*told_needs(), *walked_needs())}) == 17


@pytest.mark.parametrize("told", [*told_needs(), *walked_needs()], ids=lambda one: one.title)
def test_who_bids_may_bid(told: object) -> None:
    need = next(one for one in (*told_needs(), *walked_needs()) if one is told)
    assert need.owner in {one.key for one in told_owners()}
    for bid in need.bids:
        agency = CALLED[bid.agency]
        assert need.service_type in {one.service_type for one in agency.services}
        assert not agency.sanctions
        assert all(one.ends > 0 for one in agency.qualifications)
        assert need.budget_fen is None or bid.price_fen <= need.budget_fen


def test_four_needs_are_walked_one_of_them_to_a_tie() -> None:
    tie, average, draw, proposals = walked_needs()
    last = {bid.agency: bid.price_fen for bid in tie.bids}
    assert Counter(last.values())[min(last.values())] == 2
    assert (average.method, draw.method) == ("average_price", "random_draw")
    assert len({bid.agency for bid in draw.bids}) == 7
    judging = proposals.judging
    assert judging is not None
    for bid in proposals.bids:
        assert len(bid.points) == judging.members
        assert all(len(one) == len(judging.criteria) for one in bid.points)


@pytest.mark.parametrize("name", ["ssq", "ssq-blue", "sse-000001-close"])
def test_invented_numbers_are_such_as_the_source_could_publish(name: str) -> None:
    source = source_named(name)
    assert source is not None
    found = [published(name, str(issue)) for issue in range(300)]
    assert all(source.could_publish(values) for values in found)
    assert found == [published(name, str(issue)) for issue in range(300)]
    assert len({tuple(values) for values in found}) > 10


@pytest.mark.parametrize(
    "wrong",
    [
        {"social_credit_code": "91999900MF0000010X"},
        {"name": "实有其名测绘有限公司"},
        {"representative": 10},
        {"applied": "-20 25:00"},
        {"nickname": "小"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_file_that_says_otherwise_is_refused(wrong: dict[str, object]) -> None:
    said = told_agencies()[0].model_dump()
    assert ToldAgency.model_validate(said) == told_agencies()[0]
    with pytest.raises(ValidationError):
        ToldAgency.model_validate(said | wrong)
