"""What the database refused ends its transaction, and whoever goes on must have a savepoint.

After a refused statement PostgreSQL refuses every other one up to the end of the transaction. So
whoever catches a refusal either has a savepoint around what may be refused, or raises in turn.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT, product, tree_of

REFUSALS = {"IntegrityError", "OperationalError", "PostgresError", "UniqueViolationError"}
# Place -> why there is no transaction any more when it catches.
OUTSIDE = {
    "notifications/sending/turn.py": "the transaction that was refused is closed",
    "mobile_api/worker.py": "a connection of its own that only listens",
}


def catchers(path: Path) -> Iterator[tuple[int, bool]]:
    """Line, and whether the transaction lives: of everything that catches a refusal."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Try):
            for handler in node.handlers:
                if handler.type is not None and _named(handler.type) & REFUSALS:
                    yield handler.lineno, _has_savepoint(node.body) or _raises(handler)
        if isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                if "suppress" in _named(item.context_expr) and (
                    _named(item.context_expr) & REFUSALS
                ):
                    yield node.lineno, _has_savepoint(node.body)


def _named(node: ast.AST) -> set[str]:
    names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return names | {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}


def _has_savepoint(body: list[ast.stmt]) -> bool:
    """All that may be refused stands in it."""
    first = body[0]
    return (
        len(body) == 1
        and isinstance(first, ast.AsyncWith)
        and any("savepoint" in _named(item.context_expr) for item in first.items)
    )


def _raises(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.body[-1], ast.Raise)


def test_whoever_catches_a_refusal_has_a_savepoint_or_raises() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}": lives
        for path in product()
        if str(path.relative_to(ROOT)) not in OUTSIDE
        for line, lives in catchers(path)
    }
    assert len(found) >= 7
    assert [place for place, lives in found.items() if not lives] == []


def test_the_places_without_a_transaction_are_there() -> None:
    assert [place for place in OUTSIDE if not list(catchers(ROOT / place))] == []
