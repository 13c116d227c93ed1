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
