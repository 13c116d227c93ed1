"""Text copied from pages and PDFs: what cannot be seen in it, and radicals that look whole."""

import pytest

from mobile_api.guides.search import SearchEngine, SearchOutcome
from mobile_api.guides.search.text import normalise, query_key
from mobile_api.wechat_replies.wishes import WishKind, wish_of


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("护\u200b照换\u200b发", "passport"),
        ("出\u200b生登\u200b记", "birth-hukou"),
        ("\u2ed3期居住", "med-remote"),
        ("\u2ed4面装修", "self-emp-reg"),
        ("结\u200d婚登记", "marriage"),
        ("护\u00ad照\ufeff换\u2060发", "passport"),
    ],
)
def test_what_the_eye_reads_is_found(engine: SearchEngine, query: str, found: str) -> None:
    result = engine.search(query)
    assert result.outcome is SearchOutcome.FOUND
    assert found in [hit.id for hit in result.hits[:3]]


def test_nothing_stands_where_a_format_character_stood() -> None:
    assert normalise("结\u200d婚登记") == "结婚登记"
    assert normalise("社保 \u200b 转移") == "社保 转移"
    assert normalise("\u2ed3期\u2ed4面") == "长期门面"
    assert query_key("1380\u200b0138000") == "#" * 11


@pytest.mark.parametrize("query", ["\u200b", "\u3164 \u2800", "\ufeff\u00ad"])
def test_what_cannot_be_seen_is_an_empty_search(engine: SearchEngine, query: str) -> None:
    assert engine.search(query).outcome is SearchOutcome.BLANK


def test_a_wish_in_the_chat_is_read_alike() -> None:
    assert wish_of("人\u200b工").kind is wish_of("人工").kind is WishKind.person
