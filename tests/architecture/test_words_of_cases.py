"""What people read about a case stands in `words.json`: all of it, and nothing that is not said."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

import pytest
from pydantic import ValidationError

from mobile_api.cases.words import WORDS, CaseWords, Words
from tests.architecture.sources import ROOT, product, tree_of

CASES = ROOT / "mobile_api" / "cases"
# Other homes of Chinese: a refusal is a class with its code and its sentence, which OpenAPI shows.
_HOMES = {
    "errors.py": "the one home of refusals",
    "rules.py": "the articles of law that bound what a city may set",
}
# What documents a route or a field is said to developers, where the route or the field stands.
_DOCUMENTS = {"endpoint", "own_look", "Field"}
_HAN = re.compile("[\u4e00-\u9fff]")


def files() -> Iterator[Path]:
    return (path for path in product() if path.is_relative_to(CASES))


def sentences(words: Words = WORDS, path: str = "WORDS") -> Iterator[tuple[str, list[str]]]:
    """Each field by its path, with its sentence or those of its table."""
    for name in type(words).model_fields:
        value = getattr(words, name)
        if isinstance(value, Words):
            yield from sentences(value, f"{path}.{name}")
        else:
            table = value.values() if isinstance(value, Mapping) else [value]
            yield f"{path}.{name}", [one for one in table if one is not None]


def placeholders(texts: list[str]) -> set[str]:
    parts = (part for text in texts for part in Formatter().parse(text))
    return {name for _, name, _, _ in parts if name is not None}


def said(tree: ast.Module) -> Iterator[tuple[str, set[str]]]:
    """Each field that is named in a file, with the values that it is given there."""
    given = {
        id(call.func.value): {str(one.arg) for one in call.keywords}
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "format"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("WORDS."):
            yield ast.unparse(node), given.get(id(node), set())


def test_every_sentence_is_said_and_given_what_it_asks_for() -> None:
    asked = {path: placeholders(texts) for path, texts in sentences()}
    uses = [use for path in files() for use in said(tree_of(path)) if use[0] in asked]
    assert [use for use in uses if use[1] != asked[use[0]]] == []
    assert asked.keys() - {path for path, _ in uses} == set()


def test_chinese_stands_in_the_words_and_not_in_code() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in files()
        if path.name not in _HOMES
        for line in chinese(tree_of(path))
    ]
    assert found == []


def chinese(node: ast.AST) -> Iterator[int]:
    """Lines with a Chinese text that is neither a docstring nor documents a route or a field."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) in _DOCUMENTS:
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _HAN.search(node.value):
        yield node.lineno
    for child in ast.iter_child_nodes(node):
        yield from chinese(child)


def test_each_check_sees_the_wrong_that_it_is_for() -> None:
    said_here = "WORDS.moves.accepted.format(day=x)"
    tree = ast.parse(f'def f(x):\n    """说明"""\n    return f"已{{x}}" + {said_here}')
    assert list(chinese(tree)) == [3]
    assert ("WORDS.moves.accepted", {"day"}) in list(said(tree))
    assert placeholders([WORDS.moves.accepted, "{}"]) == {"due_on", ""}


@pytest.mark.parametrize(
    ("section", "change", "told"),
    [
        ("moves", {"accepted": None}, "Input should be a valid string"),
        ("moves", {"accepted": ""}, "at least 1 character"),
        ("moves", {"acepted": "已受理"}, "Extra inputs"),
        ("statuses", {"sent": "已寄出"}, "Input should be"),
        ("originals", {"next_steps": {"lost": "请联系窗口"}}, "next_steps lacks order_pending"),
    ],
)
def test_words_that_nothing_could_be_told_with_stop_the_start(
    section: str, change: dict[str, object], told: str
) -> None:
    found = WORDS.model_dump(mode="json")
    found[section] |= change
    with pytest.raises(ValidationError, match=told):
        CaseWords.model_validate(found)


@pytest.mark.parametrize(
    ("section", "key", "told"),
    [("moves", "accepted", "Field required"), ("statuses", "draft", "statuses lacks draft")],
)
def test_a_sentence_that_is_missing_stops_the_start(section: str, key: str, told: str) -> None:
    found = WORDS.model_dump(mode="json")
    del found[section][key]
    with pytest.raises(ValidationError, match=told):
        CaseWords.model_validate(found)
