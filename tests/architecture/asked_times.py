"""Finds what asks the machine, or the database, what time it is."""

import ast
import re
from collections.abc import Iterator

# What answers with the machine's own time; durations (monotonic, perf_counter) are another matter.
_ASKING = {
    *(f"datetime.datetime.{name}" for name in ("now", "utcnow", "today")),
    "datetime.date.today",
    *(f"time.{name}" for name in ("time", "time_ns", "ctime", "gmtime", "localtime", "strftime")),
}
_IN_SQL = re.compile(
    r"\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|localtimestamp)\s*\(\)"
    r"|\bcurrent_(?:date|time|timestamp)\b|\blocaltime(?:stamp)?\b",
    re.IGNORECASE,
)
_SQL = re.compile(r"\b(?:SELECT|INSERT|UPDATE|DELETE|VALUES|WHERE)\b")


def asked_in(text: str) -> Iterator[str]:
    """Each such place of a source, by line."""
    tree = ast.parse(text)
    full = dict(_imports(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            first, _, rest = ast.unparse(node).partition(".")
            if ".".join(filter(None, (full.get(first), rest))) in _ASKING:
                yield f"{node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Constant) and _asks_database(node.value):
            yield f"{node.lineno}: SQL"


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a name of the source is called where it comes from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            home = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            yield from ((one.asname or one.name, f"{home}{one.name}") for one in node.names)


def _asks_database(value: object) -> bool:
    return isinstance(value, str) and bool(_SQL.search(value) and _IN_SQL.search(value))
