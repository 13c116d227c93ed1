"""What can be seen of a text, and what its characters look like."""

import json
import unicodedata
from pathlib import Path

import pytest

from mobile_api.shared.text import characters
from mobile_api.shared.text.characters import has_visible, normalised, plain


@pytest.mark.parametrize(
    "text", ["", " \u3000\t", "\u200b\ufeff", "\ufe0f", "\u3164\u2800", "\x00"]
)
def test_nothing_to_see(text: str) -> None:
    assert not has_visible(text)


@pytest.mark.parametrize("text", ["一", ".", "\u200ba", "\ue863", "\U00031350"])
def test_something_to_see(text: str) -> None:
    assert has_visible(text)


def test_what_cannot_be_seen_vanishes_and_is_no_blank() -> None:
    assert plain("护\u200b照\u00ad换\u2060发") == "护照换发"
    assert normalised("\u202a138\u20110013\u22128000\u202c ") == "138-0013-8000"


@pytest.mark.parametrize(
    ("radical", "whole"), [("\u2ed3", "长"), ("\u2ed4", "门"), ("\u2ee2", "马"), ("\u2f54", "水")]
)
def test_a_radical_is_read_as_the_character_that_it_looks_like(radical: str, whole: str) -> None:
    assert plain(radical) == whole


def test_the_table_covers_the_block() -> None:
    path = Path(characters.__file__).with_name("radicals.json")
    table = json.loads(path.read_text(encoding="utf-8"))["looks_like"]
    block = [code for code in range(0x2E80, 0x2F00) if unicodedata.name(chr(code), "")]
    # U+2E80 is a mark of repetition and looks like no character.
    assert [f"{code:04X}" for code in block if code != 0x2E80] == sorted(table)
    assert all("IDEOGRAPH" in unicodedata.name(chr(int(whole, 16))) for whole in table.values())
