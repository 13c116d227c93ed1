"""Queries written from the names of the matters alone, by someone who had not seen the search.

`unseen.json` is the half that the search was never improved on. `everyday.json` is the other
half with harder queries added later (situations that name no matter at all).
"""

import pytest

from mobile_api.guides.search import SearchEngine, SearchOutcome
from tests.mobile_api.guides.search.scoring import is_right, read, score

TARGET = 0.95
LEAST_OF_OUTCOMES = 0.9
FILES = ("everyday.json", "unseen.json")
OUTCOMES = (("nothing", SearchOutcome.NOTHING), ("emergency", SearchOutcome.EMERGENCY))


@pytest.mark.parametrize("name", FILES)
def test_the_right_thing_is_among_the_first_three(engine: SearchEngine, name: str) -> None:
    result = score(engine, name)
    assert result.share >= TARGET, result.wrong


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(("part", "outcome"), OUTCOMES)
def test_nothing_is_answered_by_chance_and_danger_is_seen(
    engine: SearchEngine, name: str, part: str, outcome: SearchOutcome
) -> None:
    queries = read(name)[part]
    wrong = [each for each in queries if engine.search(each).outcome is not outcome]
    assert len(wrong) <= (1 - LEAST_OF_OUTCOMES) * len(queries), wrong


@pytest.mark.parametrize("name", FILES)
def test_what_looks_like_danger_is_still_found(engine: SearchEngine, name: str) -> None:
    queries = read(name)["not_emergency"]
    taken = [each["q"] for each in queries if engine.search(each["q"]).emergency]
    assert taken == []
    missed = [each["q"] for each in queries if each["right"] and not is_right(engine, each)]
    assert missed == []


def test_the_unseen_half_repeats_nothing_that_was_seen() -> None:
    seen = {each["q"] for name in ("development.json", "held_out.json") for each in read(name)}
    seen.update(each["q"] for each in read("everyday.json")["queries"])
    unseen = [each["q"] for each in read("unseen.json")["queries"]]
    assert len(set(unseen)) == len(unseen)
    assert seen.isdisjoint(unseen)
