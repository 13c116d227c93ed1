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


def ordered(one: Asked, weights: Row) -> list[tuple[str, Grounds]]:
    """The documents of a search, the likeliest by these weights first, with their score by them."""
    whole = sum(map(abs, weights))
    found = [
        (key, grounds._replace(score=max(0.0, sum(map(mul, weights, said)) / whole)))
        for key, said, grounds in one.said
    ]
    return sorted(found, key=lambda each: -each[1].score)


def trust_rows(asked: Sequence[Asked], weights: Row) -> Iterator[tuple[Row, float, float]]:
    """The grounds for what would come first, and whether what is right is among the first three."""
    for one in asked:
        shown = ordered(one, weights)[:FIRST]
        if shown and shown[0][1].score >= LEAST_SCORE:
            yield shown[0][1], float(any(key in one.right for key, _ in shown)), 1.0


def told(name: str, asked: Sequence[Asked], order: Row, trust: Row) -> str:
    """How often what is right comes first, among the first three, and is shown there at even odds;
    and how much is shown for what a city lacks. Of searches that are heard: pinyin is not."""
    first = three = shown = lacking = lacking_shown = 0
    heard = [one for one in asked if one.said]
    for one in heard:
        found = ordered(one, order)[:FIRST]
        is_shown = sum(map(mul, trust, found[0][1])) >= 0
        lacking += not one.right
        lacking_shown += not one.right and is_shown
        is_right = any(key in one.right for key, _ in found)
        first, three = first + (found[0][0] in one.right), three + is_right
        shown += is_right and is_shown
    number = len(heard) - lacking
    shares = ", ".join(f"{each / number:.1%}" for each in (first, three, shown))
    return f"{name}: first, first three, shown there {shares}; {lacking_shown} shown of {lacking}\n"


def main(paths: Sequence[str]) -> None:
    """Learns from the files and prints the weights; SystemExit where a file has no other."""
    if not paths or len(paths) % 2:
        raise SystemExit("python -m benchmarks.weights CATALOGUE.json SEARCHES.json [...]")
    files = [read(Path(path)) for path in paths]
    asked = [one for pair in zip(files[::2], files[1::2], strict=True) for one in asked_of(*pair)]
    learn, check = ([one for one in asked if one.held_back is held] for held in (False, True))
    order = learned(list(order_rows(learn)))
    trust = learned(list(trust_rows(learn, order)))
    for name, part in (("learned from", learn), ("held back", check)):
        sys.stdout.write(told(name, part, order, trust))
    sys.stdout.write(f"{VoiceShares(*(round(one / order[0], 2) for one in order))}\n")
    sys.stdout.write(f"{Grounds(*(round(one, 2) for one in trust))}\n")
