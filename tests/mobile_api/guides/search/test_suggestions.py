"""Names come up while a citizen is still typing."""

import pytest

from mobile_api.guides.search import SearchEngine


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("身", "id-card"),
        ("身份", "id-card"),
        ("公积", "hf-withdraw"),
        ("gjj", "hf-withdraw"),
        ("gongji", "hf-withdraw"),
        ("huz", "passport"),
        ("營業", "company-reg"),
        ("房chan", "re-transfer"),
        ("yingyezhi", "company-reg"),
    ],
)
def test_what_is_typed_so_far_is_completed(engine: SearchEngine, typed: str, wanted: str) -> None:
    assert wanted in {suggestion.id for suggestion in engine.suggest(typed)}


@pytest.mark.parametrize("typed", ["办", "公", "g", "s", "开", "证", "新"])
def test_at_most_eight_each_document_once(engine: SearchEngine, typed: str) -> None:
    suggestions = engine.suggest(typed)
    keys = [(suggestion.kind, suggestion.id) for suggestion in suggestions]
    assert len(keys) <= 8
    assert len(set(keys)) == len(keys)
    assert len(engine.suggest(typed, limit=3)) <= 3


def test_the_text_offered_begins_with_what_was_typed(engine: SearchEngine) -> None:
    first = engine.suggest("护照")[0]
    assert first.text.startswith("护照")


def test_nothing_is_offered_for_nothing(engine: SearchEngine) -> None:
    assert engine.suggest("  ") == []
    assert engine.suggest("asdfgh") == []


def test_only_allowed_documents_are_offered(engine: SearchEngine) -> None:
    offered = engine.suggest("公", allowed=frozenset({"seal"}))
    assert {suggestion.id for suggestion in offered} == {"seal"}
