"""Chances are as the tickets say, and who may try secrets beforehand gains nothing that counts.

Every number here follows from fixed texts, so a run gives the same as the last one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log, sqrt

import pytest

from mobile_api.draws.proof import algorithm
from mobile_api.draws.proof.algorithm import ListEntry
from mobile_api.draws.proof.sources import bits_of, least_bits
from tests.mobile_api.draws.cases import sha256

DRAWS = 100_000
SEVEN = [ListEntry(f"91999900MA000000{place}{place}") for place in range(7)]
WEIGHTED = [
    ListEntry(name, tickets) for name, tickets in zip("ABCDE", (5, 1, 4, 2, 8), strict=True)
]
# 99.9 % of fair draws stay below it: chi-square with 6, 4 and 5 degrees of freedom.
LIMITS = {4: 18.47, 5: 20.52, 6: 22.46}


def chi_square(winners: Iterable[str], entries: Sequence[ListEntry]) -> float:
    counts = Counter(winners)
    tickets, draws = sum(one.tickets for one in entries), counts.total()
    expected = {one.id: draws * one.tickets / tickets for one in entries}
    return sum((counts[name] - want) ** 2 / want for name, want in expected.items())


@pytest.mark.parametrize("entries", [SEVEN, WEIGHTED], ids=["even", "weighted"])
def test_who_wins_first(entries: list[ListEntry]) -> None:
    seeds = (sha256(f"draw {turn}").hex() for turn in range(DRAWS))
    winners = (algorithm.picks(seed, entries, 1)[0].winner for seed in seeds)
    assert chi_square(winners, entries) < LIMITS[len(entries) - 1]


def test_who_wins_second_when_the_first_is_gone() -> None:
    found = []
    for turn in range(DRAWS // 2):
        first, second = algorithm.picks(sha256(f"second {turn}").hex(), SEVEN, 2)
        if first.winner == SEVEN[0].id:
            found.append(second.winner)
    assert chi_square(found, SEVEN[1:]) < LIMITS[5]


@pytest.mark.parametrize("changes", ["secret", "entropy", "list"])
def test_each_part_alone_spreads_evenly(changes: str) -> None:
    """Of secret, public numbers and list two stand still; whoever holds the third knows nothing."""

    def seed(turn: int) -> str:
        secret = sha256(f"{turn}" if changes == "secret" else "still").hex()
        entropy = f"fc3d 2026001={turn if changes == 'entropy' else 7}./"
        listed = sha256(f"{turn}" if changes == "list" else "still").hex()
        return algorithm.seed("N-1", listed, algorithm.commitment("N-1", secret), secret, entropy)

    winners = (algorithm.picks(seed(turn), SEVEN, 1)[0].winner for turn in range(20_000))
    assert chi_square(winners, SEVEN) < LIMITS[6]


def most_wins(outcomes: int, secrets: int) -> float:
    """The favourite's share under the best of so many secrets, over all public outcomes."""
    best = 0
    for number in range(secrets):
        secret = sha256(f"grind {number}").hex()
        commit = algorithm.commitment("N-1", secret)
        wins = 0
        for value in range(outcomes):
            seed = algorithm.seed("N-1", "0" * 64, commit, secret, f"fc3d 1={value}./")
            wins += algorithm.picks(seed, SEVEN, 1)[0].x == 0
        best = max(best, wins)
    return best / outcomes


def test_trying_secrets_pays_with_few_outcomes_and_less_with_more() -> None:
    """The attack that the rule of 36 bits answers, at sizes that a test can reach."""
    few, more = most_wins(50, 200), most_wins(2000, 5)
    assert few > 1 / 7 + 0.08
    assert abs(more - 1 / 7) < 0.03


def test_the_gain_that_the_rule_leaves() -> None:
    """About sqrt(2 ln T (n - 1) / M) of a chance after T = 2^60 secrets: below 1 in 10,000."""
    assert least_bits() >= 36
    gain = sqrt(2 * log(2**60) * 6 / 2 ** least_bits())
    assert gain < 1e-4
    assert sqrt(2 * log(2**60) * 6 / 2 ** bits_of(["fc3d"])) > 0.5
