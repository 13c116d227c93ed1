"""What a selection asks to be drawn is a list that the verifiable draw takes, and it goes on."""

from collections.abc import Sequence

import pytest

from mobile_api.agency_supermarket.selection.engine import draws_ahead
from mobile_api.agency_supermarket.selection.rules import FundSource, Method
from mobile_api.agency_supermarket.selection.schemas import Candidate, DrawPurpose, OutcomeKind
from mobile_api.draws.proof import algorithm
from mobile_api.draws.proof.algorithm import ListEntry
from mobile_api.draws.rules import faults_of_entries
from tests.mobile_api.agency_supermarket.selection.selecting import offer, terms, walked

WITH_A_DRAW = sorted(set(Method) - {Method.direct})


def by_the_algorithm(
    purpose: DrawPurpose, candidates: Sequence[Candidate], picks: int
) -> Sequence[str]:
    entries = [ListEntry(one.id, one.tickets) for one in candidates]
    assert list(faults_of_entries(entries, picks)) == []
    text = algorithm.list_text(entries)
    number, secret = f"N999900-20261201-000001-7-{purpose.value}", "0f" * 32
    committed = algorithm.commitment(number, secret)
    listed = algorithm.list_sha256(text)
    seed = algorithm.seed(number, listed, committed, secret, "ssq 2026140=01.02.03./")
    # The list has the order of the candidates: it is published as they are.
    assert [one.id for one in algorithm.entries_of(text)] == [one.id for one in candidates]
    return [one.winner for one in algorithm.picks(seed, algorithm.entries_of(text), picks)]


@pytest.mark.parametrize("method", WITH_A_DRAW)
def test_a_selection_comes_to_its_award_by_the_verifiable_draw(method: Method) -> None:
    bids = [offer(n, 100, credit=100 - n, scores=(9000,) * 3) for n in range(1, 8)]
    outcome, drawn = walked(terms(method, FundSource.state), bids, by_the_algorithm)
    assert outcome.kind is OutcomeKind.award
    asked = {purpose: len(names) for purpose, names in drawn.items()}
    assert asked == draws_ahead(terms(method, FundSource.state))
