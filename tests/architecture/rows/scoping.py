"""Who asks for the rows of a table: by its model, whatever that is called, or in SQL."""

import ast
import re
from collections.abc import Iterator
from functools import cache

# Of a model class, what finds no row: it makes one, or tells of the table itself.
_FINDS_NOTHING = frozenset({"create", "bulk_create", "construct", "_meta"})
_WORD = re.compile(r"\w+")


def askers(tree: ast.Module, model: str, table: str) -> Iterator[int]:
    """Lines where rows are asked for: by the model, whatever it is called here, or in SQL."""
    if not _said_in(tree) & {model, table}:
        return
    names = {model} | {
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == model and alias.asname
    }
    sql = re.compile(rf'\b(FROM|JOIN|INTO|UPDATE|USING|ONLY)\s+"?{table}\b')
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if sql.search(node.value):
                yield node.lineno
        elif _finds(node, names):
            yield node.lineno  # type: ignore[attr-defined]


@cache
def _said_in(tree: ast.Module) -> frozenset[str]:
    """Every word of a file, so that most files are looked at once and not for each table."""
    said: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            said.update(_WORD.findall(node.value))
        elif isinstance(node, ast.alias):
            said.add(node.name)
        elif (name := _named(node)) is not None:
            said.add(name)
    return frozenset(said)


def _finds(node: ast.AST, names: set[str]) -> bool:
    """`Case.filter`, `models.Case.all` and `QuerySet(Case)`."""
    if isinstance(node, ast.Attribute):
        return node.attr not in _FINDS_NOTHING and _named(node.value) in names
    if isinstance(node, ast.Call) and _named(node.func) == "QuerySet":
        return any(_named(one) in names for one in node.args)
    return False


def _named(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def uses(tree: ast.Module, name: str) -> bool:
    """Whether a function of another file is taken here, by import or as an attribute."""
    return any(
        (isinstance(node, ast.ImportFrom) and any(one.name == name for one in node.names))
        or (isinstance(node, ast.Attribute) and node.attr == name)
        for node in ast.walk(tree)
    )
