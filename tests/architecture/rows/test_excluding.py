"""`exclude(a=1, b=2)` of Tortoise leaves out what is a, and what is b: who means both says ~Q."""

import ast

from tests.architecture.sources import ROOT, product, tree_of


def test_what_is_left_out_is_named_by_one_condition() -> None:
    crowded = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in product()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "exclude"
        and len(node.args) + len(node.keywords) > 1
    ]
    assert crowded == []
