"""The voice of meaning beside the others: what it adds, and that nothing changes without it."""

from operator import mul

import pytest

from mobile_api.guides.search import SearchDocument, SearchEngine, SearchOutcome
from mobile_api.guides.search.concepts import default_lexicon
from mobile_api.guides.search.indexed import index_document
from mobile_api.guides.search.ranking import LEAST_OF_BEST, MOST_BY_MEANING_ALONE, Match, best
from mobile_api.guides.search.voices.fusion import (
    MEANING,
    TRUST,
    WEIGHTS,
    Voices,
    VoiceShares,
    Weighed,
)
from mobile_api.guides.search.voices.matters import Matters
from tests.mobile_api.guides.search.scoring import read

NAMES = ("渔船检验", "犬只登记", "身份证补领", "企业开办登记", "殡葬服务补贴")
BOATS, DOGS, SUBSIDY = 0, 1, 4
# Shares no character with any of the names.
UNHEARD = "养了一个毛茸茸的伙伴"


@pytest.fixture(scope="module")
def small() -> SearchEngine:
    found = enumerate(NAMES)
    return SearchEngine.build(SearchDocument("item", str(at), name) for at, name in found)


def test_what_nothing_else_hears_is_found_by_its_meaning(small: SearchEngine) -> None:
    assert small.search(UNHEARD).outcome is SearchOutcome.NOTHING
    assert [hit.id for hit in small.search(UNHEARD, near={DOGS: 1.0}).hits] == [str(DOGS)]


def test_what_is_found_by_its_meaning_alone_is_asked_about(small: SearchEngine) -> None:
    assert small.search(UNHEARD, near={DOGS: 1.0}).perhaps


def test_of_two_that_are_alike_the_nearer_comes_first(small: SearchEngine) -> None:
    both = {BOATS: 0.8, DOGS: 1.0}
    assert [hit.id for hit in small.search(UNHEARD, near=both).hits] == [str(DOGS), str(BOATS)]


def test_what_is_near_to_everything_fills_no_page(small: SearchEngine) -> None:
    words = "犬只登记"
    alone = {hit.id for hit in small.search(words).hits}
    beside = small.search(words, near=dict.fromkeys(range(len(NAMES)), 0.9))
    assert str(SUBSIDY) not in alone
    assert {hit.id for hit in beside.hits} == alone


def test_what_its_nearness_brings_to_the_first_place_stands_there_before_what_words_found() -> None:
    dogs, permits = (
        index_document(SearchDocument("item", name, name), default_lexicon(), Matters(()))
        for name in ("犬只登记", "企业开办登记")
    )
    by_words = Match(permits, 0.25, 0.0, weighed=Weighed(0.25, 1.0))
    by_meaning = Match(dogs, 0.105 + MEANING, 0.0, weighed=Weighed(0.105 + MEANING, 1.0, 1.0))
    assert by_meaning.by_others < LEAST_OF_BEST * by_words.score < by_meaning.score
    assert best([by_words, by_meaning]) == [by_meaning, by_words]


def test_by_meaning_alone_three_are_shown(small: SearchEngine) -> None:
    near = dict.fromkeys(range(len(NAMES)), 1.0)
    assert len(small.search(UNHEARD, near=near).hits) == MOST_BY_MEANING_ALONE


def test_beside_the_numbers_to_call_stands_only_what_words_found(small: SearchEngine) -> None:
    for words in ("着火了快救命", "着火了,我的犬只登记怎么办"):
        near = dict.fromkeys(range(len(NAMES)), 1.0)
        assert small.search(words).outcome is SearchOutcome.EMERGENCY
        assert small.search(words, near=near) == small.search(words)


def test_what_may_not_be_found_is_not_found_by_its_meaning(small: SearchEngine) -> None:
    only = frozenset([str(BOATS)])
    result = small.search(UNHEARD, near={DOGS: 1.0, BOATS: 0.9}, allowed=only)
    assert [hit.id for hit in result.hits] == [str(BOATS)]


def test_danger_and_forgery_stand_above_any_meaning(small: SearchEngine) -> None:
    assert small.search("着火了快救命", near={DOGS: 1.0}).outcome is SearchOutcome.EMERGENCY
    assert small.search("办个假证", near={DOGS: 1.0}).notice == "forgery"


def test_where_nobody_tells_what_is_near_nothing_changes(engine: SearchEngine) -> None:
    queries = [one["q"] for one in read("development.json")]
    assert len(queries) > 50
    for query in queries:
        assert engine.search(query, near={}) == engine.search(query)


def test_without_meaning_only_the_other_voices_are_weighed() -> None:
    heard = Voices([], Matters(())).hear("犬只", [], is_foreign=False)
    said = VoiceShares(0.7, 1.0, 0.4, 0.0, 0.25)
    evidence = heard.grounds(said)
    assert evidence.score == pytest.approx(sum(map(mul, WEIGHTS, said)) / sum(WEIGHTS))
    weighed = heard.weigh(said)
    assert weighed == Weighed(evidence.score, sum(map(mul, TRUST, evidence)), 0.0)
    assert heard.weigh(said, 0.5).score > weighed.score


def test_whoever_lies_not_near_is_weighed_as_without_the_voice(small: SearchEngine) -> None:
    alone = {hit.id: hit.score for hit in small.search("登记 补贴").hits}
    beside = {hit.id: hit.score for hit in small.search("登记 补贴", near={SUBSIDY: 0.1}).hits}
    assert len(alone) > 1
    assert {one for one in beside if beside[one] != alone[one]} == {str(SUBSIDY)}
