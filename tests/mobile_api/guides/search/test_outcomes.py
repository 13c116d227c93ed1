"""Nothing is found where there is nothing; danger shows whom to call above what is found."""

import pytest

from mobile_api.guides.search import SearchEngine, SearchOutcome
from tests.mobile_api.guides.search.scoring import read

OTHER = read("other_outcomes.json")


def test_what_the_catalogue_does_not_have_is_not_answered_by_chance(engine: SearchEngine) -> None:
    found = {query: engine.search(query) for query in OTHER["nothing"]}
    assert {q: r.hits for q, r in found.items() if r.outcome is not SearchOutcome.NOTHING} == {}


@pytest.mark.parametrize("query", OTHER["forgery"])
def test_false_documents_are_not_helped_with(engine: SearchEngine, query: str) -> None:
    result = engine.search(query)
    assert (result.outcome, result.hits, result.notice) == (SearchOutcome.NOTHING, (), "forgery")
    assert engine.suggest(query) == []


@pytest.mark.parametrize("query", ["产假工资怎么领", "护理假", "举报办假证的"])
def test_the_word_false_alone_is_no_forgery(engine: SearchEngine, query: str) -> None:
    assert engine.search(query).notice is None


@pytest.mark.parametrize("query", OTHER["blank"])
def test_blank_is_its_own_outcome(engine: SearchEngine, query: str) -> None:
    result = engine.search(query)
    assert (result.outcome, result.hits, result.total) == (SearchOutcome.BLANK, (), 0)


@pytest.mark.parametrize(("query", "numbers"), OTHER["emergency"].items())
def test_danger_shows_the_number_to_call(
    engine: SearchEngine, query: str, numbers: list[str]
) -> None:
    result = engine.search(query)
    assert result.outcome is SearchOutcome.EMERGENCY
    assert result.emergency is not None
    assert set(numbers) <= set(result.emergency.numbers)
    assert engine.suggest(query) == []
    assert result.understood_as is None


@pytest.mark.parametrize("query", OTHER["not_emergency"])
def test_paper_about_danger_is_no_emergency(engine: SearchEngine, query: str) -> None:
    assert engine.search(query).outcome is not SearchOutcome.EMERGENCY


def test_a_cry_for_help_counts_beside_paper(engine: SearchEngine) -> None:
    result = engine.search("办证大厅救命有人没呼吸了")
    assert result.outcome is SearchOutcome.EMERGENCY


def test_a_certificate_lost_in_a_fire_is_found(engine: SearchEngine) -> None:
    assert engine.search("着火把身份证烧了怎么补").hits[0].id == "id-card"


def test_total_counts_beyond_the_limit(engine: SearchEngine) -> None:
    result = engine.search("公积金", limit=1)
    assert len(result.hits) == 1
    assert result.total >= 2


def test_hits_say_why(engine: SearchEngine) -> None:
    hit = engine.search("公积金怎么取出来").hits[0]
    assert "公积金" in hit.why
    assert all(hit.score >= other.score for other in engine.search("公积金怎么取出来").hits)


def test_a_corrected_query_is_told(engine: SearchEngine) -> None:
    assert engine.search("刻公张").understood_as == "刻公章"
    assert engine.search("刻公章").understood_as is None
