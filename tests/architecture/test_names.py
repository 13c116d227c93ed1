"""A class has a name of its own: whoever reads it elsewhere knows which one is meant."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT, product, tree_of


def classes(path: Path) -> Iterator[str]:
    for node in tree_of(path).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


def aliases(path: Path) -> Iterator[str]:
    """Names of types made by assignment, but for type variables and narrower forms of the same."""
    for node in tree_of(path).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name, value = node.targets[0].id, ast.unparse(node.value)
            is_variable = value.startswith(("TypeVar(", "ParamSpec("))
            if name[0].isupper() and not is_variable and not value.split("[")[0].endswith(name):
                yield name


def test_no_class_name_stands_twice() -> None:
    named: dict[str, list[str]] = defaultdict(list)
    called = set()
    for path in product():
        where = str(path.relative_to(ROOT))
        for name in classes(path):
            called.add(name)
            named[name].append(where)
        for name in aliases(path):
            named[name].append(where)
    assert {name: found for name, found in named.items() if name in called and found[1:]} == {}


def codes(path: Path) -> Iterator[str]:
    """Of the errors of a file, as a caller meets them."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "code":
                    yield ast.literal_eval(line.value)


def test_no_code_of_an_error_stands_twice() -> None:
    """Else the interface document tells of either, and differs from one start to the next."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in product():
        if path.name.endswith("errors.py"):
            for code in codes(path):
                found[code].append(str(path.relative_to(ROOT)))
    assert len(found) > 100
    assert {code: where for code, where in found.items() if where[1:]} == {}
