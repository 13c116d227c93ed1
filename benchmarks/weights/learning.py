"""Learns what each voice of the search weighs, from the searches of cities.

`python -m benchmarks.weights CATALOGUE.json SEARCHES.json [CATALOGUE.json SEARCHES.json ...]`
learns from every other search of each style and is measured on those between them. What it prints
is written into `voices/fusion.py` by hand, rounded; `docs/search.md` says which cities it was.
"""

import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import mul
from pathlib import Path
from typing import Any

from benchmarks.city import FIRST, documents_of, read
from mobile_api.guides.search import SearchEngine
from mobile_api.guides.search.voices.fusion import LEAST_SCORE, Grounds, VoiceShares

ROUNDS, PACE, DAMPING = 400, 4.0, 1e-4
Row = Sequence[float]


@dataclass(frozen=True)
class Asked:
    """A search: what is right, nothing for what the city lacks; and what was said of each document.

    `held_back`: it is not learned from.
    """

    right: frozenset[str]
    said: tuple[tuple[str, VoiceShares, Grounds], ...]
    held_back: bool


def asked_of(catalogue: dict[str, Any], searches: dict[str, Any]) -> Iterator[Asked]:
    """The searches of a city, heard by the voices as they are."""
    engine = SearchEngine.build(documents_of(catalogue))
    seen: Counter[str] = Counter()
    for one in (*searches["searches"], *searches["lacking"]):
        style = one.get("style", "lacking")
        seen[style] += 1
        right = frozenset((*one.get("right", ()), *one.get("also", ())))
        yield Asked(right, tuple(engine.heard(one["q"])), seen[style] % 2 == 0)


def learned(rows: Sequence[tuple[Row, float, float]]) -> list[float]:
    """The weights of a logistic regression over rows of (values, wanted 0 or 1, share)."""
    whole = sum(share for _, _, share in rows)
    weights = [0.0] * len(rows[0][0])
    for _ in range(ROUNDS):
        slope = [DAMPING * weight for weight in weights]
        for values, wanted, share in rows:
            odds = max(-30.0, min(30.0, sum(map(mul, weights, values))))
            error = (1 / (1 + math.exp(-odds)) - wanted) * share / whole
            for at, value in enumerate(values):
                slope[at] += error * value
        weights = [weight - PACE * each for weight, each in zip(weights, slope, strict=True)]
    return weights


def order_rows(asked: Sequence[Asked]) -> Iterator[tuple[Row, float, float]]:
    """What a right document has more of than a wrong one, each search with the same share."""
    for one in asked:
        right = [said for key, said, _ in one.said if key in one.right]
        wrong = [said for key, said, _ in one.said if key not in one.right]
        for good in right:
            for bad in wrong:
                more = [high - low for high, low in zip(good, bad, strict=True)]
                yield more, 1.0, 1 / (len(right) * len(wrong))


def trust_rows(asked: Sequence[Asked]) -> Iterator[tuple[Row, float, float]]:
    """The evidence for what is shown first, and whether what is right is shown."""
    for one in asked:
        shown = sorted(one.said, key=lambda each: -each[2].score)[:FIRST]
        if shown and shown[0][2].score >= LEAST_SCORE:
            yield shown[0][2], float(any(key in one.right for key, _, _ in shown)), 1.0


def shares(asked: Sequence[Asked], weights: Row) -> tuple[float, float]:
    """How often what is right comes first, and among the first three, by order alone."""
    first = three = 0
    found = [one for one in asked if one.right and one.said]
    for one in found:
        order = sorted(one.said, key=lambda each: -sum(map(mul, weights, each[1])))
        first += bool(order) and order[0][0] in one.right
        three += any(key in one.right for key, _, _ in order[:FIRST])
    return first / len(found), three / len(found)


def main(paths: Sequence[str]) -> None:
    """Learns from the files and prints the weights."""
    files = [read(Path(path)) for path in paths]
    asked = [one for pair in zip(files[::2], files[1::2], strict=True) for one in asked_of(*pair)]
    learn, check = ([one for one in asked if one.held_back is held] for held in (False, True))
    order = learned(list(order_rows(learn)))
    trust = learned(list(trust_rows(learn)))
    for name, part in (("learned from", learn), ("held back", check)):
        first, three = shares(part, order)
        sys.stdout.write(f"{name:13} first {first:6.1%}  first three {three:6.1%}\n")
    unit = order[0]
    sys.stdout.write(f"{VoiceShares(*(round(one / unit, 2) for one in order))}\n")
    sys.stdout.write(f"{Grounds(*(round(one, 2) for one in trust))}\n")
