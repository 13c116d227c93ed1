"""Citizens find the right thing among the first three in at least 95 of 100 tries."""

import pytest

from mobile_api.guides.search import SearchEngine
from tests.mobile_api.guides.search.scoring import Score, is_right, read, score

TARGET = 0.95
STYLES = (
    "colloquial",
    "situation",
    "question",
    "typo",
    "pinyin",
    "initials",
    "traditional",
    "mixed",
    "dialect",
)


@pytest.fixture(scope="module")
def development(engine: SearchEngine) -> Score:
    return score(engine, "development.json")


def test_the_right_thing_is_among_the_first_three(engine: SearchEngine, development: Score) -> None:
    for result in (development, score(engine, "held_out.json")):
        assert result.share >= TARGET, result.wrong


def test_no_way_of_writing_is_left_behind(development: Score) -> None:
    assert set(STYLES) <= set(development.all)
    behind = {style: development.of(style) for style in STYLES if development.of(style) < TARGET}
    assert behind == {}, development.wrong


def test_the_project_examples_all_find_their_item(engine: SearchEngine) -> None:
    wrong = [each["q"] for each in read("examples.json")["queries"] if not is_right(engine, each)]
    assert wrong == []


def test_the_data_is_large_and_has_no_repeats() -> None:
    texts = [each["q"] for name in ("development.json", "held_out.json") for each in read(name)]
    assert len(texts) >= 400
    assert len(set(texts)) == len(texts)
    assert len(read("held_out.json")) >= 0.15 * len(texts)


def test_an_item_and_its_theme_come_together(engine: SearchEngine) -> None:
    first = {(hit.kind, hit.id) for hit in engine.search("开饭店办什么证").hits[:3]}
    assert {("item", "food-license"), ("theme", "restaurant")} <= first
