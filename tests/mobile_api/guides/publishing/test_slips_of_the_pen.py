"""JSON written by hand: each slip names its line and how it is written, all of them at once."""

import random
from pathlib import Path
from typing import Any

import orjson
import pytest

from mobile_api.guides.publishing.forgiving.cursor import MOST_SLIPS
from mobile_api.guides.publishing.forgiving.files import read_bytes
from mobile_api.guides.publishing.forgiving.values import MOST_DEPTH, WrittenJson
from mobile_api.guides.publishing.forgiving.words import SENTENCES
from mobile_api.guides.publishing.loading import DEMO_CITY
from mobile_api.guides.publishing.template import TEMPLATE

# What somebody typed, what was meant, and each slip with its line.
SLIPS: list[tuple[str, Any, str]] = [
    ('{\n"a": "x"\n"b": 1\n}', {"a": "x", "b": 1}, "2 comma_missing"),
    ('{"a": [\n{"k": 1}\n{"k": 2}\n]}', {"a": [{"k": 1}, {"k": 2}]}, "2 comma_missing"),
    ('{\n"a": 1\n\n\n"b": 2}', {"a": 1, "b": 2}, "2 comma_missing"),
    ('{\n"a": ["x",],\n"b": 1,\n}', {"a": ["x"], "b": 1}, "2 comma_trailing 3 comma_trailing"),
    ('{"a": 1,,\n"b": 2}', {"a": 1, "b": 2}, "1 comma_extra"),
    ('{\n"a": "x"\uff0c\n"b": 1\n}', {"a": "x", "b": 1}, "2 chinese_comma"),
    ('{\n"a"\uff1a 1\n}', {"a": 1}, "2 chinese_colon"),
    ('{\n“a”: “x”,\n"b": "y”\n}', {"a": "x", "b": "y"}, "2 chinese_quotes 3 chinese_quotes"),
    (
        '{\n"a”: "x",\n"b": ["p”, "q"]}',
        {"a": "x", "b": ["p", "q"]},
        "2 chinese_quotes 3 chinese_quotes",
    ),
    ("{\n'a': 'x'\n}", {"a": "x"}, "2 chinese_quotes"),
    ('\uff5b\n"a": \u3010 1 \u3011\n}', {"a": [1]}, "1 chinese_brackets 2 chinese_brackets"),
    ('{\n"a" 1\n}', {"a": 1}, "2 colon_missing"),
    (
        '{\na: 1,\n"b": 老年证,\n"c": x"}',
        {"a": 1, "b": "老年证", "c": "x"},
        "2 quotes_missing 3 quotes_missing 4 quotes_missing",
    ),
    ('{\n"a": "所谓"老年证"办理",\n"b": 2}', {"a": '所谓"老年证"办理', "b": 2}, "2 quotes_in_text"),
    ('{\n"a": "老年证,\n"b": 2}', {"a": "老年证", "b": 2}, "2 text_unclosed"),
    ('{\n"a": “老年证\n}', {"a": "老年证"}, "2 chinese_quotes"),
    ('{\n"a": "一\n二",\n"b": 2}', {"a": "一\n二", "b": 2}, "2 line_break_in_text"),
    (
        '{\n"a": "x\ty",\n"b": "C:\\目录"}',
        {"a": "x\ty", "b": "C:目录"},
        "2 control_character 3 backslash",
    ),
    ('{\n// 说明\n"a": 1 /* x */\n}', {"a": 1}, "2 comment 3 comment"),
    ('{\n"a": ,\n"b":\n"c": 3}', {"a": None, "b": None, "c": 3}, "2 value_missing 3 value_missing"),
    (
        '{\n"a": True,\n"b": 否,\n"c": None}',
        {"a": True, "b": False, "c": None},
        "2 word_shape 3 word_shape 4 word_shape",
    ),
    ('{\n"a": 10天,\n"b": 010}', {"a": None, "b": None}, "2 number_shape 3 number_shape"),
    ('{\n\u3000"a": 1\n}', {"a": 1}, "2 odd_space"),
    ('{\n"a": 1,\n"a": 2}', {"a": 2}, "3 double_key"),
]
# Brackets that do not fit: the place is told, and nothing is guessed about the rest.
UNSURE = [
    ('{"a": ["x",\n"b": 1\n}', 1, "bracket_missing"),
    ('{"i": [\n{"k": 1,\n{"k": 2}\n]}', 3, "bracket_missing"),
    ('{"i": [\n{"k": 1}},\n{"k": 2}\n]}', 2, "bracket_missing"),
    ('{\n"a": 1 ]\n}', 2, "bracket_extra"),
    ('{\n"a": [', 1, "json_invalid"),
    ('{"a": 1}\n"b"', 2, "after_end"),
    ("", 1, "empty"),
    ("[" * 1000, 1, "too_deep"),
    ('{\n"a": 1, ：\n}', 2, "quotes_missing"),
]


def told(text: str) -> list[tuple[int, str]]:
    return [(slip.line, slip.code) for slip in read_bytes(text.encode()).slips]


@pytest.mark.parametrize(("text", "meant", "slips"), SLIPS)
def test_a_slip_is_told_with_its_line_and_the_rest_is_read(
    text: str, meant: object, slips: str
) -> None:
    read = read_bytes(text.encode())
    assert " ".join(f"{line} {code}" for line, code in told(text)) == slips
    assert (read.data, read.is_sure) == (meant, True)


@pytest.mark.parametrize(("text", "line", "code"), UNSURE)
def test_where_brackets_do_not_fit_nothing_else_is_said(text: str, line: int, code: str) -> None:
    assert told(text)[:1] == [(line, code)]
    assert not read_bytes(text.encode()).is_sure


def test_every_slip_is_shown_here() -> None:
    shown = {code for *_, slips in SLIPS for code in slips.split()[1::2]} | {
        code for *_, code in UNSURE
    }
    of_bytes = {"not_utf8", "utf16", "broken_characters"}
    # What only a program writes: half of a pair of surrogates, or a line of signs alone.
    assert SENTENCES.keys() - shown - of_bytes == {"json_otherwise", "out_of_place"}
    assert told('{"a": "\\ud800"}') == [(1, "json_otherwise")]


@pytest.mark.parametrize(
    "file", [TEMPLATE, *sorted(DEMO_CITY.glob("*.json"))], ids=lambda f: f.name
)
def test_what_is_json_is_read_as_json(file: Path) -> None:
    text = file.read_text("utf-8")
    reading = WrittenJson(text)
    assert (reading.slips, reading.cursor.is_sure) == ([], True)
    assert reading.value == orjson.loads(text)
    assert WrittenJson(orjson.dumps(reading.value).decode()).value == reading.value


def test_whatever_is_written_is_read_to_its_end() -> None:
    chance, text = random.Random(7), TEMPLATE.read_text("utf-8")
    signs = list('{}[]":,“”\uff0c\uff1a\\\n/天1 ')
    for _ in range(150):
        broken = list(text[:1500])
        for _ in range(chance.randint(1, 40)):
            broken[chance.randrange(len(broken))] = chance.choice(signs)
        read = read_bytes("".join(broken).encode())
        assert read.slips and len(read.slips) <= MOST_SLIPS + 1
    for hostile in ("[" * 99_999, "]" * 99_999, '{"a":' * 99_999, '"' * 99_999, "“" * 99_999):
        assert not read_bytes(hostile.encode()).is_sure or hostile[0] == "“"
    assert MOST_DEPTH < 100
